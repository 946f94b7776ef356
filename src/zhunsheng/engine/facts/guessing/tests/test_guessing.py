"""What a column seems to be, by what stands in it and above it, in both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.engine.blueprint.bundle import Bundle, Settings, write
from zhunsheng.engine.blueprint.checks import check, sound
from zhunsheng.engine.blueprint.entity import AnyEntity, Ref
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.guessing.dates import styles
from zhunsheng.engine.facts.guessing.known import Known
from zhunsheng.engine.facts.guessing.naming import identifiers, patterns, stem
from zhunsheng.engine.facts.guessing.propose import Guessed, Proposed, understand
from zhunsheng.engine.facts.guessing.rhythm import rhythm
from zhunsheng.engine.facts.guessing.sampling import MOST, Sample
from zhunsheng.engine.facts.source import Members, PeopleList
from zhunsheng.engine.values import Text

NOW = datetime(2026, 2, 1, 4, tzinfo=UTC)
KNOWN = Known(
    NOW,
    currency="CNY",
    members={
        "person": {"e001", "e002", "e003", "张伟", "李娜", "王芳"},
        "product": {"gtx pro", "gtx basic", "mg special", "mg advanced"},
    },
    dimensions={"product": Text(zh="产品", en="Product")},
)


def proposed(columns: Mapping[str, Sequence[str | None]], name: str = "orders.csv", known: Known = KNOWN) -> Proposed:
    """A file with these columns, understood; what is proposed holds together as a blueprint."""
    table = pa.table({heading: pa.array(texts, pa.string()) for heading, texts in columns.items()})
    found = understand(table, name, known)
    company = Settings(format=1, name=Text(zh="公司", en="Company"), time_zone="Asia/Shanghai", currency="CNY")
    product = Ref("dimension", "product")
    entities: dict[Ref, AnyEntity] = {Ref.of(found.source): found.source}
    entities |= {Ref.of(one): one for one in found.dimensions}
    if product not in entities:
        entities[product] = Dimension(id="product", name=Text(zh="产品", en="Product"))
    bundle = Bundle(company, entities)
    assert check(bundle) == []
    assert sound(write(bundle)).entities == entities
    return found


def column(heading: str, texts: Sequence[str | None], times: int = 10) -> Guessed:
    """One column beside a key."""
    cells = list(texts) * times
    found = proposed({"单号": [f"A{at}" for at in range(len(cells))], heading: cells})
    return found.columns[1]


@pytest.mark.parametrize(
    ("heading", "texts", "type_", "more"),
    [
        ("日期", ["2026-01-05", "2026-01-06"], "date", {}),
        ("日期", ["2026/1/5", "2026/1/16"], "date", {}),
        ("日期", ["2026年1月5日", "2026年1月16日"], "date", {}),
        ("日期", ["20260105", "20260116"], "date", {}),
        ("日期", ["2026-01-05", "2026/1/6", "2026年1月7日", "20260108"], "date", {}),
        ("签约日期", ["25-01-2026", "05-01-2026"], "date", {"formats": ("%d-%m-%Y",)}),
        ("signed", ["01/25/2026", "01/05/2026"], "date", {"formats": ("%m/%d/%Y",)}),
        ("signed", ["5 Jan 2026", "16 Jan 2026"], "date", {"formats": ("%d %b %Y",)}),
        ("signed", ["25.01.26", "05.01.26"], "date", {"formats": ("%d.%m.%y",)}),
        ("opened_at", ["29-01-2026 01:16", "05-01-2026 10:00"], "datetime", {"formats": ("%d-%m-%Y %H:%M",)}),
        ("创建时间", ["2026-01-05 10:00:00", "2026-01-06 11:30:00"], "datetime", {}),
        ("time", ["2026-01-05T10:00:00.000+02:00", "2026-01-06T10:00:00Z"], "datetime", {}),
        ("交货日期", ["46027", "46038"], "date", {}),
        ("金额", ["1200", "5500.5"], "money", {"unit": "CNY"}),
        ("金额", ["1.2万", "￥5,500.00", "660元"], "money", {"unit": "CNY"}),
        ("成交额", ["3.2亿", "2万"], "money", {"unit": "CNY"}),
        ("Amount", ["$1,200.00", "$5"], "money", {"unit": "USD"}),
        ("price", ["1200", "5500.5"], "money", {"unit": "CNY", "minimum": 0.0}),
        ("revenue", ["-5", "12"], "money", {"unit": "CNY", "minimum": None}),
        ("合计", ["¥1,200.00", "¥5"], "money", {"unit": "CNY"}),
        ("月薪", ["12000", "9000"], "money", {"scope": "pay"}),
        ("数量", ["1,200", "3"], "integer", {"minimum": 0.0}),
        ("数量", ["１２", "3"], "integer", {}),
        ("折扣率", ["95%", "88.5%"], "number", {"unit": None}),
        ("score", ["1.5", "2.25"], "number", {}),
        ("年份", ["2025", "2026"], "integer", {}),
        ("手机", ["13800138000", "13900139000"], "text", {"scope": "contact"}),
        ("联系人", ["13800138000", "13900139000"], "text", {"scope": "contact"}),
        ("e-mail", ["a@x.cn", "b@y.com"], "text", {"scope": "contact"}),
        ("证件", ["310101199001011234", "31010119920101123X"], "text", {"scope": "contact"}),
        ("是否开票", ["是", "否"], "boolean", {}),
        ("is_new", ["0", "1"], "boolean", {}),
        ("reopened", ["0", "1"], "integer", {}),
        ("active", ["TRUE", "FALSE"], "boolean", {}),
        ("阶段", ["已签约", "跟进中", "丢单"], "choice", {"choices": ("已签约", "跟进中", "丢单")}),
        ("Status", ["Open", "Closed"], "choice", {"choices": ("Open", "Closed")}),
        ("结算方式", ["现金", "转账"] * 5, "choice", {}),
        ("邮编", ["020000", "030000"], "text", {}),
        ("产品", ["GTX Pro", "gtx  basic", "MG Special"], "subject", {"dimension": "product"}),
        ("品种", ["GTX Pro", "GTX Basic", "GTX Max"], "subject", {"dimension": "product"}),
        ("product", ["GTXPro", "GTX Basik", "GTX Basic"], "subject", {"dimension": "product"}),
        ("业务员", ["E001", "E002"], "subject", {"dimension": "person"}),
        ("跟进", ["张伟", "李娜"], "subject", {"dimension": "person"}),
        ("客户", ["华东医院", "仁济医院"], "subject", {"dimension": "customer"}),
        ("account", ["Isdom", "Cancity"], "subject", {"dimension": "customer"}),
        ("客户级别", ["A", "B"], "choice", {}),
        ("供应商名称", ["甲", "乙"], "subject", {"dimension": "supplier"}),
        ("数量", ["1", "2", "3"], "integer", {}),
    ],
)
def test_a_column_is_known_by_its_content_and_heading(
    heading: str, texts: list[str], type_: str, more: dict[str, object]
) -> None:
    found = column(heading, texts)
    assert found.kind.field.type == type_
    assert {name: getattr(found.kind.field, name) for name in more} == more
    assert 0 < found.kind.confidence <= 1
    assert found.kind.why.zh
    assert found.kind.why.en


def test_days_and_months_that_could_be_either_are_asked_about() -> None:
    found = column("日期", ["05/01/2026", "06/01/2026", "07/02/2026"])
    assert (found.kind.field.type, found.kind.field.formats) == ("date", ())
    assert found.kind.confidence < 0.5
    assert [kind.field.formats for kind in found.kinds[:2]] == [("%d/%m/%Y",), ("%m/%d/%Y",)]


def test_a_few_wrong_cells_do_not_change_what_a_column_is() -> None:
    assert column("金额", ["100"] * 19 + ["待定"], 1).kind.field.type == "money"
    assert column("日期", ["2026-01-05"] * 9 + ["下周"], 1).kind.field.type == "date"


def test_what_else_a_column_may_be_is_said() -> None:
    found = column("产品", ["GTX Pro", "GTX Basic"], 20)
    assert {kind.field.type.value for kind in found.kinds} >= {"choice", "text"}


def test_an_order_is_understood_in_chinese() -> None:
    found = proposed(
        {
            "订单编号": ["SO-1", "SO-2", "SO-3", "SO-4"],
            "创建时间": ["2026-01-01 10:00", "2026-01-02 10:00", "2026-01-03 09:30", "2026-01-04 08:00"],
            "签约日期": ["2026年1月5日", "2026-01-06", "2026/1/7", "20260108"],
            "客户编号": ["C1", "C2", "C1", "C3"],
            "客户名称": ["华东医院", "仁济医院", "华东医院", "中山医院"],
            "业务员": ["张伟", "李娜", "张伟", "王芳"],
            "金额(元)": ["1.2万", "5500", "660", "9,642"],
            "备用": [None, "", "-", None],
        },
        "2026年1月销售订单(1).xlsx",
    )
    source = found.source
    assert (source.id, source.name.zh, source.system) == ("xiao_shou_ding_dan", "销售订单", "Excel")
    assert source.key == ("ding_dan_bian_hao",)
    assert (source.time, source.every) == ("qian_yue_ri_qi", "day")
    assert source.files == ("*销售订单*.csv", "*销售订单*.xlsx")
    assert source.heading("ding_dan_bian_hao") == "订单编号"
    assert source.people == ("ye_wu_yuan",)
    assert source.subjects == ("ke_hu_bian_hao", "ye_wu_yuan"), "code and name of one thing are not two"
    assert source.fields["ye_wu_yuan"].required
    assert [one.id for one in found.dimensions] == ["customer"]
    assert [one.role for one in found.columns] == [*("key", "none", "time", "member", "none", "person", "none", "none")]
    assert found.columns[-1].field is None, "an empty column is better left out"


def test_a_list_of_people_feeds_them() -> None:
    found = proposed(
        {
            "工号": ["0001", "0002", "0003"],
            "姓名": ["张伟", "李娜", "王芳"],
            "部门": ["销售部", "销售部", "客服部"],
            "直属上级": [None, "张伟", "张伟"],
            "入职日期": ["2019-03-01", "2020/5/6", "2021年7月1日"],
            "月薪": ["20000", "12000", "11000"],
        },
        "花名册_20260131.xlsx",
    )
    assert isinstance(found.source.feeds, PeopleList)
    parts = found.source.feeds.model_dump(exclude_none=True)
    assert parts == {
        "feeds": "people",
        "number": "gong_hao",
        "label": "xing_ming",
        "unit": "bu_men",
        "manager": "zhi_shu_shang_ji",
        "starts": "ru_zhi_ri_qi",
        "create_managers": False,
    }
    assert found.source.fields["yue_xin"].scope == "pay"
    assert found.source.time is None
    assert found.source.files == ("花名册*.csv", "花名册*.xlsx")


def test_a_list_of_customers_feeds_its_dimension() -> None:
    found = proposed(
        {
            "客户编号": ["C1", "C2", "C3"],
            "客户名称": ["华东医院", "仁济医院", "中山医院"],
            "上级单位": [None, "C1", "C1"],
            "成立日期": ["1990-01-01", "1980-01-01", "1970-01-01"],
        },
        "客户清单 副本.csv",
    )
    assert found.source.feeds == Members(dimension="customer", key="ke_hu_bian_hao", label="ke_hu_ming_cheng")
    assert found.source.fields["shang_ji_dan_wei"].dimension == "customer"
    assert found.source.every is None


def test_without_one_column_that_differs_few_together_are_the_key() -> None:
    found = proposed(
        {
            "业务员": ["张伟", "李娜", "张伟", "李娜"],
            "日期": ["2026-01-05", "2026-01-05", "2026-01-06", "2026-01-06"],
            "电话数": ["3", "4", "3", "5"],
        }
    )
    assert found.source.key == ("ye_wu_yuan", "ri_qi")
    assert found.source.time == "ri_qi"


def test_a_number_of_theirs_names_people_and_their_names_do_not_name_them_again() -> None:
    found = proposed(
        {"工号": ["7", "7", "8"], "姓名": ["甲", "甲", "乙"], "日期": ["2026-01-01", "2026-01-02", "2026-01-01"]}
    )
    assert found.source.people == ("gong_hao",)
    assert found.source.key == ("gong_hao", "ri_qi")
    (named,) = proposed({"单号": ["A", "B"], "姓名": ["张伟", "李娜"]}).source.people
    assert named == "xing_ming"


def test_a_row_told_twice_does_not_hide_the_key() -> None:
    found = proposed({"单号": ["A1", "A2", "A2"], "金额": ["1", "2", "2"]})
    assert found.source.key == ("dan_hao",)


def test_a_file_of_blanks_is_still_a_source() -> None:
    assert proposed({"a": [None, ""], "b": ["-", None]}).source.key == ("a",)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("sales_pipeline.csv", "sales_pipeline"),
        ("sales_pipeline_2026-01.csv", "sales_pipeline"),
        ("sales pipeline (1).xlsx", "sales pipeline"),
        ("订单 - 副本.xlsx", "订单"),
        ("2026年1月订单明细_20260131.xlsx", "订单明细"),
        ("订单2026Q1.xlsx", "订单"),
        ("report v2 final.csv", "report"),
        ("20260131.csv", ""),
    ],
)
def test_what_changes_from_file_to_file_is_not_its_name(name: str, kept: str) -> None:
    assert stem(name) == kept


def test_files_without_a_name_have_no_pattern() -> None:
    assert patterns("20260131.csv") == ()
    assert patterns("[a]*.csv") == ("?a??*.csv", "?a??*.xlsx")


def test_ids_are_names_and_all_different() -> None:
    headings = ["商机编号", "closeDate", "close date", "2nd try", "金额(元)", "***", "客户/名称", "Größe"]
    assert identifiers(headings) == [
        *("shang_ji_bian_hao", "close_date", "close_date_2", "f_2nd_try", "jin_e_yuan", "field"),
        *("ke_hu_ming_cheng", "gro_e"),
    ]


def test_an_id_that_is_taken_gets_a_number() -> None:
    known = Known(NOW, sources={"orders"})
    table = pa.table({"no": ["1", "2"], "x": ["a", "b"]})
    assert understand(table, "orders.csv", known).source.id == "orders_2"


@pytest.mark.parametrize(
    ("days", "every"),
    [
        (["2026-01-05", "2026-01-06", "2026-01-07", "2026-01-09"], "day"),
        (["2026-01-05", "2026-01-12", "2026-01-19"], "week"),
        (["2026-01-01", "2026-02-01", "2026-03-01"], "month"),
        (["2026-01-31", "2026-02-28", "2026-03-31"], "month"),
        (["2025-01-01", "2025-04-01", "2025-07-01"], "quarter"),
        (["2026-01-05"], None),
        (["2020-01-05", "2022-01-05", "2024-01-05"], None),
    ],
)
def test_the_rhythm_of_a_file_is_that_of_its_days(days: list[str], every: str | None) -> None:
    assert rhythm(pa.array(days, pa.string()).cast(pa.date32())) == every


def test_a_sample_holds_beginning_and_end_of_a_long_file() -> None:
    sample = Sample()
    for start in range(0, 60_000, 10_000):
        sample.take(pa.table({"a": pa.array(map(str, range(start, start + 10_000)))}))
    table = sample.table()
    assert table is not None
    rows = [int(text) for text in table["a"].to_pylist()]
    assert sample.rows == 60_000
    assert len(rows) <= MOST
    assert rows == sorted(set(rows))
    assert rows[:2_000] == list(range(2_000))
    assert rows[-1] == 59_999
    assert len([row for row in rows if 10_000 <= row < 50_000]) > 500


def test_a_short_file_is_its_own_sample() -> None:
    sample = Sample()
    sample.take(pa.table({"a": ["1", "2"]}))
    sample.take(pa.table({"a": pa.array([], pa.string())}))
    table = sample.table()
    assert table is not None
    assert table["a"].to_pylist() == ["1", "2"]


_HEADINGS = st.lists(
    st.one_of(
        st.sampled_from(["日期", "金额", "工号", "姓名", "客户", "id", "close date"]), st.text(min_size=1, max_size=8)
    ),
    min_size=1,
    max_size=4,
    unique=True,
)
_CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["2026-01-05", "05/01/2026", "20260105", "1.2万", "¥5", "95%", "是", "张伟", "GTX Pro", "13800138000"]
    ),
    st.text(max_size=6),
)


@settings(max_examples=150, deadline=None)
@given(headings=_HEADINGS, data=st.data(), name=st.text(max_size=12))
def test_whatever_a_file_holds_the_proposal_holds_together(headings: list[str], data: st.DataObject, name: str) -> None:
    rows = data.draw(st.integers(0, 6))
    cells = st.lists(_CELLS, min_size=rows, max_size=rows)
    named = {heading.strip() or "x": data.draw(cells) for heading in headings}
    proposed(named, name)


def test_a_style_is_offered_only_where_it_would_read_something() -> None:
    assert styles(["31-31-2017"]) == []
    assert styles(["31-31-2017", "25-03-2017"]) == [("%d-%m-%Y",)]
    assert styles(["05/06/2025"]) == [("%d/%m/%Y",), ("%m/%d/%Y",)]
