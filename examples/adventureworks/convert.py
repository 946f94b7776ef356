"""`python convert.py FROM TO`: tables of Adventure Works as the product reads them.

FROM holds the tab-separated tables without headings; TO gets people.csv and sales.csv, and in `goals` the goals of
2013: what each territory sold is its goal, and each quarter's quota is a goal of the person, linked to the territory in
which the person worked on the day of the quota.
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from pathlib import Path

YEAR = "2013"
NOWHERE = "Sales"
"""The unit of those who belong to no territory, above all territories."""
SAID = "What the people of the territory sell is what the territory sells."

Rows = list[list[str]]


def table(folder: Path, name: str) -> Rows:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t"))


def written(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def unit(territory: str | None, names: dict[str, str]) -> str:
    return f"{NOWHERE}/{names[territory]}" if territory else NOWHERE


def people(folder: Path, names: dict[str, str]) -> Rows:
    employees = {row[0]: row for row in table(folder, "Employee")}
    rows = [["number", "name", "position", "unit"]]
    for number, territory, *_ in table(folder, "SalesPerson"):
        login, position = employees[number][2], employees[number][5]
        rows.append([number, login.rpartition("\\")[2], position, unit(territory.partition(".")[0], names)])
    return rows


def sales(folder: Path) -> Rows:
    last = [[row[0], f"{YEAR}-12-31", f"{float(row[6]):.4f}"] for row in table(folder, "SalesPerson")]
    return [["person", "day", "amount"], *last]


def at(history: Rows, person: str, moment: str) -> str | None:
    """The territory in which the person worked then."""
    held = [row[1] for row in history if row[0] == person and row[2] <= moment and (not row[3] or row[3] > moment)]
    return held[-1] if held else None


def goals(folder: Path, names: dict[str, str]) -> tuple[Rows, Rows]:
    history, totals = table(folder, "SalesTerritoryHistory"), table(folder, "SalesTerritory")
    chief = {row[1].partition(".")[0]: row[0] for row in table(folder, "SalesPerson")}
    whole = sum(float(row[5]) for row in totals)
    made = [["Code", "Goal", "Level", "Owner", "Accountable", "Period", "Metric", "Unit", "Target"]]
    made.append(["ALL", "Sales of all territories", "company", "", "274", YEAR, "sales", "USD", f"{whole:.4f}"])
    links = [["Child", "Parent", "How"]]
    for number, name, _, _, _, total, *_ in totals:
        owner = [f"T{number}", f"Sales of {name}", "unit", unit(number, names), chief[number]]
        made.append([*owner, YEAR, "sales", "USD", total])
        links.append([f"T{number}", "ALL", "The territories together are the whole."])
    quarters: dict[str, int] = defaultdict(int)
    for person, moment, quota, *_ in sorted(table(folder, "SalesPersonQuotaHistory")):
        if not moment.startswith(YEAR):
            continue
        quarters[person] += 1
        code, term = f"P{person}-Q{quarters[person]}", f"{YEAR}-Q{(int(moment[5:7]) + 2) // 3}"
        made.append([code, f"Quota of {term}", "person", person, "", term, "sales", "USD", quota])
        if territory := at(history, person, moment):
            links.append([code, f"T{territory}", SAID])
    return made, links


def main() -> None:
    source, target = map(Path, sys.argv[1:3])
    names = {row[0]: row[1] for row in table(source, "SalesTerritory")}
    (target / "goals").mkdir(parents=True, exist_ok=True)
    written(target / "people.csv", people(source, names))
    written(target / "sales.csv", sales(source))
    for name, rows in zip(("goals", "links"), goals(source, names), strict=True):
        written(target / "goals" / f"{name}.csv", rows)


if __name__ == "__main__":
    main()
