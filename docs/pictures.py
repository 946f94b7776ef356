"""Make the pictures of the pages in docs/images from the example company's site, as a reader sees it.

.venv/bin/python docs/pictures.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from zhunsheng.server.project import boot

ROOM = Path(tempfile.mkdtemp(prefix="zs-pictures-", dir="/tmp"))
ROOM.chmod(0o711)  # the database's account goes through it
boot.configure(ROOM / "home")
sys.path.insert(0, str(Path(__file__).parents[1]))

# After Django is up: these bring models.
from e2e.conftest import FLAGS, SIZES, Reader, sign_in  # noqa: E402
from e2e.site import Site, free_port, running  # noqa: E402

from zhunsheng.demo.accounts import accounts  # noqa: E402
from zhunsheng.demo.company import Company  # noqa: E402
from zhunsheng.server.access.roles import Role  # noqa: E402
from zhunsheng.server.project.home import Home  # noqa: E402

IMAGES = Path(__file__).parent / "images"
PICTURES = {
    "today-phone": (Role.EMPLOYEE, "/"),
    "today-desk": (Role.DIRECTOR, "/"),
    "metric-desk": (Role.MANAGER, "/metrics/calls_a_day?grain=week&span=year"),
    "why-desk": (Role.EMPLOYEE, "/metrics/won_value?why=person%3AS047%3A2025-12"),
    "people-desk": (Role.HRBP, "/people/S047"),
}


def take(browser: Browser, site: Site, name: str) -> None:
    """One page, as large as the screen."""
    role, path = PICTURES[name]
    context = browser.new_context(viewport=SIZES[name.rsplit("-", 1)[1]], locale="zh-CN")  # type: ignore[arg-type]
    reader = Reader(context.new_page(), site)
    sign_in(reader, role)
    reader.ask("PATCH", "/api/v1/me", {"language": "zh", "theme": "light"})
    reader.open(path)
    reader.page.mouse.move(0, 0)
    reader.page.wait_for_timeout(500)
    reader.page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")
    context.close()


def main() -> None:
    try:
        home, port = ROOM / "home", free_port()
        command = [sys.executable, "-m", "zhunsheng.cli", "--home", str(home), "demo", "--port", str(port)]
        with running(command, port, ROOM / "log"), sync_playwright() as playwright:
            found = {one.role: one for one in accounts(Home.at(home), Company())}
            site = Site(f"http://127.0.0.1:{port}", home, found)
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
            for name in PICTURES:
                take(browser, site, name)
            browser.close()
    finally:
        shutil.rmtree(ROOM, ignore_errors=True)


if __name__ == "__main__":
    main()
