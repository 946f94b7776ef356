"""Whatever is done to the tables behind their back, verifying finds it and says where."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhunsheng.engine.practices.chain import NONE, digest, sealed
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.decisions import audit, queries
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.decisions.models import DecisionRow, Seal
from zhunsheng.server.decisions.tests.made import NOW, behind_its_back, late, restored
from zhunsheng.server.worlds.values import WorldInfo

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def few(world: WorldInfo) -> str:
    """Six decisions under three seals; the digest at the end."""
    for size in (1, 3, 2):
        record([late(f"{size}-{at}") for at in range(size)], NOW)
    return audit.verify().digest


@pytest.fixture
def many(world: WorldInfo) -> str:
    """20,000 decisions under 40 seals."""
    for seal in range(40):
        record([late(f"{seal}-{at}") for at in range(500)], NOW)
    return audit.verify().digest


def run(*statements: str) -> None:
    with behind_its_back(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def change(number: int) -> None:
    run(f"UPDATE decisions_decisionrow SET body = replace(body, '6.5', '3.5') WHERE id = {number}")


def rehash(number: int) -> None:
    change(number)
    body = DecisionRow.objects.get(id=number).body
    run(f"UPDATE decisions_decisionrow SET digest = '{digest(number, body)}' WHERE id = {number}")


def delete(number: int) -> None:
    run(f"DELETE FROM decisions_decisionrow WHERE id = {number}")


def relabel(number: int) -> None:
    run(f"UPDATE decisions_decisionrow SET about = 77 WHERE id = {number}")


def postpone(number: int) -> None:
    run(f"UPDATE decisions_decisionrow SET at = at + interval '1 microsecond' WHERE id = {number}")


TOUCHED: dict[Callable[[int], None], str] = {
    change: "chain.changed",
    rehash: "chain.seal_broken",
    delete: "chain.decision_missing",
    relabel: "chain.beside",
    postpone: "chain.beside",
}


def swap(number: int, other: int) -> None:
    run(
        f"UPDATE decisions_decisionrow SET id = -1 WHERE id = {number}",
        f"UPDATE decisions_decisionrow SET id = {number} WHERE id = {other}",
        f"UPDATE decisions_decisionrow SET id = {other} WHERE id = -1",
    )


def remove(seal: int) -> None:
    run(
        "DELETE FROM decisions_decisionrow d USING decisions_seal s"
        f" WHERE s.number = {seal} AND d.id >= s.first AND d.id < s.first + s.count",
        f"DELETE FROM decisions_seal WHERE number = {seal}",
    )


def problem(expect: str | None = None) -> tuple[str, str]:
    """Code and words of what is broken."""
    try:
        audit.verify(expect)
    except ZhunshengError as error:
        (found,) = error.problems
        return found.code, found.message.en
    return "", ""


@given(st.sampled_from(list(TOUCHED)), st.integers(1, 6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_one_decision_touched_is_found(few: str, touch: Callable[[int], None], number: int) -> None:
    with restored():
        touch(number)
        code, words = problem()
    assert code == TOUCHED[touch]
    assert f"decision {number} " in words or (touch is rehash and "seal" in words)


def test_swapped_decisions_are_both_named(few: str) -> None:
    swap(3, 6)
    assert problem()[0] == "chain.swapped"
    assert "place of decision 3 (under seal 2) lies decision 6" in problem()[1]


@pytest.mark.parametrize(("seal", "code"), [(1, "chain.seal_missing"), (2, "chain.seal_missing"), (3, "")])
def test_a_removed_seal_is_missed_the_last_one_by_its_digest(few: str, seal: int, code: str) -> None:
    remove(seal)
    assert problem()[0] == code
    assert problem(expect=few)[0] == (code or "chain.not_met")


def test_what_follows_an_earlier_end_is_no_problem(few: str) -> None:
    record([late()], NOW)
    assert audit.verify(expect=few).decisions == 7
    assert audit.verify(expect=NONE).seals == 4


def test_a_chain_made_anew_from_the_first_to_the_last_is_known_by_the_old_end(few: str) -> None:
    change(1)
    last = None
    for row in Seal.objects.order_by("number"):
        bodies = DecisionRow.objects.filter(id__gte=row.first, id__lt=row.first + row.count).order_by("id")
        last, digests = sealed(last, row.made_at, [one.body for one in bodies])
        run(
            f"UPDATE decisions_seal SET previous = '{last.previous}', digest = '{last.digest}'"
            f" WHERE number = {last.number}",
            *(
                f"UPDATE decisions_decisionrow SET digest = '{made}' WHERE id = {number}"
                for number, made in enumerate(digests, start=row.first)
            ),
        )
    assert problem()[0] == ""
    assert problem(expect=few)[0] == "chain.not_met"


@pytest.mark.parametrize("said", ["", "abc", "A" * 64, "z" * 64])
def test_what_is_no_digest_is_not_looked_for(few: str, said: str) -> None:
    assert problem(expect=said)[0] == "chain.no_digest"


def test_an_empty_chain_holds() -> None:
    found = audit.verify()
    assert (found.seals, found.decisions, found.digest) == (0, 0, NONE)
    assert queries.last_seal() is None


@pytest.mark.slow
def test_one_of_twenty_thousand_is_found_wherever_it_lies(many: str) -> None:
    """Around the edges of portions and seals, and in the middle."""
    assert audit.verify(expect=many).decisions == 20_000
    for number in (1, 500, 501, audit.PORTION, audit.PORTION + 1, 12_345, 20_000):
        for touch, code in ((change, "chain.changed"), (delete, "chain.decision_missing")):
            with restored():
                touch(number)
                found, words = problem()
            assert (found, f"decision {number} " in words) == (code, True)
    with restored():
        swap(17, 19_999)
        assert "place of decision 17 (under seal 1) lies decision 19999" in problem()[1]
    with restored():
        remove(20)
        assert problem() == ("chain.seal_missing", "seal 20 is missing, with the decisions it held")
    with restored():
        remove(40)
        assert audit.verify().decisions == 19_500
        assert problem(expect=many)[0] == "chain.not_met"


def test_how_far_it_is_is_told(many: str) -> None:
    told: list[int] = []
    audit.verify(progress=told.append)
    assert told == [audit.PORTION] * (20_000 // audit.PORTION)
