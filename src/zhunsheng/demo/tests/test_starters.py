"""Small companies to begin with: each is sound, its files load with the problems meant and no others, numbers come."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from zhunsheng.connectors.files.table import open_table
from zhunsheng.demo.starters import STARTERS
from zhunsheng.demo.starters.starter import Invented
from zhunsheng.engine.blueprint.bundle import write
from zhunsheng.engine.blueprint.checks import check
from zhunsheng.engine.facts.headings import match_headings
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts import reading
from zhunsheng.server.facts.queries import receipts, waiting
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.metrics.queries import numbers
from zhunsheng.server.people.queries import headcount
from zhunsheng.server.sources import starters
from zhunsheng.server.sources.industries import INDUSTRIES, template
from zhunsheng.server.sources.schemas import StartIn
from zhunsheng.server.sources.starters import Language
from zhunsheng.server.sources.starting import begin, dressed, load_samples
from zhunsheng.server.subjects.queries import unmatched
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import here
from zhunsheng.server.worlds.values import WorldInfo

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)
TODAY = date(2026, 3, 10)
MEANT = {  # industry: people, strays by dimension, codes of rows that cannot be read
    "sales": (29, {"GTXPro", "S030"}, {"number.text", "date.text", "cell.missing"}),
    "production": (33, {"Line1", "P034"}, {"number.text", "date.text", "cell.missing"}),
    "service": (26, {"AcmeFoods", "K027"}, {"number.text", "date.text", "cell.missing"}),
}
CASES = [*((one, "zh") for one in STARTERS), (STARTERS[0], "en")]


@pytest.fixture(autouse=True)
def known() -> None:
    starters.make_known(*STARTERS)


@pytest.mark.parametrize("industry", INDUSTRIES)
def test_every_trade_has_a_sound_blueprint(industry: str) -> None:
    found = template(industry)
    small = industry in MEANT
    assert not small or 4 <= len(found.each(Metric)) <= 6
    assert industry != "other" or not found.entities


@pytest.mark.parametrize("industry", INDUSTRIES)
@pytest.mark.parametrize(("currency", "zone"), [("CNY", "Asia/Shanghai"), ("USD", "America/New_York")])
def test_it_is_as_sound_with_another_companys_money_and_time(industry: str, currency: str, zone: str) -> None:
    made = dressed(StartIn(name="C", industry=industry, currency=currency, time_zone=zone))
    assert check(made) == []
    assert currency == "CNY" or not any("CNY" in text for text in write(made).values())


@pytest.mark.parametrize("starter", STARTERS, ids=lambda one: one.industry)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_files_carry_headings_of_their_language_that_the_sources_know(
    starter: Invented, language: Language, tmp_path: Path
) -> None:
    for file in starter.files:
        starter.write(file.source, language, TODAY, tmp_path / "a.xlsx")
        source = template(starter.industry).each(Source)[file.source]
        headings = open_table(tmp_path / "a.xlsx").headings
        assert match_headings(source, headings).absent == ()
        assert all(heading.isascii() == (language == "en") for heading in headings)


def test_the_same_day_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        STARTERS[0].write("deals", "zh", TODAY, tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


@pytest.mark.parametrize(("starter", "language"), CASES, ids=lambda one: getattr(one, "industry", one))
def test_a_company_begins_with_its_sample_and_numbers_come_out(
    world: WorldInfo, starter: Invented, language: Language
) -> None:
    set_clock(world, NOW)
    begin(StartIn(name="C", industry=starter.industry, partner=False), "root", NOW, NOW)
    load_samples(here(), starter.industry, language)
    people, strays, codes = MEANT[starter.industry]
    assert headcount() == people
    assert strays == {one.key for one in unmatched()}
    assert {problem["code"] for row in waiting() for problem in row.problems} == codes
    told = {one.source: one for one in receipts()}
    facts = told[starter.files[-1].source]
    assert (facts.quarantined, facts.duplicate, facts.changed) == (3, 2, 0)
    assert facts.new > 1_000
    load_samples(here(), starter.industry, language)
    assert len(receipts()) == len(starter.files), "asked for twice it is loaded once"
    with reading.backend(here()) as engine:
        scene = Scene(here(), current(), engine, NOW)
        for name, metric in current().each(Metric).items():
            months = [one for one in numbers(scene, name, "company", metric.grains[-2]) if one.value is not None]
            assert len(months) >= 12, name


def test_facts_go_up_to_yesterday_of_the_company(tmp_path: Path) -> None:
    for starter, column in zip(STARTERS, ("关闭日期", "日期", "解决时间"), strict=True):
        starter.write(starter.files[-1].source, "zh", TODAY, tmp_path / "a.xlsx")
        (piece,) = list(open_table(tmp_path / "a.xlsx").batches())
        days = {text[:10] for text in piece[column].to_pylist() if text}
        assert f"{TODAY - timedelta(days=1)}" in days
        assert f"{TODAY}" not in days
