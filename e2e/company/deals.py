"""Six months of deals, as they truly went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from e2e.company.staff import FIRST_DAY, LAST_DAY, PRODUCTS, TRANSFER_DAY, Employee

DEALS_A_MONTH = 12
EARLIEST = FIRST_DAY - timedelta(days=60)
LATE = timedelta(days=40)
"""Some deals are signed weeks before anybody enters it in the CRM."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal. `won` and `value` (yuan) are null while it is open; `entered`: when the CRM got to know its end."""

    number: str
    customer: str
    product: str
    seller: str
    opened: date
    closed: date | None = None
    won: bool | None = None
    value: int | None = None
    entered: date | None = None

    def known(self, day: date) -> Deal:
        """The deal as the CRM had it at the end of a day."""
        if self.entered is not None and self.entered <= day:
            return self
        return replace(self, closed=None, won=None, value=None, entered=None)


def deals(
    random: Random, people: Sequence[Employee], moved: Sequence[Employee], customers: Sequence[str]
) -> list[Deal]:
    """All deals closed in the half-year or still open then, by day of opening."""
    later = {person.number: person for person in moved}
    sellers = [
        person for person in (*people, *(p for p in moved if p.hired == TRANSFER_DAY)) if person.position == "销售"
    ]
    drafts = [draft for seller in sellers for draft in _of(random, seller, later.get(seller.number, seller), customers)]
    drafts.sort(key=lambda draft: (draft.opened, draft.seller))
    return [replace(draft, number=f"SJ-{at:04d}") for at, draft in enumerate(drafts, 1)]


def _of(random: Random, seller: Employee, later: Employee, customers: Sequence[str]) -> Iterator[Deal]:
    """One seller's deals; `later` is where the seller stands from the transfer day on."""
    begin = max(EARLIEST, seller.hired)
    for _ in range(DEALS_A_MONTH * (LAST_DAY - begin).days // 30):
        opened = begin + timedelta(days=random.randrange((LAST_DAY - begin).days))
        customer, product = random.choice(customers), random.choice(list(PRODUCTS))
        deal = Deal("", customer, product, seller.number, opened)
        closed = opened + timedelta(days=random.randint(12, 62))
        place = later if closed >= TRANSFER_DAY else seller
        won = random.random() < _chance(place.region, closed)
        price = PRODUCTS[product] * random.randint(4, 30) * random.randint(88, 100) // 100
        late = random.random() < 0.06
        if closed < FIRST_DAY:
            continue
        if closed <= LAST_DAY:
            entered = min(closed + LATE, LAST_DAY) if late else closed
            deal = replace(deal, closed=closed, won=won, value=price if won else None, entered=entered)
        yield deal


def _chance(region: str, closed: date) -> float:
    """How likely a deal is won: in the south something goes wrong in June."""
    if region == "华南" and closed.month == 6:
        return 0.16
    return {"华东": 0.48, "华南": 0.46, "华北": 0.38}[region]
