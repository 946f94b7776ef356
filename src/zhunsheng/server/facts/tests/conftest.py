"""Fixtures of the facts' tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from zhunsheng.server.facts.models import Batch, FactTable, Head, Quarantined, Repeats, Segment, Settlement
from zhunsheng.server.worlds.values import WorldInfo


@pytest.fixture
def sweep(world: WorldInfo) -> Callable[[], None]:
    """Empties the books and the lake between the examples of one property."""

    def swept() -> None:
        for model in (Head, Quarantined, Repeats, Segment):
            model.objects.all().delete()
        Settlement.objects.all().delete()
        Batch.objects.all().delete()
        FactTable.objects.all().delete()
        shutil.rmtree(world.lake, ignore_errors=True)

    return swept
