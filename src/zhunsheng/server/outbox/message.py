"""What another system is told of a decision: a CloudEvents 1.0 body in JSON."""

from __future__ import annotations

import json

from zhunsheng.engine.practices.writing import moment
from zhunsheng.server.outbox.values import EffectInfo


def message_id(world: str, one: EffectInfo) -> str:
    """The same for every try, so that whoever receives a message twice can tell."""
    return f"{world}.{one.decision}.{one.place}"


def body(site: str, world: str, one: EffectInfo, about: str | None) -> bytes:
    """The message. `about`: number of the person whom the decision is about; null: nobody, or erased since."""
    details = one.details
    told = {
        "specversion": "1.0",
        "id": message_id(world, one),
        "source": f"{site}/w/{world}",
        "type": f"zhunsheng.{one.practice}.{details['outcome']}",
        "subject": one.case,
        "time": moment(one.at),
        "datacontenttype": "application/json",
        "data": {
            "decision": one.decision,
            "rule": one.rule,
            "person": about,
            "reason": {"zh": details["reason_zh"], "en": details["reason_en"]},
        },
    }
    return json.dumps(told, ensure_ascii=False).encode()
