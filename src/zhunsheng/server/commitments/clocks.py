"""By which counted time cases run: wall time, the company's working time, or that of whoever is responsible."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.calendar.calendar import Calendar
from zhunsheng.engine.calendar.instants import Ints
from zhunsheng.engine.calendar.wall import WallTime
from zhunsheng.engine.calendar.working import WorkingTime
from zhunsheng.engine.facts.moments import INSTANT, local_days
from zhunsheng.engine.practices.commitments.clocks import Choose, Chosen, Clocks
from zhunsheng.engine.practices.commitments.commitment import Clock, Commitment
from zhunsheng.server.commitments.rosters import by_roster
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.people.places import stays
from zhunsheng.server.people.queries import organisation_version
from zhunsheng.server.subjects.queries import same_as_pairs


def clocks(scene: Scene, bundle: Bundle, chain: Commitment) -> dict[Clock, Clocks]:
    """The clocks of its stages. `bundle`: of its definition, or a draft.

    Holidays, and for whom a calendar holds, follow the newest release, so that a year entered later counts; a calendar
    that is gone is as it was last.
    """
    found: dict[Clock, Clocks] = {"wall": WallTime()}
    if chain.counts_working_time:
        name = chain.calendar or bundle.settings.calendar or ""
        calendar = scene.bundle.find(Calendar, name) or bundle.each(Calendar)[name]
        found["working"] = _working(scene, calendar, [] if chain.calendar else scene.bundle.held_calendars)
    if chain.counts_rosters:
        found["roster"] = by_roster(scene, bundle, chain, found["working"])
    return found


def places_version(bundle: Bundle) -> str:
    """Another one as soon as somebody may go by another calendar, as far as it is a matter of units and regions, or
    may be somebody else who is rostered."""
    if bundle.held_calendars:
        return str(organisation_version())
    return organisation_version().matches if any(one.counts_rosters for one in bundle.each(Commitment).values()) else ""


def _working(scene: Scene, usual: Calendar, others: list[Calendar]) -> Clocks:
    """The usual calendar's time, or that of whoever is responsible where others hold for somebody."""
    zone = scene.world.time_zone
    if not others:
        return WorkingTime(usual, zone)
    return _by_place(others, [WorkingTime(one, zone) for one in (usual, *others)], zone)


def _by_place(others: list[Calendar], clocks: list[WorkingTime], zone: str) -> Choose:
    """By the calendar of the place in which the responsible person was on the day on which the case began."""
    units = {name: at for at, one in enumerate(others, 1) for name in one.holds_for.units}
    regions = {name: at for at, one in enumerate(others, 1) for name in one.holds_for.regions}
    found, meant = stays(units, regions), dict(same_as_pairs())
    ranked = found.append_column("rank", pa.array(range(len(found)), pa.int64()))

    def choose(person: pa.Array, began: Ints) -> Chosen:
        subjects = pa.array([meant.get(one, one) for one in person.to_pylist()], pa.int64())
        days = local_days(pa.array(began).cast(INSTANT), zone)
        cases = pa.table({"case": pa.array(range(len(subjects)), pa.int64()), "subject": subjects, "day": days})
        met = cases.join(ranked, "subject", join_type="inner")
        met = met.filter(pc.and_(pc.less_equal(met["since"], met["day"]), pc.less(met["day"], met["until"])))
        met, place = met.sort_by("rank"), np.zeros_like(began)
        place[met["case"].to_numpy()] = met["named"].to_numpy()
        return Chosen(clocks, place)

    return choose
