"""The company that is measured: 100,000 people, deals over one year, five in a hundred changed later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pcsv

PEOPLE = 100_000
CUSTOMERS = 5_000
FIRST_DAY = date(2024, 1, 1)
DAYS = 364
CHANGED = 20  # every twentieth fact is a new version of an earlier one


def deals(
    first: int,
    count: int,
    seed: int,
    *,
    day: date | None = None,
    late: bool = True,
    people: int = PEOPLE,
    days: int = DAYS,
) -> pa.Table:
    """`count` rows with ids from `first` on; where `late`, every twentieth is another version of an earlier id.

    `day`: all on that day, else spread over so many days.
    """
    rng = np.random.default_rng(seed)
    ids = np.arange(first, first + count)
    changed = (ids % CHANGED == 0) & (first > 0) & late
    ids = np.where(changed, rng.integers(0, max(first, 1), count), ids)
    start = np.datetime64(day or FIRST_DAY)
    when = start + (0 if day else 1) * rng.integers(0, days, count).astype("timedelta64[D]")
    return pa.table(
        {
            "id": pa.array(np.char.add("D", np.char.zfill(ids.astype("U12"), 9))),
            "person": pa.array(np.char.add("E", np.char.zfill(rng.integers(0, people, count).astype("U6"), 6))),
            "customer": pa.array(np.char.add("C", rng.integers(0, CUSTOMERS, count).astype("U5"))),
            "day": pa.array(when),
            "amount": pa.array(np.round(rng.gamma(2.0, 500.0, count), 2)),
            "won": pa.array(rng.random(count) < 0.4),
        }
    )


def write_csv(path: Path, rows: pa.Table) -> Path:
    pcsv.write_csv(rows, path, pcsv.WriteOptions(quoting_style="needed"))
    return path


BUNDLE = {
    "bundle.yaml": "format: 1\nname: {zh: 测速, en: Benchmark}\ntime_zone: Asia/Shanghai\n",
    "dimensions/customer.yaml": "kind: dimension\nid: customer\nname: {zh: 客户, en: Customer}\nlisted: false\n",
    "sources/deals.yaml": """kind: source
id: deals
name: {zh: 商机, en: Deals}
system: CRM
key: [id]
time: day
fields:
  id: {required: true}
  person: {type: subject, dimension: person}
  customer: {type: subject, dimension: customer}
  day: {type: date}
  amount: {type: money, unit: CNY}
  won: {type: boolean}
""",
}
MEASURES = {
    "deals_count": ("deal", "kind: count"),
    "deals_value": ("CNY", "kind: sum, field: amount"),
    "deals_mean": ("CNY", "kind: mean, field: amount"),
    "deals_median": ("CNY", "kind: median, field: amount"),
    "deals_customers": ("customer", "kind: distinct, field: customer"),
    "deals_won": (
        "%",
        "kind: ratio, numerator: {sum: amount, where: {field: won, value: true}}, denominator: {sum: amount}",
    ),
}
for _name, (_unit, _measure) in MEASURES.items():
    BUNDLE[f"metrics/{_name}.yaml"] = (
        f"kind: metric\nid: {_name}\nname: {{zh: {_name}, en: {_name}}}\nunit: '{_unit}'\n"
        f"measure: {{source: deals, {_measure}}}\ngrains: [week]\n"
    )
