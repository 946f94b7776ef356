"""Promises that count by the shifts of whoever is responsible."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pyarrow as pa
import pytest

from zhunsheng.engine.facts.source import Source
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.commitments.tests.desk import CHAIN, NINE, Desk
from zhunsheng.server.facts.actions.accept import Incoming, accept
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.tick import actions

CLOCKED = (
    CHAIN.replace("case: ticket,", "case: ticket, person: who,").replace(
        "within: 30 min}", "within: 30 min, clock: roster}"
    )
    + """
roster:
  - {source: roster, person: who, from: since, to: until}
  - {source: on_call, person: who, from: since, to: until}
"""
)
SHIFTS = """
kind: source
id: {id}
name: {{zh: 排班, en: roster}}
system: HR
key: [who, since]
fields:
  who: {{type: subject, dimension: person, required: true}}
  since: {{type: datetime, required: true}}
  until: {{type: datetime, required: true}}
"""
BESIDE = {f"sources/{name}.yaml": SHIFTS.format(id=name) for name in ("roster", "on_call")}
HOUR, DAY, NEXT_MONTH = 60, 24 * 60, 29 * 24 * 60
"""Minutes; the first of April is 29 days after the third of March."""


@pytest.fixture
def rostered(desk: Desk) -> Desk:
    """The help desk, which answers by shifts."""
    desk.publish(CLOCKED, beside=BESIDE)
    desk.at(1)
    desk.turn()
    return desk


def shifts(desk: Desk, who: str, told: Sequence[tuple[int, int]], source: str = "roster") -> int:
    """Take in shifts from minute to minute after nine; returns the batch."""
    entity = current().each(Source)[source]
    moments = [[f"{NINE + timedelta(minutes=one[side]):%Y-%m-%d %H:%M:%S}" for one in told] for side in (0, 1)]
    raw = pa.table({"who": [who] * len(told), "since": moments[0], "until": moments[1], "_row": range(len(told))})
    batch = accept(Incoming(entity, "roster.csv", [raw]), "UTC", desk.now)
    desk.turn()
    return batch


def answers(desk: Desk) -> dict[str, int]:
    """Case → minute at which its answer is due."""
    return {name.removesuffix("/answer"): minute for name, minute in desk.armed().items() if name.endswith("answer")}


def test_each_case_is_due_by_the_shifts_of_its_person_and_by_the_calendar_without_any(rostered: Desk) -> None:
    shifts(rostered, "E1", [(5 * HOUR, 13 * HOUR)])
    shifts(rostered, "E2", [(-2 * HOUR, 10), (DAY, DAY + HOUR)])
    for who in ("E1", "E2", "E3", None):
        rostered.tell((who or "nobody", "open", 0), who=who)
    assert answers(rostered) == {"E1": 5 * HOUR + 30, "E2": DAY + 20, "E3": 30, "nobody": 30}
    assert rostered.armed()["E1/close"] == 4 * HOUR
    assert rostered.kept() == rostered.anew()


def test_time_on_call_counts_like_a_shift(rostered: Desk) -> None:
    shifts(rostered, "E1", [(5 * HOUR, 13 * HOUR)])
    shifts(rostered, "E1", [(HOUR, HOUR + 10)], source="on_call")
    rostered.tell(("T", "open", 0), who="E1")
    assert answers(rostered) == {"T": 5 * HOUR + 20}


def test_a_changed_roster_moves_what_is_running(rostered: Desk) -> None:
    rostered.tell(("T", "open", 0), who="E1")
    rostered.tell(("U", "open", 0), who="E2")
    assert answers(rostered) == {"T": 30, "U": 30}
    batch = shifts(rostered, "E1", [(5 * HOUR, 13 * HOUR)])
    assert answers(rostered) == {"T": 5 * HOUR + 30, "U": 30}
    assert rostered.kept() == rostered.anew()
    rostered.withdraw(batch, "roster")
    assert answers(rostered) == {"T": 30, "U": 30}
    assert not rostered.turn()


def test_a_month_whose_roster_has_not_come_counts_by_the_calendar_until_it_comes(rostered: Desk) -> None:
    shifts(rostered, "E1", [(0, 9 * HOUR)])
    rostered.at(NEXT_MONTH + 1)
    rostered.tell(("T", "open", NEXT_MONTH), who="E1")
    assert answers(rostered)["T"] == NEXT_MONTH + 30
    shifts(rostered, "E1", [(NEXT_MONTH + HOUR, NEXT_MONTH + 2 * HOUR)])
    assert answers(rostered)["T"] == NEXT_MONTH + HOUR + 30
    assert rostered.kept() == rostered.anew()


def test_nobody_is_told_of_what_a_roster_makes_late_in_hindsight(rostered: Desk) -> None:
    shifts(rostered, "E1", [(5 * HOUR, 13 * HOUR)])
    rostered.at(HOUR)
    rostered.tell(("T", "open", 0), who="E1")
    shifts(rostered, "E1", [(0, 4 * HOUR)])
    assert rostered.states()["T/answer"] == "missed"
    rostered.at(6 * HOUR)
    rostered.fire()
    assert "T/answer" not in [one.decision.case for one in rostered.decided()]


def test_nobody_is_judged_while_a_roster_waits_to_be_read(rostered: Desk) -> None:
    rostered.tell(("T", "open", 0), who="E1")
    rostered.at(31)
    entity = current().each(Source)["roster"]
    cells = {"who": ["E1"], "since": ["2025-03-03 14:00"], "until": ["2025-03-03 18:00"], "_row": [2]}
    accept(Incoming(entity, "roster.csv", [pa.table(cells)]), "UTC", rostered.now)
    rostered.fire()
    assert rostered.decided() == []
    rostered.turn()
    assert answers(rostered) == {"T": 5 * HOUR + 30}


def test_a_name_found_to_mean_somebody_is_rostered_as_they_are(rostered: Desk) -> None:
    import_people([PersonRow(row=2, number="E1", name="安")], effective=None, now=rostered.now)
    shifts(rostered, "E1", [(5 * HOUR, 13 * HOUR)])
    rostered.tell(("T", "open", 0), who="annie")
    assert answers(rostered) == {"T": 30}
    actions.match(rostered.world, "person", "annie", "E1", rostered.now)
    assert answers(rostered) == {"T": 5 * HOUR + 30}
    assert rostered.kept() == rostered.anew()


def test_a_deadline_is_explained_shift_by_shift(rostered: Desk) -> None:
    shifts(rostered, "E1", [(5 * HOUR, 13 * HOUR)])
    rostered.tell(("T", "open", 0), who="E1")
    answer = rostered.case("T")[0]
    assert answer.steps[-1].why.zh == "排班时间，计时；之前没有排班的时间不计"
    rostered.at(6 * HOUR)
    rostered.fire()
    assert "（排班时间 30 min）" in rostered.decided()[-1].decision.reason.zh
