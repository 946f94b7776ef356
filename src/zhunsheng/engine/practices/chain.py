"""The chain of decisions: how they are numbered and sealed, and how somebody else proves that nothing was changed.

Decisions are numbered from 1 without gaps. Those recorded together get one seal; seals are numbered from 1 too. Every
digest is SHA-256 as 64 small hexadecimal digits, over UTF-8:

- digest of a decision: its number, a line feed, its text (see `writing`), nothing after it;
- digest of a seal: the line `decisions/1 NUMBER PREVIOUS FIRST COUNT MADE_AT` and after it one line for each of its
  decisions with that decision's digest; every line ends with a line feed. PREVIOUS is the digest of the seal before,
  sixty-four zeros for the first; FIRST is the number of its first decision, COUNT how many there are, MADE_AT a moment
  as `writing` writes it.

So the digest of the last seal stands for every decision there is. Whoever keeps it can tell later whether any was
changed, left out, added in between or cut off at the end: whoever can write to the database could seal everything anew,
but never so that an earlier digest still appears.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from zhunsheng.engine.practices import faults
from zhunsheng.engine.practices.writing import moment
from zhunsheng.engine.values import ZhunshengError

NONE = "0" * 64
"""What the first seal has for a previous digest."""
BESIDE = ("practice", "rule", "case", "about", "answers", "at", "outcome")
"""Members of a decision that are kept beside its text too, to find it by."""


@dataclass(frozen=True)
class Seal:
    """What holds decisions together that were recorded together; see above."""

    number: int
    previous: str
    first: int
    count: int
    made_at: datetime
    digest: str


@dataclass(frozen=True, slots=True)
class Link:
    """A decision as it lies in the chain. `beside`: the values of BESIDE as they are kept, `at` as it is written."""

    number: int
    digest: str
    text: str
    beside: tuple[str | int | None, ...]


@dataclass(frozen=True)
class Verified:
    """A chain that holds: how many seals and decisions, and the digest that stands for them all."""

    seals: int = 0
    decisions: int = 0
    digest: str = NONE


def digest(number: int, text: str) -> str:
    """The digest of the decision that has this number and text."""
    return sha256(f"{number}\n{text}".encode()).hexdigest()


def sealed(last: Seal | None, made_at: datetime, texts: Sequence[str]) -> tuple[Seal, list[str]]:
    """The seal that follows `last` and holds decisions with these texts, and the decisions' digests."""
    number, previous, first = (last.number + 1, last.digest, last.first + last.count) if last else (1, NONE, 1)
    digests = [digest(at, text) for at, text in enumerate(texts, start=first)]
    opening = _opening(number, previous, first, len(texts), made_at)
    whole = sha256("".join([opening, *(f"{one}\n" for one in digests)]).encode()).hexdigest()
    return Seal(number, previous, first, len(texts), made_at, whole), digests


def verify(seals: Iterable[Seal], links: Iterable[Link], expect: str | None = None) -> Verified:
    """Walk the chain, both in the order of their numbers, holding one decision at a time.

    `expect`: the digest of a seal that was there once. Raises ZhunshengError with the first broken place.
    """
    found, rest, met = Verified(), iter(links), expect in (None, NONE)
    for seal in seals:
        _follows(found, seal)
        _holds(seal, rest)
        found = Verified(seal.number, found.decisions + seal.count, seal.digest)
        met = met or seal.digest == expect
    if (stray := next(rest, None)) is not None:
        raise ZhunshengError(faults.beyond(stray.number, found.seals))
    if not met:
        raise ZhunshengError(faults.not_met(expect or NONE, found.seals, found.decisions))
    return found


def _follows(found: Verified, seal: Seal) -> None:
    if seal.number != found.seals + 1:
        raise ZhunshengError(faults.seal_missing(found.seals + 1))
    if seal.previous != found.digest or seal.first != found.decisions + 1:
        raise ZhunshengError(faults.does_not_follow(seal.number))


def _holds(seal: Seal, rest: Iterator[Link]) -> None:
    whole = sha256(_opening(seal.number, seal.previous, seal.first, seal.count, seal.made_at).encode())
    for number in range(seal.first, seal.first + seal.count):
        link = next(rest, None)
        if link is None or link.number > number:
            raise ZhunshengError(faults.decision_missing(number, seal.number))
        if link.number < number:
            raise ZhunshengError(faults.beyond(link.number, seal.number))
        _stands(link, seal, rest)
        whole.update(f"{link.digest}\n".encode())
    if whole.hexdigest() != seal.digest:
        raise ZhunshengError(faults.seal_broken(seal.number, seal.first, seal.first + seal.count - 1))


def _stands(link: Link, seal: Seal, rest: Iterator[Link]) -> None:
    if digest(link.number, link.text) != link.digest:
        other = next((one.number for one in rest if _swapped(link, one)), None)
        broken = faults.changed(link.number, seal.number)
        raise ZhunshengError(broken if other is None else faults.swapped(link.number, other, seal.number))
    said = json.loads(link.text)
    for name, kept in zip(BESIDE, link.beside, strict=True):
        if said[name] != kept:
            raise ZhunshengError(faults.beside(link.number, seal.number, name))


def _swapped(link: Link, other: Link) -> bool:
    """Whether the text that lies in the link's place was recorded in the other's."""
    return digest(other.number, link.text) in (other.digest, link.digest)


def _opening(number: int, previous: str, first: int, count: int, made_at: datetime) -> str:
    return f"decisions/1 {number} {previous} {first} {count} {moment(made_at)}\n"
