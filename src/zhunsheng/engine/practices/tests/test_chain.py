"""A chain that holds is found to hold; one that was touched is found broken, at the place where it was touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhunsheng.engine.practices.chain import BESIDE, NONE, Link, Seal, digest, sealed, verify
from zhunsheng.engine.practices.decision import Decision
from zhunsheng.engine.practices.writing import moment, written
from zhunsheng.engine.values import EntityId, SubjectId, Text, ZhunshengError

NOW = datetime(2025, 8, 20, 4, tzinfo=UTC)


@dataclass(frozen=True)
class Chain:
    """Seals and links as they lie in the books."""

    seals: tuple[Seal, ...]
    links: tuple[Link, ...]

    @property
    def head(self) -> str:
        return self.seals[-1].digest if self.seals else NONE

    def broken(self, expect: str | None = None) -> str:
        """The code of the first problem; empty: there is none."""
        try:
            verify(self.seals, self.links, expect)
        except ZhunshengError as error:
            return error.problems[0].code
        return ""

    def with_link(self, at: int, link: Link) -> Chain:
        return replace(self, links=(*self.links[:at], link, *self.links[at + 1 :]))


def decided(case: int) -> Decision:
    reason = Text(zh=f"第 {case} 单晚了", en=f"order {case} was late")
    return Decision("commitments", EntityId("reply"), 1, f"SO-{case}", SubjectId(case), None, NOW, "breached", reason)


@cache
def link(number: int, case: int) -> Link:
    one = decided(case)
    text = written(one)
    beside = tuple(moment(one.at) if name == "at" else getattr(one, name) for name in BESIDE)
    return Link(number, digest(number, text), text, beside)


def chain(sizes: Sequence[int]) -> Chain:
    """Decisions sealed so many at a time."""
    seals: list[Seal] = []
    links: list[Link] = []
    for size in sizes:
        first = len(links) + 1
        made = [link(number, number) for number in range(first, first + size)]
        seal, digests = sealed(seals[-1] if seals else None, NOW, [one.text for one in made])
        assert digests == [one.digest for one in made]
        seals.append(seal)
        links += made
    return Chain(tuple(seals), tuple(links))


def rehashed(one: Link, text: str) -> Link:
    return replace(one, text=text, digest=digest(one.number, text))


CHAINS = st.lists(st.integers(1, 4), min_size=1, max_size=5).map(chain)
TWO = st.lists(st.integers(1, 4), min_size=2, max_size=5).map(chain)


@given(st.lists(st.integers(1, 4), max_size=5))
def test_an_untouched_chain_holds_and_knows_every_earlier_end(sizes: list[int]) -> None:
    made = chain(sizes)
    found = verify(made.seals, made.links)
    assert (found.seals, found.decisions, found.digest) == (len(sizes), sum(sizes), made.head)
    assert all(made.broken(expect=seal.digest) == "" for seal in made.seals)


@given(CHAINS, st.data())
def test_a_changed_text_is_found(made: Chain, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(made.links) - 1))
    touched = replace(made.links[at], text=made.links[at].text.replace("breached", "kept"))
    assert made.with_link(at, touched).broken() == "chain.changed"


@given(CHAINS, st.data())
def test_a_text_changed_together_with_its_digest_breaks_the_seal(made: Chain, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(made.links) - 1))
    text = made.links[at].text.replace("late", "early")
    assert made.with_link(at, rehashed(made.links[at], text)).broken() == "chain.seal_broken"


@given(CHAINS, st.data())
def test_what_a_decision_is_found_by_cannot_be_changed_alone(made: Chain, data: st.DataObject) -> None:
    at, column = data.draw(st.integers(0, len(made.links) - 1)), data.draw(st.integers(0, len(BESIDE) - 1))
    one = made.links[at]
    beside = tuple("other" if index == column else kept for index, kept in enumerate(one.beside))
    assert made.with_link(at, replace(one, beside=beside)).broken() == "chain.beside"


@given(CHAINS, st.data())
def test_a_deleted_decision_is_missed(made: Chain, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(made.links) - 1))
    with pytest.raises(ZhunshengError, match=f"decision {at + 1} is missing"):
        verify(made.seals, (*made.links[:at], *made.links[at + 1 :]))


@given(TWO, st.data(), st.booleans(), st.booleans())
def test_two_swapped_decisions_are_named(made: Chain, data: st.DataObject, digests: bool, beside: bool) -> None:
    left, right = sorted(data.draw(st.sets(st.integers(0, len(made.links) - 1), min_size=2, max_size=2)))
    one, other = made.links[left], made.links[right]

    def put(there: Link, here: Link) -> Link:
        return Link(
            there.number,
            here.digest if digests else there.digest,
            here.text,
            here.beside if beside else there.beside,
        )

    swapped = made.with_link(left, put(one, other)).with_link(right, put(other, one))
    with pytest.raises(ZhunshengError, match=f"place of decision {left + 1} .* lies decision {right + 1}"):
        verify(swapped.seals, swapped.links)


@given(TWO, st.data(), st.booleans())
def test_a_removed_seal_is_missed_with_or_without_its_decisions(
    made: Chain, data: st.DataObject, with_decisions: bool
) -> None:
    at = data.draw(st.integers(0, len(made.seals) - 1))
    gone = made.seals[at]
    kept = [one for one in made.links if not (with_decisions and gone.first <= one.number < gone.first + gone.count)]
    touched = Chain((*made.seals[:at], *made.seals[at + 1 :]), tuple(kept))
    last = at == len(made.seals) - 1
    assert touched.broken() == ("chain.seal_missing" if not last else "" if with_decisions else "chain.beyond")
    assert touched.broken(expect=made.head) == (touched.broken() or "chain.not_met")


@given(TWO, st.data())
def test_a_seal_made_anew_with_its_decisions_is_followed_by_none(made: Chain, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(made.seals) - 2))
    old = made.seals[at]
    place = old.first - 1
    forged = made.with_link(place, rehashed(made.links[place], made.links[place].text.replace("late", "early")))
    texts = [one.text for one in forged.links[place : place + old.count]]
    new, _ = sealed(made.seals[at - 1] if at else None, NOW, texts)
    touched = replace(forged, seals=(*made.seals[:at], new, *made.seals[at + 1 :]))
    assert touched.broken() == "chain.does_not_follow"


@given(CHAINS, st.data())
def test_a_changed_seal_is_found(made: Chain, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(made.seals) - 1))
    field = data.draw(st.sampled_from(["previous", "first", "count", "made_at", "digest"]))
    old = made.seals[at]
    new: dict[str, object] = {
        "previous": "f" * 64,
        "first": old.first + 1,
        "count": data.draw(st.sampled_from([-1, 0, old.count + 1, old.count - 1])),
        "made_at": NOW.replace(year=2024),
        "digest": "f" * 64,
    }
    touched = replace(old, **{field: new[field]})  # type: ignore[arg-type]
    assert replace(made, seals=(*made.seals[:at], touched, *made.seals[at + 1 :])).broken()


@given(CHAINS, st.integers(-3, 0))
def test_a_decision_put_in_from_outside_is_found(made: Chain, number: int) -> None:
    before = replace(made, links=(link(number, 99), *made.links))
    after = replace(made, links=(*made.links, link(len(made.links) + 1, 99)))
    assert (before.broken(), after.broken()) == ("chain.beyond", "chain.beyond")


def test_a_chain_that_was_made_anew_no_longer_has_the_old_end() -> None:
    made, other = chain([2, 3]), chain([3, 2])
    assert made.broken(expect=made.head) == other.broken(expect=other.head) == ""
    assert other.broken(expect=made.head) == "chain.not_met"


def test_somebody_who_knows_only_the_description_gets_the_same_digests() -> None:
    made = chain([1, 2])
    first = sha256(b"2\n" + made.links[1].text.encode()).hexdigest()
    second = sha256(b"3\n" + made.links[2].text.encode()).hexdigest()
    line = f"decisions/1 2 {made.seals[0].digest} 2 2 2025-08-20T04:00:00.000000Z\n{first}\n{second}\n"
    assert made.seals[1].digest == sha256(line.encode()).hexdigest()
    assert made.seals[0].previous == "0" * 64
    assert made.head == "ae7e2120534e4ce5e0222c6fe987040b752259bed8d7a931d95f8b7c7d3d044c"


def test_no_digest_fits_two_numbers() -> None:
    assert digest(1, "1\n{}") != digest(11, "{}")
