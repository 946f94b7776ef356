"""Keep: decide on stages that were done in time, where something follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from zhunsheng.server.commitments.acting import Acting
from zhunsheng.server.commitments.decided import Definitions, kept
from zhunsheng.server.commitments.models import Standing
from zhunsheng.server.decisions.actions import record
from zhunsheng.server.metrics.evaluate import Scene


def keep(scene: Scene, rows: Sequence[Standing]) -> None:
    """Decide once on each of them, and let its standing say by which decision."""
    definitions, acting = Definitions(), Acting(scene.world, scene.now)
    sure = [row for row in rows if definitions.of(row)[1].kept]
    for row, number in zip(sure, record([kept(definitions, row, acting) for row in sure], scene.now), strict=True):
        row.decision = number
    Standing.objects.bulk_update(sure, ["decision"], batch_size=1_000)
