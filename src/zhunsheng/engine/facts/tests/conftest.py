"""What tests of parsing share: a way to read one column, and a small source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from zhunsheng.engine.facts.parsing import Parsed, parse
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text

NOW = datetime(2018, 1, 15, 4, tzinfo=UTC)
ReadColumn = Callable[..., Parsed]


@pytest.fixture(scope="session")
def read_column() -> ReadColumn:
    """Parse one column of texts: field options in, everything parsed out. The key is the row's position."""

    def read(cells: Sequence[str | None], *, time: bool = False, **field: object) -> Parsed:
        source = Source.model_validate(
            {
                "id": "deals",
                "name": Text(zh="商机", en="deals"),
                "system": "crm",
                "key": ["id"],
                "time": "cell" if time else None,
                "fields": {"id": {}, "cell": field},
            }
        )
        ids = [f"D{at}" for at in range(len(cells))]
        raw = pa.table(
            {"id": ids, "cell": pa.array(cells, pa.string()), "_row": pa.array(range(2, len(cells) + 2), pa.int64())}
        )
        return parse(source, raw, time_zone="Asia/Shanghai", now=NOW)

    return read


@pytest.fixture(scope="session")
def values(read_column: ReadColumn) -> Callable[..., list[object]]:
    """The typed values of a column that has nothing wrong."""

    def read(cells: Sequence[str | None], **field: object) -> list[object]:
        parsed = read_column(cells, **field)
        assert parsed.bad == []
        found: list[object] = parsed.good["cell"].to_pylist()
        return found

    return read


@pytest.fixture(scope="session")
def codes(read_column: ReadColumn) -> Callable[..., list[str]]:
    """The problem code of each cell of a column in which every cell is wrong."""

    def read(cells: Sequence[str | None], **field: object) -> list[str]:
        parsed = read_column(cells, **field)
        assert parsed.good.num_rows == 0
        return [problem.code for row in parsed.bad for problem in row.problems]

    return read
