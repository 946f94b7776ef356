"""Who has read of what no longer holds hears that it does not, and so does every system that was told."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.engine.practices.decision import Consequence
from zhunsheng.engine.values import Text
from zhunsheng.server.outbox.values import EffectInfo

_PERSON = Text(zh="告知看过的人：先前的不再成立", en="whoever read of it is told that it no longer holds")
_SYSTEM = Text(zh="告知「{}」：先前的不再成立", en="'{}' is told that it no longer holds")


def corrections(effects: Sequence[EffectInfo]) -> tuple[Consequence, ...]:
    """One for everybody; `effects`: what of a decision was read, or has left."""
    people = {one.to: str(one.details.get("case", one.case)) for one in effects if one.to is not None}
    systems = dict.fromkeys(str(one.details["connection"]) for one in effects if one.kind == "webhook")
    return (
        *(Consequence("notice", _PERSON, {"to": person, "case": case}) for person, case in people.items()),
        *(Consequence("webhook", _to(name), {"connection": name}) for name in systems),
    )


def _to(name: str) -> Text:
    return Text(zh=_SYSTEM.zh.format(name), en=_SYSTEM.en.format(name))
