"""Adventure Works: what territories sold against the quotas of their people; every territory's gap is named."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.goals.actions import import_goals
from zhunsheng.server.goals.queries import check
from zhunsheng.server.goals.sheet import read_files
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo

CHECKOUT = Path(__file__).parents[2]
EXAMPLE = CHECKOUT / "examples" / "adventureworks"


@pytest.fixture(scope="session")
def tables() -> Path:
    """The folder with the company's tables."""
    data = Path(os.environ.get("ZHUNSHENG_TEST_DATA", CHECKOUT.parent / "shared" / "data"))
    if not (data / "adventureworks").is_dir():
        pytest.skip(f"no tables of Adventure Works in {data}: set ZHUNSHENG_TEST_DATA to where they are")
    return data / "adventureworks"


@pytest.fixture
def files(tables: Path, tmp_path: Path) -> Path:
    """The tables as the product reads them."""
    subprocess.run([sys.executable, EXAMPLE / "convert.py", tables, tmp_path], check=True)
    return tmp_path


@pytest.fixture
def loaded(world: WorldInfo, files: Path) -> WorldInfo:
    publish_directory(EXAMPLE, now=now(world))
    for source in ("people", "sales"):
        load(world, current().each(Source)[source], files / f"{source}.csv", now(world))
    tick(world, now(world))
    return world


def where_now(tables: Path) -> dict[str, str]:
    """P and number of a person → T and territory: the list of people tells where they are now, and not who moved."""
    rows = csv.reader((tables / "SalesPerson.csv").open(), delimiter="\t")
    return {f"P{number}": f"T{territory.partition('.')[0]}" for number, territory, *_ in rows}


def by_hand(tables: Path) -> dict[str, tuple[float, float]]:
    """Territory → what it sold in 2013, and the quotas of those who worked there when they got them."""
    rows = {
        name: list(csv.reader((tables / f"{name}.csv").open(), delimiter="\t"))
        for name in ("SalesTerritory", "SalesTerritoryHistory", "SalesPersonQuotaHistory")
    }
    quotas: dict[str, float] = defaultdict(float)
    for person, day, quota, *_ in rows["SalesPersonQuotaHistory"]:
        for who, territory, since, until, *_ in rows["SalesTerritoryHistory"]:
            if day.startswith("2013") and who == person and since <= day and (not until or until > day):
                quotas[territory] += float(quota)
    return {row[0]: (float(row[5]), quotas[row[0]]) for row in rows["SalesTerritory"]}


def test_every_territory_names_the_gap_to_its_peoples_quotas(loaded: WorldInfo, files: Path, tables: Path) -> None:
    with reading.backend(loaded) as engine:
        scene = Scene(loaded, current(), engine, now(loaded))
        report = import_goals(scene, read_files([files / "goals"], "UTC", now(loaded)), now=now(loaded))
        found = check(scene)
    assert (report.goals.new, len(found.links)) == (76, 60)
    gaps = {flaw.goals[0]: flaw.problem.message.en for flaw in report.flaws if flaw.problem.code == "goals.gap"}
    apart = {f"T{number}": quotas - sold for number, (sold, quotas) in by_hand(tables).items()}
    assert gaps.keys() == apart.keys()
    assert all(gaps[code].endswith(" more" if difference > 0 else " less") for code, difference in apart.items())
    assert gaps["T1"] == "'Sales of Northwest' is $3.3M; its 8 children add up to $3.17M, $123.7K less"
    here = where_now(tables)
    moved = {one.link for one in found.links if one.child[0] == "P" and here[one.child.partition("-")[0]] != one.parent}
    assert moved
    assert {one.link for one in found.links if one.state != "holds"} == moved


def test_quotas_of_those_who_belonged_to_no_territory_that_day_are_orphans(loaded: WorldInfo, files: Path) -> None:
    with reading.backend(loaded) as engine:
        scene = Scene(loaded, current(), engine, now(loaded))
        report = import_goals(scene, read_files([files / "goals"], "UTC", now(loaded)), now=now(loaded))
    orphans = {flaw.goals[0][:4] for flaw in report.flaws if flaw.problem.code == "goals.orphan"}
    assert orphans == {"P274", "P280", "P285", "P287"}
