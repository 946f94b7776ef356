"""What the endpoints of this app take and give."""

from __future__ import annotations

from datetime import datetime

from ninja import Field, Schema

from zhunsheng.server.access.paging import Listing, Paging
from zhunsheng.server.access.schemas import ProblemItem
from zhunsheng.server.facts.values import Held, Receipt


class Remark(ProblemItem):
    """Something worth knowing: what, what to do about it, where."""


class ReceiptOut(Schema):
    """What became of every row: rows = new + changed + duplicate + quarantined + blank, once the state is settled.

    `state`: accepted (durable, not yet in the numbers), settled, withdrawn.
    """

    batch: int
    source: str
    name: str
    sender: str
    state: str
    accepted_at: datetime
    rows: int
    new: int
    changed: int
    duplicate: int
    quarantined: int
    blank: int
    notes: list[Remark]

    @classmethod
    def of(cls, receipt: Receipt) -> ReceiptOut:
        plain = {name: getattr(receipt, name) for name in cls.model_fields if name != "notes"}
        return cls(**plain, notes=[Remark.of(note) for note in receipt.notes])


class Receipts(Listing):
    """A part of the receipts, newest first."""

    items: list[ReceiptOut]


class HeldOut(Schema):
    """A row that could not be read, and why. `state`: waiting, redone, dropped."""

    row: int
    state: str
    problems: list[Remark]

    @classmethod
    def of(cls, held: Held) -> HeldOut:
        return cls(row=held.row, state=held.state, problems=[Remark.of(problem) for problem in held.problems])


class HeldRows(Listing):
    """A part of the rows of a batch that could not be read."""

    items: list[HeldOut]


class ReceiptsAsked(Paging):
    """Which receipts: of a source, whose name or sender holds `q`."""

    source: str = Field(default="", max_length=63)
