"""Measure: keep the stored values of people and units right, at the cost of what is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pyarrow as pa
from django.db import transaction

from zhunsheng.engine.facts.reach import Reach
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.rate import Rate
from zhunsheng.engine.values import Period
from zhunsheng.server.facts.actions.progress import mark_measured
from zhunsheng.server.facts.queries import last_seq, measured_seq, touched, unmeasured
from zhunsheng.server.metrics import store
from zhunsheng.server.metrics.actions.correct import raise_corrections
from zhunsheng.server.metrics.computing import with_states
from zhunsheng.server.metrics.evaluate import Ask, Scene, evaluate
from zhunsheng.server.metrics.groups import Cut, Group, groups, sources
from zhunsheng.server.metrics.models import Closing, Measured
from zhunsheng.server.metrics.moved import KEPT, Moved, moved_subjects
from zhunsheng.server.metrics.pieces import by_closing
from zhunsheng.server.metrics.portions import portions
from zhunsheng.server.metrics.reach import data_periods
from zhunsheng.server.people.moves import moves
from zhunsheng.server.people.queries import organisation_version, spans
from zhunsheng.server.people.values import OrganisationVersion

ABOUT = {"person": "p", "unit": "u"}
"""The letter under which numbers of a dimension are kept."""
PIECE = 200_000
"""Numbers held as text at once, on their way to be kept."""


def measure(scene: Scene, release: int) -> bool:
    """Compute what facts, posts or definitions have moved since last time; returns whether anything had to be.

    `release`: the number of the scene's blueprint. What is published meanwhile is for the next time.
    """
    marker, _ = Measured.objects.get_or_create(id=1)
    version, known = organisation_version(), OrganisationVersion.read(marker.organisation)
    if known is None or marker.day is None or not version.follows(known) or marker.release != release:
        rebuild(scene, release)
        return True
    passed = marker.day != scene.today()
    if passed:
        _pass(scene, marker.day)
    behind = unmeasured()
    for source in behind:
        _advance(scene, scene.source(source))
    if known != version:
        _resettle(scene, known, version)
    return passed or bool(behind) or known != version


@transaction.atomic
def rebuild(scene: Scene, release: int) -> None:
    """Compute every stored value anew from the lake; closed periods come out as they were known."""
    organisation = str(organisation_version())
    store.clear()
    for source in sources(scene):
        for group in groups(scene, source):
            if group.source == source:
                _rebuild(scene, group)
        mark_measured(source.id, last_seq(source.id))
    store.refresh_statistics()
    marker = {"release": release, "organisation": organisation, "day": scene.today()}
    Measured.objects.update_or_create(id=1, defaults=marker)


def _rebuild(scene: Scene, group: Group) -> None:
    periods = data_periods(scene, group.measures, group.grain)
    for closing, members in _portions(scene, group, periods):
        for cut in group.cuts(members, closing.known_at if closing else None):
            _keep(scene, group, cut, None)
        if closing is not None:
            _bring(scene, group, members, None)
    _keep_undated(scene, group, None)


@transaction.atomic
def _advance(scene: Scene, source: Source) -> None:
    """Bring the numbers up to date with the source's lake rows that metrics have not seen."""
    seen = last_seq(source.id)
    moved: dict[Reach, Moved] = {}
    for group in groups(scene, source):
        if group.reach not in moved:
            rows = touched(scene.engine, scene.lake(source), measured_seq(source.id), group.reach)
            moved[group.reach] = Moved.of(rows, source.people)
        if moved[group.reach].spans.num_rows:
            _follow(scene, group, moved[group.reach])
    mark_measured(source.id, seen)


@transaction.atomic
def _pass(scene: Scene, day: date) -> None:
    """Bring numbers that move as days pass from that day to today. Closed periods stay as they were known."""
    last, first = max(day, scene.today()), min(day, scene.today()) + timedelta(days=1)
    for source in sources(scene):
        for group in groups(scene, source):
            if group.passing and group.source == source:
                kept = store.kept_periods([store.slot(name) for name in group.names], group.grain)
                _bring_open(scene, group, [each for each in kept if each.start <= last and first < each.end])
    Measured.objects.update(day=scene.today())


@transaction.atomic
def _resettle(scene: Scene, known: OrganisationVersion, version: OrganisationVersion) -> None:
    """Bring numbers up to date with posts that have changed since a version of the organisation.

    Units follow whoever came or went, and rates of people follow their employment; nobody else's number moves.
    """
    days, left = moves(known.moment), spans("unit", known.moment)
    for source in sources(scene) if days.num_rows else ():
        for group in groups(scene, source):
            if group.source == source:
                of = KEPT if any(isinstance(measure, Rate) for measure in group.measures) else ("unit",)
                moved = Moved(days, of, left)
                _bring(
                    scene, group, moved.periods(group.grain, data_periods(scene, group.measures, group.grain)), moved
                )
    Measured.objects.update(organisation=str(version))


