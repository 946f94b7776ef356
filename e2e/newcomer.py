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
        self.go("/start")
        switch = self.page.get_by_role("button", name="English", exact=True)
        if self.language == "en" and switch.count():  # a new account begins in Chinese
            switch.click()
            expect(self.page.get_by_label("Name of the company")).to_be_visible()

    def pick(self, label: str, shown: str, within: Locator | None = None) -> None:
        """Choose from a list."""
        box = (within or self.page).get_by_role("combobox", name=label, exact=True).first
        chosen = box.locator("xpath=ancestor::div[contains(@class, 'ant-select')][last()]").filter(has_text=shown)
        for _ in range(5):  # the list is drawn anew where its data come while it is open
            box.click()
            if box.is_editable():
                box.fill(shown)
            if (list_ := box.get_attribute("aria-controls")) is None:
                continue
            opened = self.page.locator(f".ant-select-dropdown:has([id='{list_}'])")
            opened.locator(".ant-select-item-option", has_text=shown).first.click()
            if chosen.count():
                return
        expect(chosen).not_to_have_count(0)

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
        expect(self.page.get_by_text(self.says("装入好了", "Loaded"), exact=True)).to_be_visible(timeout=PATIENCE)

    def begin_metric(self, zh: str, en: str, source: str) -> None:
        """Name a number and say what it is made of."""
        self.go(f"/studio/metrics/new?source={source}")
        self.page.get_by_label(self.says("中文名", "Chinese name")).fill(zh)
        self.page.get_by_label(self.says("英文名", "English name")).fill(en)
        self.button("开始", "Begin").click()
        expect(self.page).not_to_have_url(re.compile("/new"))

    def compute(self, zh: str, en: str) -> None:
        """Another kind of number than counting."""
        self.button("换一种算法", "Another kind").click()
        self.page.locator("button[aria-pressed]").filter(
            has=self.page.get_by_text(self.says(zh, en), exact=True)
        ).click()

    def only(self, group: tuple[str, str], *values: str, field: str = "") -> None:
        """Let only rows with one of the values count: in a group of conditions, by a field (default: the choice)."""
        there = self.page.get_by_role("group", name=self.says(*group))
        there.get_by_role("button", name=self.says("加条件", "Condition")).click()
        if field:
            self.pick(self.says("字段", "Field"), field, there)
        if len(values) > 1:
            self.pick(self.says("比较", "Test"), self.says("是其中之一", "is one of"), there)
        for value in values:
            self.pick(self.says("值", "Value"), value, there)
        self.page.keyboard.press("Escape")

    def read_as(self, unit: str, direction: tuple[str, str] | None = None) -> None:
        self.page.get_by_role("combobox", name=self.says("单位", "Unit"), exact=True).fill(unit)
        self.page.keyboard.press("Tab")
        if direction:
            self.page.get_by_text(self.says(*direction), exact=True).click()

    def saved(self) -> None:
        """Wait until the draft has it and nothing is wrong with it."""
        expect(self.page.get_by_text(re.compile(self.says("已保存", "Saved")))).to_be_visible()
        expect(self.page.get_by_role("region", name=self.says("放在过去看", "On what has happened"))).to_contain_text(
            re.compile(self.says("人有数", "numbers of")), timeout=PATIENCE
        )

    def publish(self, note: str) -> None:
        self.go("/studio/changes")
        self.page.get_by_label(self.says("为什么改", "Why")).fill(note)
        self.page.get_by_role("button", name=re.compile(self.says(r"发布 \d+ 处改动", r"Publish \d+ changes?"))).click()
        expect(self.page.get_by_text(re.compile(self.says("已发布第", "is published")))).to_be_visible(timeout=PATIENCE)

    def begin(self, company: str, trade: tuple[str, str], currency: str = "", zone: str = "") -> None:
        """The first page: what the company is called and does; then one's own files."""
        self.sign_in()
        self.page.get_by_label(self.says("公司名称", "Name of the company")).fill(company)
        self.page.get_by_text(self.says(*trade), exact=True).click()
        if currency:
            self.pick(self.says("用哪种货币", "Currency"), currency)
        if zone:
            self.pick(self.says("在哪个时区", "Time zone"), zone)
        self.button("用自己的文件", "Begin with my own file").click()
        expect(self.page).to_have_url(re.compile("/sources"), timeout=PATIENCE)

    def means(self, text: str, member: str) -> None:
        """Say what a value that is in no list means."""
        label = self.says(f"「{text}」其实是", f"What “{text}” means")
        self.page.get_by_role("combobox", name=label).scroll_into_view_if_needed(timeout=PATIENCE)
        self.pick(label, member)

    def sample(self, key: str, into: Path) -> Path:
        """A file of the invented company, to try one's hand at."""
        answer = self.page.request.get(f"{self.url}/api/v1/start/samples/{key}.xlsx?language={self.language}")
        file = into / f"{key}.xlsx"
        file.write_bytes(answer.body())
        return file
