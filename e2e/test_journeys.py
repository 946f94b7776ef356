"""What people come for, from the door to what they wanted."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.request
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import load_workbook
from playwright.sync_api import Download, Page, expect

from e2e.conftest import Opening, Reader
from zhunsheng.server.access.roles import Role

PATIENCE = 60_000  # ms until the worker has settled facts and the page has heard of it
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2025, 7, 1, 9, tzinfo=SHANGHAI)  # where the example's clock stands


def enter(page: Page, number: str, password: str) -> None:
    """Fill the door's form and go."""
    page.get_by_label("工号").fill(number)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def cells(download: Download, into: Path) -> list[list[object]]:
    """The rows of a workbook that the page handed out."""
    file = into / download.suggested_filename
    download.save_as(file)
    sheet = load_workbook(file, read_only=True).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def pushed(reader: Reader, token: str, rows: Sequence[dict[str, object]]) -> int:
    """Send facts as a system does; the receipt's number."""
    asked = urllib.request.Request(  # noqa: S310 - the site is ours
        f"{reader.site.url}/api/v1/facts/tickets",
        data=json.dumps(rows).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
        assert answer.status == 202
        return int(json.load(answer)["batch"])


def test_whoever_signs_in_gets_to_the_address_that_was_asked_for(reader: Opening) -> None:
    at = reader(None)
    me = at.site.accounts[Role.EMPLOYEE]
    at.open("/metrics/solved?grain=week")
    expect(at.page).to_have_url(re.compile("/sign-in"))
    enter(at.page, me.number, "not the password")
    expect(at.page.get_by_role("alert")).to_be_visible()
    enter(at.page, me.number.lower(), me.password)
    expect(at.page.get_by_role("heading", name="解决工单数")).to_be_visible()
    assert at.page.url.endswith("/metrics/solved?grain=week")


def test_a_wrong_address_says_so_and_helps(reader: Opening) -> None:
    at = reader(Role.EMPLOYEE)
    at.open("/metricz")
    expect(at.page.get_by_role("heading", name="没有找到这一页")).to_be_visible()
    at.page.get_by_role("link", name="回到首页").click()
    expect(at.page.get_by_role("heading", name="早上好")).to_be_visible()


def test_an_employee_opens_a_number_down_to_its_rows(reader: Opening) -> None:
    at = reader(Role.EMPLOYEE, size="phone")
    at.open("/")
    at.page.get_by_role("link", name="打开解决工单数").click()
    at.page.get_by_role("button", name="为什么是这个数").click()
    drawer = at.page.get_by_role("dialog")
    expect(drawer.get_by_text("工单.csv").first).to_be_visible()
    said = drawer.locator("table").inner_text()
    at.page.reload()
    expect(drawer.get_by_text("工单.csv").first).to_be_visible()
    assert drawer.locator("table").inner_text() == said
    at.page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert "why=" not in at.page.url


def test_a_manager_compares_and_drills_to_somebody_in_line(reader: Opening) -> None:
    at = reader(Role.MANAGER)
    at.open("/metrics/solved")
    at.page.get_by_label("对比").click()
    at.page.keyboard.type("邓长风")
    at.page.locator(".ant-select-item-option", has_text="邓长风").click()
    expect(at.page).to_have_url(re.compile("compare=person%3AHD1020"))
    expect(at.page.get_by_role("img", name=re.compile("."))).not_to_have_count(0)
    at.page.get_by_role("link", name="邓长风").click()
    expect(at.page.get_by_text("邓长风 · 2025年6月")).to_be_visible()
    at.page.go_back()
    expect(at.page.get_by_text("客服中心 · 2025年6月")).to_be_visible()


def test_an_hr_partner_finds_people_by_pinyin_and_takes_the_list(reader: Opening, tmp_path: Path) -> None:
    at = reader(Role.HRBP)
    at.open("/")
    at.page.keyboard.press("Control+k")
    at.page.get_by_role("combobox", name="搜索").fill("cnz")
    expect(at.page.get_by_role("option", name="程南枝")).to_be_visible()
    at.page.keyboard.press("Enter")
    expect(at.page.get_by_role("dialog").get_by_role("heading", name="程南枝")).to_be_visible()
    at.page.keyboard.press("Escape")
    with at.page.expect_download() as taken:
        at.page.get_by_role("link", name="导出 Excel").click()
    assert taken.value.suggested_filename == "people.xlsx"
    rows = cells(taken.value, tmp_path)
    assert "程南枝" in {cell for row in rows for cell in row}
    assert not [cell for row in rows for cell in row if isinstance(cell, str) and cell[:1] in "=+-@"]


def test_an_administrator_loads_a_list_with_a_bad_row_opens_an_account_and_gives_a_role(
    reader: Opening, tmp_path: Path
) -> None:
    at = reader(Role.ADMINISTRATOR)
    page = at.page
    at.open("/people")
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Excel").click()
    heading, *rows = cells(taken.value, tmp_path)
    page.goto(f"{at.site.url}/people/import")
    page.locator("input[type=file]").set_input_files(
        {"name": "名单.csv", "mimeType": "text/csv", "buffer": _listed(heading, rows)}
    )
    expect(page.get_by_role("heading", name="这些行读不懂")).to_be_visible()
    at.picture("people-import-check-desk-zh")
    assert at.grave() == []
    with page.expect_download() as errors:
        page.get_by_role("link", name="下载有问题的行").click()
    refused = cells(errors.value, tmp_path)
    assert [row[0] for row in refused[1:]] == ["HD9002"]
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="载入").click()
    expect(page.get_by_role("heading", name="名单已载入")).to_be_visible()

    page.goto(f"{at.site.url}/accounts")
    page.get_by_role("button", name="开通账号").click()
    _pick(page, "员工", "HD9001")
    page.get_by_role("dialog").get_by_role("button", name="开通账号").click()
    expect(page.get_by_role("dialog").get_by_text("HD9001")).to_be_visible()
    page.get_by_role("button", name="已记下").click()
    page.get_by_role("tab", name="授予的角色").click()
    page.get_by_role("button", name="授予角色").click()
    _pick(page, "给谁", "HD9001")


def _listed(heading: list[object], rows: list[list[object]]) -> bytes:
    """The list as it was taken, with a newcomer and a row of somebody whose manager nobody knows."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heading)
    writer.writerows(rows)
    return file.getvalue().encode()


def _pick(page: Page, label: str, number: str) -> None:
    raise NotImplementedError((page, label, number))
