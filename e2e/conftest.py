"""What every browser test may ask for: the site, and a reader signed in at a desk or on a phone."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, StorageState, sync_playwright

from e2e.site import Site, serving
from zhunsheng.server.access.roles import Role

CHECKOUT = Path(__file__).parents[1]
PICTURES = CHECKOUT / ".artefacts" / "e2e"
AXE = CHECKOUT / "web" / "node_modules" / "axe-core" / "axe.min.js"
DIST = CHECKOUT / "src" / "zhunsheng" / "server" / "front" / "dist" / "index.html"
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
GRAVE = ("serious", "critical")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One browser and one site serve them all, so they stay in one process."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("e2e"))
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def site(room: Path) -> Iterator[Site]:
    with serving(room / "e2e-home", room / "e2e.log") as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Without it, or without the built page, these tests cannot run; CI takes that for a fault."""
    found = shutil.which("chromium")
    if found is None or not DIST.exists():
        reason = "no Chromium: install the package chromium" if found is None else "the page is not built: make web"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


@dataclass
class Reader:
    """Somebody at a browser: the page, and what the browser complained of."""

    page: Page
    site: Site
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go there and wait until everything that was asked for is on the page."""
        self.page.goto(self.site.url + path, wait_until="networkidle")

    def picture(self, name: str) -> None:
        """Keep what the reader sees."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=PICTURES / f"{name}.png", full_page=True)

    def ask(self, method: str, path: str, said: object = None) -> APIResponse:
        """Ask the API as the page does."""
        headers = {"X-CSRFToken": _token(self.page.context), "Referer": self.site.url}
        answer = self.page.context.request.fetch(f"{self.site.url}{path}", method=method, data=said, headers=headers)
        assert answer.ok, answer.text()
        return answer

    def grave(self) -> list[str]:
        """What axe finds that keeps people out: rule and places."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [
            f"{one['id']}: {json.dumps([node['html'][:120] for node in one['nodes']], ensure_ascii=False)}"
            for one in found
            if one["impact"] in GRAVE
        ]

    def overflow(self) -> int:
        """Pixels by which the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


Opening = Callable[..., Reader]


@pytest.fixture(scope="session")
def sessions() -> dict[Role, StorageState]:
    """One sign-in of each role, used again: they are slow, as they should be."""
    return {}


@pytest.fixture
def reader(site: Site, browser: Browser, sessions: dict[Role, StorageState]) -> Iterator[Opening]:
    """Open a browser as somebody: `reader(Role.MANAGER, size="phone", language="en")`; None: nobody signed in.

    `own`: with a session that no other test uses.
    """
    contexts: list[BrowserContext] = []

    def opened(
        role: Role | None, size: str = "desk", language: str = "zh", theme: str = "light", *, own: bool = False
    ) -> Reader:
        context = browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]  # a size, as the library has it
            locale={"zh": "zh-CN", "en": "en-US"}[language],
            color_scheme=theme,  # type: ignore[arg-type]
            has_touch=size == "phone",
            storage_state=None if role is None or own else sessions.get(role),
        )
        contexts.append(context)
        page = context.new_page()
        made = Reader(page, site)
        page.on("console", lambda said: made.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        if role is not None:
            if own or role not in sessions:
                sign_in(made, role)
            if not own:
                sessions.setdefault(role, context.storage_state())
            made.ask("PATCH", "/api/v1/me", {"language": language, "theme": theme})
        return made

    yield opened
    for context in contexts:
        context.close()


def sign_in(reader: Reader, role: Role) -> None:
    """As the page does, without the page: sign-in itself has tests of its own."""
    account = reader.site.accounts[role]
    reader.page.context.request.get(f"{reader.site.url}/")
    words = {"username": account.number, "password": account.password}
    reader.ask("POST", "/_allauth/browser/v1/auth/login", words)


def _token(context: BrowserContext) -> str:
    return next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
