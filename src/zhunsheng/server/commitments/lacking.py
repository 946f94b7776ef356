"""What calendars lack for promises to be counted by them: years without data, places that nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Max

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.readiness import years_to_enter
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.blueprints.queries import bundle_of, current, current_number
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.people.places import unknown_places
from zhunsheng.server.worlds.checkup import Check
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import now, worlds


def lacking(bundle: Bundle, today: date, zone: ZoneInfo) -> list[Problem]:
    """What calendars lack for what is promised by the bundle, and for the cases that are open."""
    promised = {calendar.id: today for chain in bundle.each(Commitment).values() for calendar in _of(bundle, chain)}
    return _problems(bundle, today, promised | _needed(bundle, today, zone))


def problems() -> Iterator[Problem]:
    """In every world what calendars lack for the cases that are open in it."""
    for world in worlds():
        with enter(world):
            if current_number():
                bundle, today = current(), now(world).astimezone(world.zone).date()
                found = _problems(bundle, today, _needed(bundle, today, world.zone))
                yield from (problem.at(f"{world.name}: {problem.place}") for problem in found)


CHECK: Check = (Text(zh="工作日历有所需的年份", en="calendars have the years that deadlines need"), problems)


def _needed(bundle: Bundle, today: date, zone: ZoneInfo) -> dict[str, date]:
    """The calendars by which open cases count, and the last day for which a deadline is wanted."""
    rows = Standing.objects.filter(state="open").values_list("commitment", "release").annotate(last=Max("due"))
    found: dict[str, date] = {}
    for name, release, last in rows:
        chain = bundle_of(release).each(Commitment)[name]
        for calendar in _of(bundle, chain):
            day = today if last is None else last.astimezone(zone).date()
            found[calendar.id] = max(day, found.get(calendar.id, today))
    return found


def _of(bundle: Bundle, chain: Commitment) -> list[Calendar]:
    return bundle.calendars_of(chain.calendar) if chain.counts_working_time else []


def _problems(bundle: Bundle, today: date, needed: dict[str, date]) -> list[Problem]:
    calendars = [(one, needed[id_]) for id_, one in sorted(bundle.each(Calendar).items()) if id_ in needed]
    return [problem for one, day in calendars for problem in (*years_to_enter(one, today, day), *_nobody(one))]


def _nobody(calendar: Calendar) -> Iterator[Problem]:
    for name in unknown_places(calendar.holds_for.units, calendar.holds_for.regions):
        yield Problem(
            "calendar.holds_for_nobody",
            Text(
                zh=f"工作日历「{calendar.name.zh}」适用于「{name}」，人员名单里没有这个部门或区域",
                en=f"calendar '{calendar.name.en}' holds for '{name}', a unit or region that no list of people has",
            ),
            Text(zh="按名单的写法改正 holds_for", en="write it in holds_for as the list of people does"),
            calendar.id,
        )
