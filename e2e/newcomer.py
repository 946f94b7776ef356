"""Somebody who has never seen the product, at an empty one: no terminal, no YAML, only what the pages offer."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from e2e.site import free_port, running

ADMINISTRATOR, PASSWORD = "linyue", "lin2-mo-xian-9"
PATIENCE = 90_000  # ms until a job is done and its numbers stand


@contextmanager
def empty(home: Path, log: Path) -> Iterator[str]:
    """The address of a site with nothing in it but the administrator's account, until the end."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "zhunsheng.cli", "--home", str(home)]
    secret = {**os.environ, "ZHUNSHENG_ADMIN_PASSWORD": PASSWORD}
    for said in (["init"], ["createadmin", ADMINISTRATOR]):
        subprocess.run([*command, *said], env=secret, check=True, capture_output=True)
    with running([*command, "serve", "--port", str(port)], port, log, {"ZHUNSHENG_URL": address}):
        yield address


@dataclass
class Newcomer:
    """At the page, in one of its languages."""

    page: Page
    url: str
    language: str = "zh"

    def says(self, zh: str, en: str) -> str:
        return en if self.language == "en" else zh

    def button(self, zh: str, en: str) -> Locator:
        return self.page.get_by_role("button", name=self.says(zh, en)).first

    def go(self, path: str) -> None:
        self.page.goto(self.url + path, wait_until="networkidle")

    def sign_in(self) -> None:
        self.go("/")
        self.page.get_by_label(self.says("工号", "Employee number")).fill(ADMINISTRATOR)
        self.page.get_by_label(self.says("密码", "Password"), exact=True).fill(PASSWORD)
        self.button("登录", "Sign in").click()
        expect(self.page).to_have_url(re.compile("/start"))

    def pick(self, label: str | re.Pattern[str], shown: str, within: Locator | None = None) -> None:
        """Choose from a list."""
        (within or self.page).get_by_label(label).first.click()
        self.page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text=shown).first.click()

    def hand_in(self, file: Path) -> None:
        """Give a file to the page of sources, and wait until it was tried."""
        self.go("/sources")
        self.page.locator("input[type=file]").first.set_input_files(file)
        expect(self.page).to_have_url(re.compile("upload="))

    def name_source(self, name: str) -> None:
        """Call the source by an id of one's own."""
        self.page.locator("summary", has_text=self.says("高级", "Advanced")).click()
        self.page.get_by_label(self.says("标识", "Id"), exact=True).fill(name)

    def load(self) -> None:
        """Publish the source and load the file, and wait until it is done."""
        self.button("发布并装入", "Publish and load").click()
        expect(self.page.get_by_text(self.says("装入好了", "Loaded"))).to_be_visible(timeout=PATIENCE)
