"""Make the pictures of the README and the tour in docs/images from the example company's site, as a reader sees it.

.venv/bin/python docs/pictures.py [NAME…]

Names: which, by default all. ZHUNSHENG_DEMO_HOME: a home of the demo to take them in, by default one of its own; it is
left with a draft in it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, FilePayload, ViewportSize, sync_playwright

from zhunsheng.server.project import boot

ROOM = Path(tempfile.mkdtemp(prefix="zs-pictures-", dir="/tmp"))
ROOM.chmod(0o711)  # the database's account goes through it
HOME = Path(os.environ.get("ZHUNSHENG_DEMO_HOME") or ROOM / "home")
boot.configure(HOME)
sys.path.insert(0, str(Path(__file__).parents[1]))

# After Django is up: these bring models.
from e2e.conftest import FLAGS, SIZES, Reader, sign_in  # noqa: E402
from e2e.site import Site, free_port, running  # noqa: E402

from zhunsheng.demo.accounts import accounts  # noqa: E402
from zhunsheng.demo.company import Company  # noqa: E402
from zhunsheng.server.access.roles import Role  # noqa: E402
from zhunsheng.server.project.home import Home  # noqa: E402

IMAGES = Path(__file__).parent / "images"
Doing = Callable[[Reader], None]
LIST, EFFECTIVE = "人员名单_2026年2月.xlsx", "2026-02-01"
FILE, FILE_NAME = "sales-deals.xlsx", "商机明细.xlsx"
METRIC, LARGE = "won_value", {"field": "value", "op": "ge", "value": 20000}
HEADER, DRAFT_BAR = 80, 48  # pixels that the top of the house covers, and the strip of the draft
COMPUTE = 3


def _from_the_top(reader: Reader) -> None:
    """The page as it opens."""


def _down_to(reader: Reader, panel: int, header: int = HEADER) -> None:
    """A panel of the page: of a metric, the first holds the chart, the second the breakdown."""
    found = reader.page.locator("main section").nth(panel)
    found.evaluate(f"panel => window.scrollTo(0, panel.getBoundingClientRect().top + window.scrollY - {header})")


def _chart(reader: Reader) -> None:
    _down_to(reader, 0)


def _breakdown(reader: Reader) -> None:
    _down_to(reader, 1)


def _rows(reader: Reader) -> None:
    """Where the rows come from: the last column of the table."""
    reader.page.get_by_role("dialog").locator("th").last.scroll_into_view_if_needed()


def _clock(reader: Reader) -> None:
    """The menu of the date."""
    reader.page.locator("header").get_by_role("button", name="2026").click()


def _list(reader: Reader) -> None:
    """Next month's list of people, checked."""
    content = reader.page.context.request.get(f"{reader.site.url}/api/v1/story/files/people.xlsx").body()
    reader.page.locator("#effective").fill(EFFECTIVE)
    reader.page.keyboard.press("Enter")
    file: FilePayload = {"name": LIST, "mimeType": "application/octet-stream", "buffer": content}
    reader.page.set_input_files("input[type=file]", file)
    reader.page.locator("main table").first.wait_for()
    _down_to(reader, 0)


def _file(reader: Reader) -> None:
    """A file of deals, handed in and understood: what each of its columns means."""
    content = reader.page.context.request.get(f"{reader.site.url}/api/v1/start/samples/{FILE}?language=zh").body()
    file: FilePayload = {"name": FILE_NAME, "mimeType": "application/octet-stream", "buffer": content}
    reader.page.set_input_files("input[type=file]", file)
    reader.page.get_by_role("button", name="发布并装入").wait_for()
    reader.page.wait_for_load_state("networkidle")
    _down_to(reader, 1)


def _draft(reader: Reader) -> None:
    """A metric whose draft leaves small deals out, beside last quarter."""
    entity = f"/api/v1/draft/entities/metric/{METRIC}"
    found = reader.ask("GET", entity).json()
    measure = {**found["live"]["measure"], "where": {"all": [found["live"]["measure"]["where"], LARGE]}}
    body = {**found["live"], "measure": measure}
    reader.ask("POST", entity, {"body": body, "version": found["version"]})
    reader.open(f"/studio/metrics/{METRIC}")
    for shown in ("处改动", "人的数会变"):
        reader.page.get_by_text(shown).first.wait_for()
    _down_to(reader, COMPUTE, HEADER + DRAFT_BAR)


