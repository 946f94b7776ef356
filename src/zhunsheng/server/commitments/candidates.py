"""Whom the rules of a commitment mean for cases that have just begun: read from the records that began them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import cast

import ibis

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.facts.views import standing
from zhunsheng.engine.practices.commitments.commitment import Commitment
from zhunsheng.engine.practices.commitments.responsible import Choice, Holder, Keeper, Named
from zhunsheng.engine.values import SubjectId
from zhunsheng.server.commitments.places import Company
from zhunsheng.server.facts import reading
from zhunsheng.server.metrics.evaluate import Scene
from zhunsheng.server.subjects.queries import labels, looked_up, same_as_pairs

Value = str | int | None
"""A field of a record: a subject as its id, everything else as text."""


@dataclass(frozen=True)
class Candidates:
    """Finds candidates for cases of one definition. `bundle`: its blueprint. `seqs`: of the facts that began them."""

    scene: Scene
    bundle: Bundle
    chain: Commitment
    company: Company
    seqs: Sequence[int]

    def people(self, seq: int) -> list[list[SubjectId]]:
        """For each rule whom it means for the case that this fact began, people at work today."""
        rules = self.chain.responsible.choose if self.chain.responsible else ()
        there = self.company.on(self.scene.today())
        return [
            [SubjectId(one) for one in self._of(rule, self._records.get(seq, {})) if one in there.spots]
            for rule in rules
        ]

    def _of(self, rule: Choice, record: Mapping[str, Value]) -> list[int]:
        match rule:
            case Named(field=field):
                return self._meant(record.get(field))
            case Keeper(key=key):
                return self._meant(self._kept[rule].get(self._text(record.get(key))))
            case Holder(position=position):
                return self._holders(rule, position, record)

    def _holders(self, rule: Holder, position: str, record: Mapping[str, Value]) -> list[int]:
        there = self.company.on(self.scene.today())
        people = list(there.holders(position))
        if rule.region is not None:
            region = self._member("region", record.get(rule.region))
            people = [one for one in people if region is not None and there.spots[one].region == region]
        if rule.unit is not None:
            unit = self._member("unit", record.get(rule.unit))
            people = [one for one in people if unit is not None and unit in there.units_above(there.unit(one))]
        return people

    def _member(self, dimension: str, value: Value) -> int | None:
        """The region or unit that a field names, by its key or its id."""
        if isinstance(value, str):
            value = self._looked_up(dimension, value)
        return next(iter(self._meant(value)), None)

    def _meant(self, subject: Value) -> list[int]:
        return [self._same.get(subject, subject)] if isinstance(subject, int) else []

    def _text(self, value: Value) -> str:
        return self._keys[value] if isinstance(value, int) else value or ""

    @cached_property
    def _looked_up(self) -> Callable[[str, str], int]:
        return cache(lambda dimension, text: looked_up(dimension, [text])[text])

    @cached_property
    def _same(self) -> dict[int, int]:
        return dict(same_as_pairs())

    @cached_property
    def _keys(self) -> dict[int, str]:
        """Subjects that the records name, as lists name them."""
        named = {value for record in self._records.values() for value in record.values() if isinstance(value, int)}
        return {subject: label.key for subject, label in labels(named).items()}

    @cached_property
    def _records(self) -> dict[int, dict[str, Value]]:
        """Of each fact that began a case the fields that the rules look at."""
        rules = self.chain.responsible.choose if self.chain.responsible else ()
        fields = sorted({field for rule in rules for field in looked_at(rule)})
        source = self.bundle.each(Source)[self.chain.begins.source]
        rows = reading.rows(self.scene.engine, reading.lake_of(self.scene.world, source))
        wanted = rows.filter(rows["_seq"].isin(list(self.seqs)))
        chosen = wanted.select("_seq", *(_plain(wanted[field]) for field in fields))
        return {row.pop("_seq"): row for row in self.scene.engine.arrow(chosen).to_pylist()}

    @cached_property
    def _kept(self) -> dict[Choice, dict[str, int]]:
        rules = self.chain.responsible.choose if self.chain.responsible else ()
        return {rule: self._keepers(rule) for rule in rules if isinstance(rule, Keeper)}

    def _keepers(self, rule: Keeper) -> dict[str, int]:
        """Key → who looks after it, by the list that keeps it."""
        source = self.bundle.each(Source)[rule.source]
        rows = standing(reading.rows(self.scene.engine, reading.lake_of(self.scene.world, source)))
        wanted = {self._text(record.get(rule.key)) for record in self._records.values()}
        known = rows.filter(rows[source.key[0]].cast("string").isin(sorted(wanted)), rows[rule.person].notnull())
        found = known.select(key=known[source.key[0]].cast("string"), person=known[rule.person].cast("int64"))
        return {row["key"]: row["person"] for row in self.scene.engine.arrow(found).to_pylist()}


def looked_at(rule: Choice) -> list[str]:
    """The fields of a record that the rule looks at."""
    match rule:
        case Named(field=field):
            return [field]
        case Keeper(key=key):
            return [key]
        case Holder(region=region, unit=unit):
            return [field for field in (region, unit) if field is not None]


def _plain(column: ibis.Column) -> ibis.Column:
    """A subject as its id, everything else as text."""
    return column if column.type().is_integer() else cast(ibis.Column, column.cast("string").name(column.get_name()))