def _bring_open(scene: Scene, group: Group, periods: Sequence[Period]) -> None:
    for closing, members in _portions(scene, group, periods):
        for cut in group.cuts(members, None) if closing is None else ():
            _keep(scene, group, cut, None)


def _follow(scene: Scene, group: Group, moved: Moved) -> None:
    """Compute the group's numbers that have moved.

    Where a number may stand on facts of other people (a case that several work on), or where the facts now reach
    into other periods than those kept, the numbers of everybody in these periods are computed.
    """
    reach = data_periods(scene, group.measures, group.grain) if group.fills else None
    if reach is not None:
        _stretch(scene, group, reach)
    _bring(scene, group, moved.periods(group.grain, reach), None if group.pairs else moved)
    if moved.undated.num_rows:
        _keep_undated(scene, group, None if group.pairs else moved)


def _stretch(scene: Scene, group: Group, reach: Sequence[Period]) -> None:
    """Compute for everybody the periods that facts newly reach, and forget those they no longer reach."""
    kept = store.kept_periods([store.slot(name) for name in group.names], group.grain)
    _bring(scene, group, sorted(set(reach) - set(kept)), None)
    for closing, members in by_closing(sorted(set(kept) - set(reach))):
        for cut in group.cuts(members, None) if closing is None else ():
            starts = tuple(period.start for period in cut.periods)
            store.replace(store.Place(_slots(cut), group.grain, starts, None), [])


def _bring(scene: Scene, group: Group, periods: Sequence[Period], moved: Moved | None) -> None:
    """Compute the periods for those who moved (None: everybody); closed ones raise corrections instead."""
    for closing, members in _portions(scene, group, periods):
        for cut in group.cuts(members, None):
            if closing is None:
                _keep(scene, group, cut, moved)
            else:
                _correct(scene, group, cut, moved, closing.id)


def _portions(scene: Scene, group: Group, periods: Sequence[Period]) -> Iterator[tuple[Closing | None, list[Period]]]:
    """A few periods at a time, those of a closing apart."""
    for members in portions(scene, group.measures, periods):
        yield from by_closing(members)


def _keep(scene: Scene, group: Group, cut: Cut, moved: Moved | None) -> None:
    store.replace(*_numbers(scene, group, cut, moved))


def _correct(scene: Scene, group: Group, cut: Cut, moved: Moved | None, closing: int) -> None:
    raise_corrections(closing, *_numbers(scene, group, cut, moved), scene.now)


def _numbers(scene: Scene, group: Group, cut: Cut, moved: Moved | None) -> tuple[store.Place, Iterator[pa.Table]]:
    """The dated numbers of people and units that moved (None: all), and where they are kept."""
    asked: list[tuple[Ask, pa.Table | None]] = []
    places: list[pa.Table] = []
    for dimension in KEPT if moved is None else moved.dimensions:
        which = None
        if moved is not None:
            belonging = None if dimension == "person" else _belonging(moved)
            which = moved_subjects(scene.engine, moved, cut.periods, belonging)
            places.append(store.as_kept(which, ABOUT[dimension]))
        people = moved.people if moved is not None and dimension == "person" else None
        asked.append((Ask(dimension, group.grain, cut.periods, cut.known_at, people), which))
    starts = tuple(period.start for period in cut.periods)
    place = store.Place(_slots(cut), group.grain, starts, pa.concat_tables(places) if places else None)
    return place, (rows for ask, which in asked for rows in _rows(scene, cut, ask, which))


def _belonging(moved: Moved) -> pa.Table:
    """Who belonged to which unit, and belonged before posts changed."""
    now = spans("unit")
    return now if moved.left is None else pa.concat_tables([now, moved.left])


def _keep_undated(scene: Scene, group: Group, moved: Moved | None) -> None:
    """Undated numbers of people. Those of units follow the posts of the day they are asked for, so none are kept."""
    which = None if moved is None else moved.undated
    for cut in group.cuts([scene.period(group.grain)], None):
        ask = Ask("person", group.grain, (), None, None if moved is None else moved.people)
        kept_which = None if which is None else store.as_kept(which, ABOUT["person"])
        place = store.Place(_slots(cut), group.grain, (store.NEVER,), kept_which)
        store.replace(place, _rows(scene, cut, ask, which))


def _slots(cut: Cut) -> list[int]:
    return [store.slot(name) for name in cut.metrics]


def _rows(scene: Scene, cut: Cut, ask: Ask, which: pa.Table | None) -> Iterator[pa.Table]:
    """The numbers as rows to keep, some at a time; only those in `which` (start, subject; None: all)."""
    for names, table in evaluate(scene, cut.measures, ask):
        if which is not None:
            wanted = scene.engine.table("which", which)
            same = table.subject.identical_to(wanted.subject) & table.start.identical_to(wanted.start)
            table = table.semi_join(wanted, same)
        stated = with_states({name: cut.metrics[name] for name in names}, table)
        for piece in scene.engine.pieces(stated, PIECE):
            yield store.rows_for(names, ask.grain, ABOUT[ask.dimension], piece)
