"""What every browser test may ask for: the site, and a reader signed in at a desk or on a phone."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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

    def grave(self) -> list[str]:
        """What axe finds that keeps people out: rule and places."""
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
        return [
            f"{one['id']}: {json.dumps([node['target'] for node in one['nodes']], ensure_ascii=False)}"
            for one in found
            if one["impact"] in GRAVE
        ]

    def overflow(self) -> int:
        """Pixels by which the page is wider than the screen."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


Opening = Callable[..., Reader]


@pytest.fixture
def reader(site: Site, browser: Browser) -> Iterator[Opening]:
    """Open a browser as somebody: `reader(Role.MANAGER, size="phone", language="en")`; None: nobody signed in."""
    contexts: list[BrowserContext] = []

    def opened(role: Role | None, size: str = "desk", language: str = "zh", theme: str = "light") -> Reader:
        context = browser.new_context(
            viewport=SIZES[size],  # type: ignore[arg-type]  # a size, as the library has it
            locale={"zh": "zh-CN", "en": "en-US"}[language],
            color_scheme=theme,  # type: ignore[arg-type]
            has_touch=size == "phone",
        )
        contexts.append(context)
        page = context.new_page()
        made = Reader(page, site)
        page.on("console", lambda said: made.complaints.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: made.complaints.append(str(error)))
        if role is not None:
            _sign_in(context, site, role, language, theme)
        return made

    yield opened
    for context in contexts:
        context.close()


def _sign_in(context: BrowserContext, site: Site, role: Role, language: str, theme: str) -> None:
    """As the page does, without the page: sign-in itself has tests of its own."""
    account = site.accounts[role]
    asking = context.request
    asking.get(f"{site.url}/")
    headers = {"X-CSRFToken": _token(context), "Referer": site.url}
    words = {"username": account.number, "password": account.password}
    answer = asking.post(f"{site.url}/_allauth/browser/v1/auth/login", data=words, headers=headers)
    assert answer.ok, answer.text()
    headers["X-CSRFToken"] = _token(context)
    chosen = {"language": language, "theme": theme}
    answer = asking.fetch(f"{site.url}/api/v1/me", method="PATCH", data=chosen, headers=headers)
    assert answer.ok, answer.text()


def _token(context: BrowserContext) -> str:
    return next(cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken")