PICTURES: dict[str, tuple[Role, str, Doing]] = {
    "today-phone": (Role.EMPLOYEE, "/", _from_the_top),
    "today-desk": (Role.DIRECTOR, "/", _from_the_top),
    "metric-desk": (Role.MANAGER, "/metrics/calls_a_day?grain=week&span=year", _from_the_top),
    "why-desk": (Role.EMPLOYEE, "/metrics/won_value?why=person%3AS047%3A2025-12", _from_the_top),
    "people-desk": (Role.HRBP, "/people/S047", _from_the_top),
    "file-desk": (Role.HRBP, "/sources", _file),
    "draft-desk": (Role.HRBP, "/studio", _draft),
}
"""Of the README, in Chinese."""
TOUR: dict[str, tuple[Role, str, Doing]] = {
    "today": (Role.EMPLOYEE, "/", _from_the_top),
    "why": (Role.EMPLOYEE, "/metrics/won_value?grain=month&why=person%3AS047%3A2025-12", _rows),
    "calls": (Role.MANAGER, "/metrics/calls_a_day?grain=week&span=year", _chart),
    "late": (
        Role.AUDITOR,
        "/metrics/late_48h?dimension=company&subject=company&grain=quarter&by=region",
        _breakdown,
    ),
    "standard": (Role.AUDITOR, "/metrics/arrival_vs_standard?grain=quarter", _breakdown),
    "attrition": (Role.AUDITOR, "/metrics/high_attrition?grain=quarter", _chart),
    "import": (Role.ADMINISTRATOR, "/people/import", _list),
    "clock": (Role.ADMINISTRATOR, "/people/import", _clock),
}
"""Of docs/tour.md, in both languages: who, where, and what they do there."""
SCREEN = ViewportSize(width=1280, height=640)


def take(browser: Browser, site: Site, name: str) -> None:
    """One page, as large as the screen."""
    role, path, doing = PICTURES[name]
    size = ViewportSize(**SIZES[name.rsplit("-", 1)[1]])  # type: ignore[typeddict-item]  # a size, as the library has it
    _taken(browser, site, role, path, doing, size, "zh", IMAGES / f"{name}.png")


def tour(browser: Browser, site: Site, name: str) -> None:
    """One stop of the tour, in both languages."""
    role, path, doing = TOUR[name]
    for language in ("zh", "en"):
        _taken(browser, site, role, path, doing, SCREEN, language, IMAGES / "tour" / f"{name}-{language}.png")


def _taken(
    browser: Browser, site: Site, role: Role, path: str, doing: Doing, size: ViewportSize, language: str, into: Path
) -> None:
    context = browser.new_context(viewport=size, locale={"zh": "zh-CN", "en": "en-US"}[language])
    reader = Reader(context.new_page(), site)
    sign_in(reader, role)
    reader.ask("PATCH", "/api/v1/me", {"language": language, "theme": "light"})
    reader.open(path)
    doing(reader)
    reader.page.mouse.move(0, 0)
    reader.page.wait_for_timeout(500)
    reader.page.screenshot(path=into, animations="disabled")
    context.close()


def main(names: set[str]) -> None:
    try:
        port = free_port()
        command = [sys.executable, "-m", "zhunsheng.cli", "--home", str(HOME), "demo", "--port", str(port)]
        with running(command, port, ROOM / "log"), sync_playwright() as playwright:
            found = {one.role: one for one in accounts(Home.at(HOME), Company())}
            site = Site(f"http://127.0.0.1:{port}", HOME, found)
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            for name in (one for one in PICTURES if one in names):
                take(browser, site, name)
            for name in (one for one in TOUR if one in names):
                tour(browser, site, name)
            browser.close()
    finally:
        shutil.rmtree(ROOM, ignore_errors=True)


if __name__ == "__main__":
    main(set(sys.argv[1:]) or {*PICTURES, *TOUR})
