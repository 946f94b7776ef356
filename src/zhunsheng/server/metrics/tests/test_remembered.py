"""What is found in an organisation is found once, and forgotten with it."""

from __future__ import annotations

import gc
from datetime import date
from weakref import ref

import numpy as np

from zhunsheng.engine.values import Grain, Period
from zhunsheng.server.access.sight import EVER, FOREVER
from zhunsheng.server.metrics.eyes import employed
from zhunsheng.server.people.led import led
from zhunsheng.server.people.organisation import Books, Posted

LEAD, MEMBER, UNIT, TODAY = 1, 2, 9, 700_000


def test_an_organisation_is_not_kept_for_what_was_found_in_it() -> None:
    books = Books.of([Posted(MEMBER, UNIT, LEAD, True, EVER, FOREVER)], {UNIT: None})
    assert led(books, LEAD, TODAY) == {UNIT: EVER}
    assert led(books, LEAD, TODAY) is led(books, LEAD, TODAY), "found once"
    assert employed(books, Period(date.fromordinal(TODAY), Grain.DAY)).tolist() == [MEMBER]
    assert books.settled(np.array([MEMBER]), TODAY).tolist() == [TODAY]
    held = ref(books)
    del books
    gc.collect()
    assert held() is None
