"""What a system of record is to the story."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from zhunsheng.demo.company import Company

TOLD = "_told"
"""Column of the moment (timestamp, the company's wall time) at which a row can first stand in an export."""


@dataclass(frozen=True)
class Export:
    """One list that a system exports, and the source of the blueprint that it feeds.

    `rows(company, month)`: all rows about what begins in the month (its first day), with the headings of the file as
    columns and `TOLD`. Something that changes later has a row for each state, told later. `lists`: rows do not belong
    to months; they are made once. `reach`: months after its beginning in which a row may still be told.
    `file`: the file's name without its ending, dated by the day of the export. `style`: an encoding and a delimiter,
    e.g. `gb18030 ,`; or `xlsx`.
    """

    source: str
    file: str
    style: str
    rows: Callable[[Company, date], pa.Table]
    reach: int = 0
    lists: bool = False
