"""What people come for, from the door to what they wanted."""

from __future__ import annotations

import csv
import io
import json
import re
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Download, FilePayload, Page, expect
from python_calamine import CalamineWorkbook

from e2e.conftest import Opening, Reader
from zhunsheng.server.access.roles import Role

PATIENCE = 60_000  # ms until the worker has settled facts and the page has heard of it


def enter(page: Page, number: str, password: str) -> None:
    """Fill the door's form and go."""
    page.get_by_label("工号").fill(number)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()


def cells(download: Download, into: Path) -> list[list[object]]:
    """The rows of a workbook that the page handed out."""
    file = into / download.suggested_filename
    download.save_as(file)
    return [list(row) for row in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()]


def as_csv(rows: Sequence[Sequence[object]]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue().encode()


def push(reader: Reader, token: str, rows: Sequence[dict[str, str]]) -> None:
    """Send facts as a system does."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    address = f"{reader.site.url}/api/v1/facts/tickets"
    asked = urllib.request.Request(address, json.dumps(rows).encode(), headers)  # noqa: S310 - the site is ours
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310
        assert answer.status == 202


def pick(page: Page, label: str, typed: str, shown: str) -> None:
    """Choose from a list in the open dialog."""
    page.get_by_role("dialog").get_by_label(label).click()
    page.keyboard.type(typed)
    page.locator(".ant-select-dropdown:visible .ant-select-item-option", has_text=shown).first.click()


def press_on(page: Page, role: str, name: str) -> None:
    """Walk there with the Tab key, then press Enter."""
    wanted = page.get_by_role(role, name=name)  # type: ignore[arg-type]  # a role, as the library has it
    expect(wanted).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("found => found === document.activeElement"):
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"the Tab key does not lead to {name}")


def test_whoever_signs_in_gets_to_the_address_that_was_asked_for(reader: Opening) -> None:
    at = reader(None)
    me = at.site.accounts[Role.EMPLOYEE]
    at.open("/metrics/solved?grain=week")
    expect(at.page).to_have_url(re.compile("/sign-in"))
    enter(at.page, me.number, "not the password")
    expect(at.page.get_by_role("alert")).to_contain_text("工号或密码不对")
    enter(at.page, me.number, me.password)
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
    at.page.locator(".ant-select-item-option", has_text="邓长风").first.click()
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
    assert not [cell for row in rows for cell in row if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@"))]


def test_an_administrator_loads_a_list_with_a_bad_row(reader: Opening, tmp_path: Path) -> None:
    at = reader(Role.ADMINISTRATOR)
    page = at.page
    at.open("/people")
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 Excel").click()
    heading, *rows = cells(taken.value, tmp_path)
    place = dict(zip(heading, next(row for row in rows if row[3] == "会计"), strict=True))
    newcomer = place | {"工号": "HD9001", "姓名": "欧阳新", "离职日期": ""}
    nobody = newcomer | {"工号": "HD9002", "姓名": "司空无", "直属上级": "HD9999"}
    added = [[one[name] for name in heading] for one in (newcomer, nobody)]
    page.goto(f"{at.site.url}/people/import")
    listed = FilePayload(name="名单.csv", mimeType="text/csv", buffer=as_csv([heading, *rows, *added]))
    page.locator("input[type=file]").set_input_files(listed)
    expect(page.get_by_role("heading", name="这些行读不懂")).to_be_visible()
    at.picture("people-import-check-desk-zh")
    assert at.grave() == []
    with page.expect_download() as errors:
        page.get_by_role("link", name="下载有问题的行").click()
    assert [row[0] for row in cells(errors.value, tmp_path)[1:]] == ["HD9002"]
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="载入", exact=True).click()
    expect(page.get_by_role("heading", name="名单已载入")).to_be_visible()
    at.open("/people?q=HD900")
    expect(page.get_by_role("link", name="欧阳新")).to_be_visible()
    expect(page.get_by_text("司空无")).to_have_count(0)


def test_an_administrator_opens_an_account_and_gives_a_role(reader: Opening) -> None:
    at = reader(Role.ADMINISTRATOR)
    page = at.page
    at.open("/accounts")
    page.get_by_role("button", name="开通账号").click()
    pick(page, "给谁", "HD1005", "程南枝")
    page.get_by_role("dialog").get_by_role("button", name="开通账号").click()
    expect(page.get_by_role("dialog", name="HD1005的初始密码")).to_be_visible()
    page.get_by_role("button", name="已交代好").click()
    expect(page.get_by_role("cell", name="HD1005")).to_be_visible()
    page.get_by_role("tab", name="授予的角色").click()
    page.get_by_role("button", name="授予角色").click()
    pick(page, "给谁", "HD1005", "程南枝")
    pick(page, "角色", "", "审计员")
    page.get_by_role("dialog").get_by_role("button", name="授予角色").click()
    expect(page.get_by_role("row", name="程南枝").get_by_text("审计员")).to_be_visible()


def test_an_auditor_finds_what_the_hr_partner_looked_at(reader: Opening) -> None:
    partner = reader(Role.HRBP)
    partner.open("/people/HD1006")
    at = reader(Role.AUDITOR)
    at.open("/visits")
    at.page.get_by_label("谁：姓名或工号").fill(at.site.accounts[Role.HRBP].number)
    at.page.get_by_label("关于谁：工号").fill("HD1006")
    row = at.page.get_by_role("row", name="看一个人的资料").first
    expect(row).to_contain_text("江予怀")
    expect(row).to_contain_text(at.site.accounts[Role.HRBP].name)


def test_a_switch_of_language_and_a_reload_keep_address_and_filters(reader: Opening) -> None:
    at = reader(Role.HRBP)
    at.open("/people?q=lwt&position=%E9%94%80%E5%94%AE")
    address = at.page.url
    at.page.get_by_role("button", name="English").click()
    expect(at.page.get_by_role("heading", name="People")).to_be_visible()
    assert at.page.url == address
    at.page.reload()
    expect(at.page.get_by_role("heading", name="People")).to_be_visible()
    expect(at.page.get_by_label("Name, pinyin or number")).to_have_value("lwt")
    assert at.page.url == address


def test_a_number_is_reached_with_the_keyboard_alone(reader: Opening) -> None:
    at = reader(None)
    me = at.site.accounts[Role.EMPLOYEE]
    keys = at.page.keyboard
    at.open("/")
    keys.type(me.number)
    keys.press("Tab")
    keys.type(me.password)
    keys.press("Enter")
    expect(at.page.get_by_role("heading", name="早上好")).to_be_visible()
    press_on(at.page, "link", "打开解决工单数")
    expect(at.page.get_by_role("heading", name="解决工单数")).to_be_visible()
    press_on(at.page, "button", "为什么是这个数")
    expect(at.page.get_by_role("dialog").get_by_text("工单.csv").first).to_be_visible()
    keys.press("Escape")
    expect(at.page.get_by_role("dialog")).to_be_hidden()


def test_a_fact_that_is_pushed_changes_the_open_page_by_itself(reader: Opening) -> None:
    at = reader(Role.EMPLOYEE, size="phone")
    at.open("/")
    solved = at.page.get_by_role("listitem").filter(has=at.page.get_by_role("link", name="打开解决工单数"))
    expect(solved).to_contain_text("3件")
    asked = {"name": "客服台", "scopes": ["facts:write"], "days": 1}
    token = reader(Role.ADMINISTRATOR).ask("POST", "/api/v1/me/tokens", asked).json()["token"]
    me = at.site.accounts[Role.EMPLOYEE].number
    step = {"工单号": "GD25-90001", "动作": "解决", "客服工号": me, "客户": "朗汀食品", "时间": "2025-06-30 16:00"}
    push(at, token, [step | {"流水号": f"LS90000{at}"} for at in (1, 2)])
    expect(solved).to_contain_text("5件", timeout=PATIENCE)


def test_a_session_that_was_ended_elsewhere_leads_to_the_door(reader: Opening) -> None:
    here, there = (reader(Role.DIRECTOR, own=True) for _ in range(2))
    here.open("/people")
    there.open("/account?tab=safety")
    there.page.get_by_role("button", name="退出这台").click()
    expect(there.page.get_by_role("button", name="退出这台")).to_have_count(0)
    here.page.get_by_role("link", name="指标").click()
    expect(here.page).to_have_url(re.compile("/sign-in"))
    there.page.get_by_role("link", name="指标").click()
    expect(there.page.get_by_role("heading", name="指标")).to_be_visible()
