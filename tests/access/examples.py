"""One call of every endpoint there is, such as succeeds for whoever may make it. By method and path as declared."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pyarrow as pa
from allauth.usersessions.models import UserSession
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests.access.house import NOW, Asker, House

from zhunsheng.engine.blueprint.entity import Ref
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.practices.decision import Consequence, Value
from zhunsheng.engine.values import Text
from zhunsheng.server.access import actions
from zhunsheng.server.access.endpoint import Endpoint
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.models import Release
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.appealing import appeal
from zhunsheng.server.decisions.tests.made import late
from zhunsheng.server.drafts.actions.saving import Hand, save, undo
from zhunsheng.server.drafts.models import Asked
from zhunsheng.server.drafts.published import body_in
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.forms.evidence import keep
from zhunsheng.server.metrics.tests.company import SOURCES
from zhunsheng.server.people.models import Person
from zhunsheng.server.permissions.queries import freezes
from zhunsheng.server.subjects.actions import list_members, match, resolve
from zhunsheng.server.worlds.queries import real_now

SAID = """
kind: source
id: said
name: {zh: 说明, en: said}
system: 准绳
told_by: people
key: [id]
time: at
fields:
  id: {required: true}
  at: {type: datetime}
  by: {type: subject, dimension: person}
  words: {}
