"""A small company's studio, driven as its pages drive it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.server.access import actions
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)
EARLIER = datetime(2025, 7, 1, tzinfo=UTC)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILES = {
    "bundle.yaml": "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\ncurrency: CNY\n",
    "sources/deals.yaml": (
        "kind: source\nid: deals\nname: {zh: 商机, en: Deals}\nsystem: CRM\nevery: day\nkey: [id]\ntime: day\nfields:\n"
        "  id: {required: true, name: {zh: 编号, en: number}}\n  agent: {type: subject, dimension: person}\n"
        "  stage: {type: choice, choices: [Won, Lost]}\n  day: {type: date}\n  value: {type: money}\n"
    ),
    "metrics/won.yaml": (
        "kind: metric\nid: won\nname: {zh: 成交数, en: won deals}\nunit: deal\n"
        "measure: {kind: count, source: deals, where: {field: stage, value: Won}}\n"
    ),
    "metrics/lost.yaml": (
        "kind: metric\nid: lost\nname: {zh: 丢单数, en: lost deals}\nunit: deal\ngrains: [month]\n"
        "measure: {kind: count, source: deals, where: {field: stage, value: Lost}}\n"
    ),
    "metrics/share.yaml": (
        "kind: metric\nid: share\nname: {zh: 赢单率, en: share won}\nunit: '%'\n"
        "measure: {kind: formula, formula: won / (won + lost)}\n"
    ),
}


@dataclass
class Studio:
    """The company, its release 1, and who may change it: ann and bob are HR partners, eve audits."""

    world: WorldInfo
    accounts: dict[str, User] = field(default_factory=dict)

    @classmethod
    def opened(cls, world: WorldInfo, *partners: str) -> Studio:
        studio = cls(world)
        set_clock(world, NOW)
        publish(sound(FILES), now=EARLIER, author="cli")
        for name in partners or ("ann", "bob"):
            studio.grant(name, Role.HRBP)
        studio.grant("eve", Role.AUDITOR)
        return studio

    def grant(self, name: str, role: Role) -> None:
        self.accounts[name] = User.objects.create(username=name, first_name=name.title(), password="!")
        actions.grant(name, role, None, by="test", now=real_now())

    def as_(self, name: str) -> Desk:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(self.accounts[name], backend=BACKEND)
        return Desk(client)


@dataclass
class Desk:
    """Somebody's pages. Calls return the answer's JSON; `status` is that of the last one."""

    client: Client
    status: int = 0

    def get(self, path: str) -> Any:
        return self._answered(self.client.get(f"/api/v1{path}"))

    def post(self, path: str, **body: Any) -> Any:
        return self._answered(self.client.post(f"/api/v1{path}", body, content_type="application/json"))

    def entity(self, kind: str, name: str) -> Any:
        return self.get(f"/draft/entities/{kind}/{name}")

    def save(self, kind: str, name: str, body: Any, version: int | None = None) -> Any:
        """Save it; without a version the one that stands is meant."""
        if version is None:
            version = self.entity(kind, name).get("version", 0)
        return self.post(f"/draft/entities/{kind}/{name}", body=body, version=version)

    def move(self, what: str, kind: str, name: str) -> Any:
        """Undo, redo, discard or remove it."""
        return self.post(f"/draft/entities/{kind}/{name}/{what}", version=self.entity(kind, name)["version"])

    def change(self, kind: str, name: str, /, **more: Any) -> Any:
        """Save it with some of its body changed."""
        found = self.entity(kind, name)
        return self.save(kind, name, {**found["body"], **more}, found["version"])

    def touched(self) -> dict[str, str]:
        return {f"{one['kind']}/{one['id']}": one["standing"] for one in self.get("/draft")["items"]}

    def bring(self, name: str, content: bytes) -> Any:
        return self._answered(self.client.post("/api/v1/draft/import", {"file": SimpleUploadedFile(name, content)}))

    def export(self) -> bytes:
        return bytes(self.client.get("/api/v1/bundle.zip").content)

    def _answered(self, response: Any) -> Any:
        self.status = response.status_code
        return response.json()


def packed(files: dict[str, str], top: str = "") -> bytes:
    """Files as a ZIP."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for path, text in files.items():
            archive.writestr(top + path, text)
    return out.getvalue()
