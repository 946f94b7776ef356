"""Every page, at a desk and on a phone, in both languages: no complaint, nobody kept out, nothing cut off."""

from __future__ import annotations

import pytest

from e2e.conftest import Opening
from zhunsheng.server.access.roles import Role

PAGES = {
    "today": (Role.EMPLOYEE, "/"),
    "today-manager": (Role.MANAGER, "/"),
    "metrics": (Role.HRBP, "/metrics"),
    "metric": (Role.HRBP, "/metrics/won_value"),
    "metric-own": (Role.EMPLOYEE, "/metrics/solved"),
    "people": (Role.HRBP, "/people"),
    "people-import": (Role.ADMINISTRATOR, "/people/import"),
    "account": (Role.EMPLOYEE, "/account"),
    "visits": (Role.AUDITOR, "/visits"),
    "accounts": (Role.ADMINISTRATOR, "/accounts"),
    "start": (Role.ADMINISTRATOR, "/start"),
    "sources": (Role.HRBP, "/sources"),
    "sources-one": (Role.HRBP, "/sources/deals"),
    "sources-waiting": (Role.HRBP, "/sources/deals?tab=waiting"),
    "sources-strays": (Role.HRBP, "/sources/deals?tab=strays"),
    "sources-receipts": (Role.HRBP, "/sources/deals?tab=receipts"),
    "sources-fields": (Role.HRBP, "/sources/deals?tab=fields"),
    "sources-push": (Role.ADMINISTRATOR, "/sources/deals?tab=push"),
    "sources-mapping": (Role.HRBP, "/sources/deals/mapping"),
    "sources-new": (Role.HRBP, "/sources/new"),
    "sources-form": (Role.HRBP, "/sources/new?form=1"),
    "forms": (Role.EMPLOYEE, "/forms"),
    "studio": (Role.HRBP, "/studio"),
    "studio-metric": (Role.HRBP, "/studio/metrics/won_value"),
    "studio-metric-new": (Role.HRBP, "/studio/metrics/new"),
    "studio-source": (Role.HRBP, "/studio/source/deals"),
    "studio-changes": (Role.HRBP, "/studio/changes"),
    "studio-history": (Role.HRBP, "/studio/history"),
    "nowhere": (Role.EMPLOYEE, "/nowhere"),
    "not-allowed": (Role.EMPLOYEE, "/visits"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["desk", "phone"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_complete_and_open_to_everybody(reader: Opening, name: str, size: str, language: str) -> None:
    role, path = PAGES[name]
    opened = reader(role, size=size, language=language)
    opened.open(path)
    opened.picture(f"{name}-{size}-{language}")
    assert [said for said in opened.complaints if "403" not in said or name != "not-allowed"] == []
    assert opened.grave() == []
    assert opened.overflow() <= 0


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_door_is_open_to_everybody(reader: Opening, size: str, language: str) -> None:
    opened = reader(None, size=size, language=language)
    opened.open("/")
    opened.picture(f"sign-in-{size}-{language}")
    assert opened.grave() == []
    assert opened.overflow() <= 0


@pytest.mark.parametrize(
    "name", ["today", "metric", "people", "accounts", "start", "sources-one", "studio-metric", "studio-history"]
)
def test_the_dark_theme_is_as_readable(reader: Opening, name: str) -> None:
    role, path = PAGES[name]
    opened = reader(role, theme="dark")
    opened.open(path)
    opened.picture(f"{name}-dark")
    assert opened.grave() == []