"""
Made = Callable[[House, Asker], str]
MadeAbout = Callable[[House, str], str]


@dataclass(frozen=True)
class Example:
    """`path`: values of the path's parameters in order. `{person}` and `{unit}` stand for whom the call is about.

    `made`: makes what the path names and returns its id, for `{made}`; `made_about`: the same about whom the call is
    about. `file`: content of an uploaded list.
    """

    path: tuple[str, ...] = ()
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    made: Made | None = None
    made_about: MadeAbout | None = None
    file: str | None = None

    @property
    def about(self) -> str:
        """`person`, `unit` or nothing: what the call names."""
        if self.made_about:
            return "person"
        said = json.dumps([self.path, dict(self.query), self.body])
        return next((what for what in ("person", "unit") if f"{{{what}}}" in said), "")

    def make(self, house: House, asker: Asker, person: str = "") -> str:
        """What the path names, by its id; empty: nothing has to be made."""
        if self.made_about:
            return self.made_about(house, person)
        return self.made(house, asker) if self.made else ""


def _session(house: House, asker: Asker) -> str:
    account = house.ids[asker.username or "root"]
    made = UserSession.objects.create(
        user_id=account, ip="127.0.0.1", session_key=f"x{account}", user_agent="x", last_seen_at=timezone.now()
    )
    return str(made.pk)


def _token(house: House, asker: Asker) -> str:
    return str(actions.make_token(house.ids[asker.username or "root"], "t", ["people:read"], 1, real_now())[0].id)


def _grant(house: House, asker: Asker) -> str:
    return str(actions.grant("EVA", Role.EXPERT, None, by="test", now=real_now()))


def _newcomer(house: House, asker: Asker) -> str:
    house.newcomer("NEW")
    return "NEW"


LIST = "工号,姓名,部门\nNEW,New,HQ\n"


def _list(house: House, asker: Asker) -> str:
    """A list that waits to be imported, with a row that is refused."""
    administrator = asker.username if asker.username and Role.ADMINISTRATOR in asker.roles else "root"
    return str(house.upload(LIST + ",,\n", administrator).json()["token"])


def _upload(house: House, asker: Asker) -> str:
    """A file of one's own that waits to be loaded; who may hand in none is shown somebody else's."""
    may = asker.known and not asker.scopes and {Role.HRBP, Role.ADMINISTRATOR} & asker.roles
    client = house.client(asker.username if may else "root")
    file = SimpleUploadedFile("deals.csv", b"id,agent,day,value\nn,EVA,2025-08-05,1\n")
    return str(client.post("/api/v1/uploads", {"file": file}).json()["id"])


def _batch(house: House, asker: Asker) -> str:
    sent = [{"id": "n", "agent": "EVA", "day": "2025-08-05", "value": "1"}]
    return str(house.company.send("deals", sent))


def _decision(house: House, person: str) -> str:
    """A decision about somebody, for which nobody among the askers answers."""
    ids = dict(Person.objects.values_list("number", "subject_id"))
    return str(record([late(about=ids[person], answers=ids["BOSS"])], NOW)[0])


def _freeze(house: House, person: str) -> str:
    """A permission of somebody that is held until it is confirmed."""
    ids = dict(Person.objects.values_list("number", "subject_id"))
    until, confirm_by = NOW + timedelta(days=30), real_now() + timedelta(days=1)
    held: dict[str, Value] = {"to": ids[person], "permission": "new_leads", "confirm_by": confirm_by}
    held["until"] = max(until, confirm_by)
    frozen = (Consequence("freeze", Text(zh="冻结", en="freeze"), held),)
    record([replace(late(about=ids[person], answers=ids["BOSS"]), consequences=frozen)], real_now())
    return str(freezes(ids[person], real_now())[0].id)


def _appeal(house: House, person: str) -> str:
    """An appeal by whom the decision is about; nobody among the askers owns it."""
    decision, by = int(_decision(house, person)), Person.objects.get(number=person).subject_id
    return str(appeal(decision, by=by, words="x", deadline=NOW + timedelta(days=2), now=NOW).id)


def _form(house: House, asker: Asker) -> str:
    """Something that people fill in."""
    house.company.publish(sources={**SOURCES, "said": SAID})
    return "said"


def _evidence(house: House, person: str) -> str:
    """A file that somebody showed."""
    file = SimpleUploadedFile("a.txt", person.encode(), content_type="text/plain")
    return keep(house.world, file, Person.objects.get(number=person).subject_id, NOW).digest  # type: ignore[arg-type]


def _own_batch(house: House, asker: Asker) -> str:
    """A batch that the asker handed in, of which nothing could be read: it can be taken back without a trace."""
    source = current().each(Source)["deals"]
    raw = pa.table({"_row": [2], **{name: pa.array([None], pa.string()) for name in source.fields}})
    bad = raw.set_column(raw.column_names.index("stage"), "stage", pa.array(["x"], pa.string()))
    sent = Incoming(source, "deals.xlsx", [bad], sender=asker.username or "")
    return str(accept(sent, house.world.time_zone, NOW))


def _nothing_published(house: House, asker: Asker) -> str:
    """The company has not begun."""
    Release.objects.all().delete()
    return ""


def _stray(house: House, asker: Asker) -> str:
    """A product that no list knows, beside one that is in it."""
    list_members("product", [("P", "P")], now=NOW)
    resolve("product", ["Q"], now=NOW)
    return "Q"


def _matched(house: House, asker: Asker) -> str:
    stray = _stray(house, asker)
    match("product", stray, "P", now=NOW)
    return stray


FRESH = Ref("metric", "fresh")


def _drafted(house: House, asker: Asker) -> str:
    """The version of a metric that the draft adds."""
    deals = body_in(current(), Ref("metric", "deals"))
    save(FRESH, {**(deals or {}), "id": "fresh"}, 0, Hand("test", NOW))
    return str(drafted().touches[FRESH].version)


def _undone(house: House, asker: Asker) -> str:
    """The same after a change of it was undone."""
    save(FRESH, {}, int(_drafted(house, asker)), Hand("test", NOW))
    undo(FRESH, drafted().touches[FRESH].version, Hand("test", NOW))
    return str(drafted().touches[FRESH].version)


def _asked(house: House, asker: Asker) -> str:
    """A publication that somebody else waits with: of the newest release anew."""
    number = current_number()
    why = {"zh": "因为", "en": "because"}
    made = Asked.objects.create(
        by="test", at=NOW, entities=[], restores=number, release=number, said=[["metric", "deals", why]], why=why
    )
    return str(made.pk)


_VERSION = {"version": "{made}"}
_FRESH = ("metric", "fresh")
_ABOUT = {"dimension": "person", "subject": "{person}", "grain": "month"}
_MONTH = {"dimension": "person", "subject": "{person}", "period": "2025-08"}
_SPLIT = {"dimension": "person", "period": "2025-08", "grain": "month"}
_DEALS = ("deals",)
_TRIED = {
    **{"id": "tried", "name": {"zh": "试", "en": "tried"}, "system": "x"},
    **{"key": ["id"], "fields": {"id": {"required": True}}},
}
EXAMPLES = {
    "GET /me": Example(),
    "PATCH /me": Example(body={"theme": "dark"}),
    "GET /me/sessions": Example(),
    "DELETE /me/sessions/{}": Example(("{made}",), made=_session),
    "GET /me/tokens": Example(),
    "POST /me/tokens": Example(body={"name": "t", "scopes": ["people:read"], "days": 30}),
    "DELETE /me/tokens/{}": Example(("{made}",), made=_token),
    "GET /me/visits": Example(),
    "GET /live": Example(),
    "GET /story": Example(),
    "POST /story": Example(body={"by": "day"}),
    "GET /story/files": Example(),
    "GET /story/files/{}.xlsx": Example(("people",)),
    "GET /visits": Example(),
    "GET /visits.xlsx": Example(),
    "GET /accounts": Example(),
    "POST /accounts": Example(body={"number": "NEW"}, made=_newcomer),
    "POST /accounts/{}/end": Example(("EVA",)),
    "POST /accounts/{}/password": Example(("EVA",)),
    "GET /grants": Example(),
    "POST /grants": Example(body={"username": "EVA", "role": "expert"}),
    "DELETE /grants/{}": Example(("{made}",), made=_grant),
    "GET /access/matrix": Example(),
    "GET /setup": Example(),
    "GET /people": Example(),
    "GET /people/{}": Example(("{person}",)),
    "GET /people.xlsx": Example(),
    "GET /units": Example(),
    "GET /search": Example(query={"q": "a"}),
    "POST /people/import/preview": Example(file=LIST),
    "POST /people/import": Example(body={"token": "{made}", "partly": True}, made=_list),
    "GET /people/import/{}/errors.xlsx": Example(("{made}",), made=_list),
    "GET /today": Example(),
    "GET /metrics": Example(),
    "GET /metrics/{}": Example(_DEALS),
    "GET /metrics/{}/series": Example(_DEALS, _ABOUT),
    "GET /metrics/{}/series.xlsx": Example(_DEALS, _ABOUT),
    "GET /metrics/{}/breakdown": Example(_DEALS, _SPLIT),
    "GET /metrics/{}/breakdown.xlsx": Example(_DEALS, _SPLIT),
    "GET /metrics/{}/explain": Example(_DEALS, _MONTH),
    "GET /metrics/{}/rows.xlsx": Example(_DEALS, _MONTH),
    "POST /facts/{}": Example(_DEALS, body=[{"id": "n", "agent": "EVA", "day": "2025-08-05", "value": "1"}]),
    "GET /receipts": Example(),
    "GET /receipts.xlsx": Example(),
    "GET /receipts/{}/problems": Example(("{made}",), made=_batch),
    "GET /receipts/{}": Example(("{made}",), made=_batch),
    "GET /draft/metrics/{}/tried": Example(_DEALS, {"grain": "month"}),
    "GET /draft/whatif": Example(),
    "GET /sources/{}/picture": Example(_DEALS),
    "GET /start": Example(),
    "POST /start": Example(body={"name": "C", "industry": "other", "sample": False}, made=_nothing_published),
    "GET /start/samples": Example(),
    "GET /start/samples/{}.xlsx": Example(("sales-products",)),
    "GET /sources": Example(),
    "GET /sources/{}": Example(_DEALS),
    "GET /sources/{}/waiting": Example(_DEALS),
    "POST /sources/{}/redo": Example(_DEALS, body={}),
    "POST /sources/{}/drop": Example(_DEALS, body={}),
    "GET /sources/{}/strays": Example(_DEALS),
    "POST /matches": Example(body={"dimension": "product", "text": "{made}", "key": "P"}, made=_stray),
    "POST /matches/undo": Example(body={"dimension": "product", "text": "{made}", "key": "P"}, made=_matched),
    "GET /dimensions/{}/members": Example(("product",)),
    "POST /receipts/{}/withdraw": Example(("{made}",), made=_own_batch),
    "POST /uploads": Example(file="id,agent\n1,EVA\n"),
    "POST /uploads/pasted": Example(body={"text": "id,agent\n1,EVA\n"}),
    "GET /uploads/{}": Example(("{made}",), made=_upload),
    "POST /uploads/{}/preview": Example(("{made}",), body={"source": _TRIED}, made=_upload),
    "POST /uploads/{}/load": Example(("{made}",), body={"source": "deals"}, made=_upload),
    "GET /decisions/{}": Example(("{made}",), made_about=_decision),
    "GET /permissions/{}": Example(("{person}",)),
    "POST /freezes/{}/confirm": Example(("{made}",), body={"words": "x"}, made_about=_freeze),
    "POST /freezes/{}/lift": Example(("{made}",), body={"words": "x"}, made_about=_freeze),
    "GET /inbox": Example(),
    "POST /inbox/seen": Example(body={"marks": [{"decision": 1, "place": 0}]}),
    "GET /appeals": Example(),
    "POST /appeals/{}/settle": Example(
        ("{made}",), body={"outcome": "upheld", "words": "x", "came_of": "x"}, made_about=_appeal
    ),
    "POST /inbox/done": Example(body={"marks": [{"decision": 1, "place": 0}]}),
    "GET /forms": Example(),
    "POST /forms/{}": Example(("{made}",), body={"values": {"words": "x"}}, made=_form),
    "POST /evidence": Example(file="x"),
    "GET /evidence/{}": Example(("{made}",), made_about=_evidence),
    "GET /draft": Example(made=_drafted),
    "GET /draft/entities": Example(made=_drafted),
    "GET /draft/entities/{}/{}": Example(("metric", "deals")),
    "POST /draft/entities/{}/{}": Example(_FRESH, body={"body": {"unit": "x"}, "version": 0}),
    "POST /draft/entities/{}/{}/remove": Example(_FRESH, body=_VERSION, made=_drafted),
    "POST /draft/entities/{}/{}/discard": Example(_FRESH, body=_VERSION, made=_drafted),
    "POST /draft/entities/{}/{}/undo": Example(_FRESH, body=_VERSION, made=_drafted),
    "POST /draft/entities/{}/{}/redo": Example(_FRESH, body=_VERSION, made=_undone),
    "POST /draft/presence": Example(body={"kind": "metric", "id": "deals"}),
    "POST /draft/publish": Example(body={"note": "x"}, made=_drafted),
    "POST /draft/asked/{}/agree": Example(("{made}",), made=_asked),
    "POST /draft/asked/{}/decline": Example(("{made}",), made=_asked),
    "POST /draft/import": Example(file="kind: dimension\nid: area\nname: {zh: 片区, en: area}\n"),
    "GET /releases": Example(),
    "GET /releases/{}": Example(("1",)),
    "POST /releases/{}/restore": Example(("1",), body={"note": "x"}),
    "GET /bundle.zip": Example(),
    "POST /decisions/{}/appeal": Example(("{made}",), body={"words": "x"}, made_about=_decision),
}


def key_of(declared: Endpoint) -> str:
    """How the table names it: parameters have no names, for they may be called anything."""
    return f"{declared.method} {re.sub(r'{[^}]*}', '{}', declared.path)}"


def call(
    client: Client, declared: Endpoint, example: Example, *, person: str = "", unit: str = "", made: str = ""
) -> HttpResponse:
    """Make the example's call, about them."""

    def filled(text: str) -> str:
        return text.replace("{person}", person).replace("{unit}", unit).replace("{made}", made)

    values = iter(example.path)
    path = "/api/v1" + re.sub(r"{[^}]*}", lambda _: filled(next(values)), declared.path)
    query = {name: filled(value) for name, value in example.query.items()}
    if query:
        path += "?" + "&".join(f"{name}={value}" for name, value in query.items())
    if example.file is not None:
        file = SimpleUploadedFile("people.csv", example.file.encode(), content_type="text/csv")
        return client.post(path, {"file": file})  # type: ignore[return-value]
    body = None if example.body is None else json.loads(filled(json.dumps(example.body)))
    return client.generic(  # type: ignore[return-value]
        declared.method, path, b"" if body is None else json.dumps(body), content_type="application/json"
    )
