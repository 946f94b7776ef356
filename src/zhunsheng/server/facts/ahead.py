"""Doing the next piece of work while this one is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def ahead(pieces: Iterable[T]) -> Iterator[T]:
    """The same pieces, each made in another thread while the one before it is being used.

    Parsing is plain computation and writing waits for the database, so two cores are kept busy.
    """
    iterator = iter(pieces)
    with ThreadPoolExecutor(max_workers=1) as pool:
        coming = pool.submit(next, iterator, None)
        while (piece := coming.result()) is not None:
            coming = pool.submit(next, iterator, None)
            yield piece
