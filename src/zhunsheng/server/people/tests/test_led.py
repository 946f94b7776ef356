"""Units that somebody leads are found once, and forgotten with the organisation."""

from __future__ import annotations

import gc
from weakref import ref

from zhunsheng.server.access.sight import EVER, FOREVER
from zhunsheng.server.people.led import led
from zhunsheng.server.people.organisation import Books, Posted

LEAD, MEMBER, UNIT, TODAY = 1, 2, 9, 700_000


def test_an_organisation_is_not_kept_for_the_units_that_were_found_in_it() -> None:
    books = Books.of([Posted(MEMBER, UNIT, LEAD, True, EVER, FOREVER)], {UNIT: None})
    assert led(books, LEAD, TODAY) == {UNIT: EVER}
    assert led(books, LEAD, TODAY) is led(books, LEAD, TODAY), "found once"
    held = ref(books)
    del books
    gc.collect()
    assert held() is None
