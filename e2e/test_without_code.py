"""From an empty installation to a published number, by somebody who never saw the product: no YAML, no terminal."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter
from playwright.sync_api import Browser, FilePayload, expect

from e2e.conftest import SIZES, Opening
from e2e.newcomer import PATIENCE, Newcomer, empty
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.meaning import same_meaning
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.directory import read_directory

CHECKOUT = Path(__file__).parents[1]
DATA = Path(os.environ.get("ZHUNSHENG_TEST_DATA", CHECKOUT.parent / "shared" / "data")) / "crm"
ONLY = ("只算哪些", "Which rows count")


@pytest.fixture
def newcomer(browser: Browser, room: Path, request: pytest.FixtureRequest) -> Iterator[Newcomer]:
    """At an empty site, in the language that the test asks for."""
    language = getattr(request, "param", "zh")
    name = re.sub(r"\W", "-", request.node.name)
    with empty(room / name, room / f"{name}.log") as address:
        locale = {"zh": "zh-CN", "en": "en-US"}[language]
        context = browser.new_context(viewport=SIZES["desk"], locale=locale)  # type: ignore[arg-type]  # a size
        yield Newcomer(context.new_page(), address, language)
        context.close()


def as_workbook(file: Path, into: Path) -> Path:
    """The CSV file as its reader would have saved it from Excel."""
    made = into / f"{file.stem}.xlsx"
    with xlsxwriter.Workbook(str(made)) as book, file.open(encoding="utf-8-sig", newline="") as text:
        sheet = book.add_worksheet()
        for at, row in enumerate(csv.reader(text)):
            sheet.write_row(at, 0, row)
    return made


@pytest.mark.skipif(not DATA.exists(), reason="the CRM's files are not here: set ZHUNSHENG_TEST_DATA")
def test_a_newcomer_makes_of_the_crm_files_what_the_example_has(newcomer: Newcomer, tmp_path: Path) -> None:
    newcomer.begin("CRM 销售示例", ("其他行业", "Something else"), currency="USD", zone="America/New York")
    newcomer.hand_in(as_workbook(DATA / "accounts.csv", tmp_path))
    newcomer.pick("「revenue」的内容", "数字")
    newcomer.load()
    newcomer.hand_in(as_workbook(DATA / "products.csv", tmp_path))
    newcomer.load()
    newcomer.hand_in(as_workbook(DATA / "sales_teams.csv", tmp_path))
    newcomer.name_source("teams")
    newcomer.load()
    newcomer.hand_in(as_workbook(DATA / "sales_pipeline.csv", tmp_path))
    newcomer.name_source("pipeline")
    newcomer.means("GTXPro", "GTX Pro")
    newcomer.load()

    newcomer.begin_metric("赢单金额", "Won value", "pipeline")
    newcomer.compute("求和", "Sum")
    newcomer.pick("哪个字段", "close_value")
    newcomer.only(ONLY, "Won")
    newcomer.saved()
    newcomer.begin_metric("赢单数", "Won deals", "pipeline")
    newcomer.only(ONLY, "Won")
    newcomer.read_as("deal")
    newcomer.saved()
    newcomer.begin_metric("赢单率", "Win rate", "pipeline")
    newcomer.compute("比率", "Ratio")
    newcomer.only(("分子只算哪些", "Rows that count: Above the line"), "Won")
    newcomer.only(("分母只算哪些", "Rows that count: Below the line"), "Won", "Lost")
    newcomer.read_as("%")
    newcomer.saved()
    newcomer.begin_metric("成交周期", "Cycle days", "pipeline")
    newcomer.compute("两个日期之间", "Between two dates")
    newcomer.pick("从", "engage_date")
    newcomer.pick("到", "close_date")
    newcomer.only(ONLY, "Won")
    newcomer.read_as("day", ("越低越好", "lower is better"))
    newcomer.saved()
    newcomer.begin_metric("在途商机", "Open pipeline", "pipeline")
    newcomer.compute("期末未了结", "Open at the end")
    newcomer.pick("开始于", "engage_date")
    newcomer.pick("了结于", "close_date")
    newcomer.read_as("deal", ("不分好坏", "neither"))
    newcomer.saved()
    newcomer.publish("第一批数字")

    differences = same_meaning(sound(exported(newcomer)), sound(read_directory(CHECKOUT / "examples" / "crm-sales")))
    assert differences == []
    newcomer.go("/metrics/won_value?grain=quarter&period=2017-Q2")
    expect(newcomer.page.get_by_role("heading", name="赢单金额")).to_be_visible()


def exported(newcomer: Newcomer) -> dict[str, str]:
    """The blueprint as the page of its history hands it out."""
    newcomer.go("/studio/history")
    with newcomer.page.expect_download() as handed:
        newcomer.page.get_by_role("button", name=newcomer.says("导出", "Export")).or_(
            newcomer.page.get_by_role("link", name=newcomer.says("导出", "Export"))
        ).first.click()
    with zipfile.ZipFile(io.BytesIO(Path(handed.value.path()).read_bytes())) as files:
        return {name: files.read(name).decode() for name in files.namelist()}


@pytest.mark.parametrize("newcomer", ["zh", "en"], indirect=True)
def test_a_newcomer_mends_a_messy_file_and_publishes_a_number(newcomer: Newcomer, tmp_path: Path) -> None:
    newcomer.begin("禾渡传感", ("其他行业", "Something else"))
    for key in ("people", "products", "deals"):
        newcomer.hand_in(newcomer.sample(f"sales-{key}", tmp_path))
        if key == "deals":
            newcomer.means("GTXPro", "GTX Pro")
        newcomer.load()
    source = re.search(
        r"source=(\w+)",
        newcomer.page.get_by_role("link", name=newcomer.says("用它做一个指标", "Make a metric of it")).get_attribute(
            "href"
        )
        or "",
    )
    assert source is not None
    newcomer.begin_metric("商机数", "Deals told", source[1])
    newcomer.saved()
    newcomer.publish(newcomer.says("第一个数字", "The first number"))
    newcomer.go("/")
    expect(newcomer.page.get_by_text(newcomer.says("商机数", "Deals told")).first).to_be_visible(timeout=PATIENCE)


def test_two_who_change_one_number_lose_nothing(reader: Opening) -> None:
    ann, ben = reader(Role.HRBP, own=True), reader(Role.ADMINISTRATOR, own=True)
    for one in (ann, ben):
        one.open("/studio/metrics/solved")
    ben.page.context.set_offline(True)
    ben.page.get_by_label("中文说明").fill("乙的说明")
    expect(ben.page.get_by_text(re.compile("没保存上"))).to_be_visible()
    ann.page.get_by_label("中文说明").fill("甲的说明")
    expect(ann.page.get_by_text(re.compile("已保存"))).to_be_visible()
    ben.page.context.set_offline(False)
    dialog = ben.page.get_by_role("dialog")
    expect(dialog).to_contain_text("也改了这个指标", timeout=PATIENCE)
    dialog.get_by_role("button", name="保留我的").click()
    expect(ben.page.get_by_text(re.compile("已保存"))).to_be_visible()
    ann.open("/studio/metrics/solved")
    expect(ann.page.get_by_label("中文说明")).to_have_value("乙的说明")
    ann.page.get_by_role("button", name="撤销").first.click()
    expect(ann.page.get_by_label("中文说明")).to_have_value("甲的说明")
    found = ann.ask("GET", "/api/v1/draft/entities/metric/solved").json()
    ann.ask("POST", "/api/v1/draft/entities/metric/solved/discard", {"version": found["version"]})


def bomb() -> bytes:
    """A workbook of a few hundred kilobytes whose sheet unfolds to 300 MB."""
    made, plain = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(plain) as book:
        book.add_worksheet().write_row(0, 0, ["nothing", "known"])
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            with target.open(name, "w") as part:
                for piece in [b"A" * (1 << 20)] * 300 if name.endswith("sheet1.xml") else [source.read(name)]:
                    part.write(piece)
    return made.getvalue()


BAD = {
    "report.xlsx": b"%PDF-1.7 report",
    "empty.csv": b"",
    "damaged.xlsx": b"PK\x03\x04 no workbook",
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "locked.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "twice.csv": "单号,单号,\n1,2,3\n".encode(),
    "bytes.csv": "单号,金额\n1,".encode() + b"\x81\xfe\xff\n",
}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_that_cannot_be_read_says_why_on_the_page(reader: Opening, language: str) -> None:
    at = reader(Role.HRBP, language=language)
    for name, content in {**BAD, "bomb.xlsx": bomb()}.items():
        at.open("/sources")
        with at.page.expect_response(re.compile("/uploads$")) as answer:
            file = FilePayload(name=name, mimeType="application/octet-stream", buffer=content)
            at.page.locator("input[type=file]").first.set_input_files(file)
        problems = answer.value.json()["problems"]
        assert problems
        for problem in problems:
            expect(at.page.get_by_text(problem["what"][language]).first).to_be_visible()
            expect(at.page.get_by_text(problem["todo"][language]).first).to_be_visible()


DEALS = "商机编号,客户名称,产品,销售工号,阶段,创建日期,关闭日期,签单金额（元）"
ROWS = (
    "X-1,甲公司,温度变送器 T20,HD1020,赢单,2025-06-01,2025-06-02,十万左右",
    "X-2,甲公司,温度变送器 T20,HD1020,赢单,25/03/2025,2025-06-02,1",
    "X-3,甲公司,温度变送器 T20,HD1020,赢单,03/25/2025,2025-06-02,1",
    "X-4,甲公司,温度变送器 T20,HD1020,赢单,1899-12-30,2025-06-02,1",
    "X-5,甲公司,温度变送器 T20,HD1020,赢单,2025-06-01,2099-06-02,1",
    "X-6,甲公司,温度变送器 T20,,赢单,2025-06-01,2025-06-02,1",
    "X-7,甲公司,温度变送器 T20,HD1020,已赢,2025-06-01,2025-06-02,1",
    f"X-8,{'x' * (10 << 20)},温度变送器 T20,HD1020,赢单,2025-06-01,2025-06-02,1",
    "X-9,甲公司,温度变送器 T20,HD102O,赢单,2025-06-01,2025-06-02,1",
    "X-9,甲公司,温度变送器 T20,HD1020,丢单,2025-06-01,2025-06-02,1",
)
"""A text for a number, two styles of dates, days of 1899 and 2099, nobody, no choice, a giant, a stranger, a repeat."""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_that_cannot_be_read_says_why_on_the_page(reader: Opening, language: str) -> None:
    at = reader(Role.HRBP, language=language)
    at.open("/sources")
    with at.page.expect_response(re.compile("/preview$"), timeout=PATIENCE) as answer:
        content = "\n".join((DEALS, *ROWS)).encode()
        file = FilePayload(name="商机.csv", mimeType="text/csv", buffer=content)
        at.page.locator("input[type=file]").first.set_input_files(file)
    found = answer.value.json()
    assert (found["rows"], found["quarantined"]) == (len(ROWS), 8)
    assert {group["field"] for group in found["groups"]} == {"value", "opened", "closed", "seller", "stage", "customer"}
    for group in found["groups"]:
        said = re.compile(re.escape(group["problem"]["what"][language][:40]), re.IGNORECASE)
        expect(at.page.get_by_text(said).first).to_be_visible()
    expect(at.page.get_by_text("HD102O").first).to_be_visible()
    assert at.overflow() <= 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_renamed_column_is_asked_about_and_a_lost_one_is_said(reader: Opening, language: str) -> None:
    at = reader(Role.HRBP, language=language)
    row = "X-1,甲公司,温度变送器 T20,HD1020,赢单,2025-06-01,2025-06-02,1"
    renamed = DEALS.replace("关闭日期", "关单日期")
    lost = (DEALS.replace(",签单金额（元）", ""), row.rsplit(",", 1)[0])
    asks = {"zh": "列「关闭日期」改名为「关单日期」了吗？", "en": "Is “关闭日期” now called “关单日期”?"}
    says = {"zh": "这份文件缺了 1 列", "en": "A column of this source is missing from the file"}
    for lines, said in (((renamed, row), asks[language]), (lost, says[language])):
        at.open("/sources")
        file = FilePayload(name="商机.csv", mimeType="text/csv", buffer="\n".join(lines).encode())
        at.page.locator("input[type=file]").first.set_input_files(file)
        expect(at.page.get_by_text(said).first).to_be_visible()
