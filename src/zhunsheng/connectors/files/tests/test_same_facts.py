"""The same data gives the same facts, whatever file it comes in."""

from __future__ import annotations

import csv
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.facts.headings import match_headings
from zhunsheng.engine.facts.parsing import Parsed, parse
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text

NOW = datetime(2018, 1, 15, tzinfo=UTC)
DATA = Path(os.environ.get("ZHUNSHENG_TEST_DATA", Path(__file__).parents[5].parent / "shared" / "data"))
FIELDS = {
    "deal": {},
    "customer": {"type": "subject", "dimension": "customer"},
    "closed": {"type": "date"},
    "asked": {"type": "datetime"},
    "value": {"type": "money"},
    "share": {"type": "number"},
    "units": {"type": "integer"},
    "urgent": {"type": "boolean"},
}
SOURCE = Source.model_validate(
    {"id": "deals", "name": Text(zh="商机", en="deals"), "system": "crm", "key": ["deal"], "fields": FIELDS}
)
DAYS = st.dates(date(1992, 1, 1), date(2018, 1, 1))
MOMENTS = st.datetimes(datetime(1992, 1, 1), datetime(2018, 1, 1)).map(lambda m: m.replace(microsecond=0))  # noqa: DTZ001
ROWS = st.lists(
    st.tuples(
        st.from_regex(r"[A-Z][0-9]{1,6}", fullmatch=True),
        st.text("协和医院 Ａb", min_size=1, max_size=6).filter(str.strip),
        st.none() | DAYS,
        st.none() | MOMENTS,
        st.none() | st.decimals(-(10**8), 10**8, places=2),
        st.none() | st.floats(-1e6, 1e6).map(lambda number: float(f"{number:.12g}")),
        st.none() | st.integers(-(10**14), 10**14),
        st.none() | st.booleans(),
    ),
    min_size=1,
    max_size=10,
)


def _read(path: Path, source: Source = SOURCE) -> Parsed:
    table = open_table(path)
    raw = match_headings(source, table.headings).table(pa.concat_tables(table.batches()))
    assert table.bad == []
    return parse(source, raw, time_zone="Asia/Shanghai", now=NOW)


@settings(deadline=None)
@given(ROWS)
def test_csv_and_xlsx_give_the_same_identities(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[object, ...]]
) -> None:
    folder = tmp_path_factory.mktemp("same")
    with (folder / "deals.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([tuple(FIELDS), *rows])
    with xlsxwriter.Workbook(folder / "deals.xlsx", {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate([tuple(FIELDS), *rows]):
            sheet.write_row(at, 0, row[::-1])
    plain, workbook = _read(folder / "deals.csv"), _read(folder / "deals.xlsx")
    assert (plain.bad, workbook.bad) == ([], [])
    assert plain.good.equals(workbook.good)


@pytest.mark.skipif(not (DATA / "crm").is_dir(), reason="the public CRM files are not here (ZHUNSHENG_TEST_DATA)")
def test_a_real_pipeline_is_read_whole() -> None:
    fields = {
        "opportunity_id": {},
        "sales_agent": {"type": "subject", "dimension": "person", "required": True},
        "deal_stage": {"type": "choice", "choices": ["Won", "Lost", "Engaging", "Prospecting"]},
        "engage_date": {"type": "date"},
        "close_date": {"type": "date"},
        "close_value": {"type": "money"},
    }
    text = Text(zh="商机", en="pipeline")
    source = Source.model_validate(
        {"id": "p", "name": text, "system": "crm", "key": ["opportunity_id"], "time": "close_date", "fields": fields}
    )
    parsed = _read(DATA / "crm" / "sales_pipeline.csv", source)
    with (DATA / "crm" / "sales_pipeline.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert (parsed.good.num_rows, parsed.bad, parsed.blank) == (len(rows), [], 0)
    assert [str(value or "") for value in parsed.good["_day"].to_pylist()] == [row["close_date"] for row in rows]
    assert sum(int(row["close_value"] or 0) for row in rows) == sum(
        filter(None, parsed.good["close_value"].to_pylist())
    )
