"""Jobs of files on their way in."""

from __future__ import annotations

from django.db import close_old_connections
from procrastinate.contrib.django import app

from zhunsheng.server.sources.uploads.keeping import sweep
from zhunsheng.server.sources.uploads.loading import carry_out
from zhunsheng.server.worlds.jobs import world_task
from zhunsheng.server.worlds.queries import real_now, worlds
from zhunsheng.server.worlds.values import WorldInfo


@world_task("sources.load", retry=3)
def load_upload(world: WorldInfo, upload: str) -> None:
    """Load a file that was handed in."""
    carry_out(world, upload)


@world_task("sources.sweep")
def sweep_uploads(world: WorldInfo) -> None:
    """Forget files that nobody came back for."""
    sweep(real_now())


@app.periodic(cron="41 * * * *")
@app.task(queueing_lock="sources.sweep_all", pass_context=False, name="sources.sweep_all")
def sweep_all(timestamp: int) -> None:
    """Every hour, ask for it in every world."""
    close_old_connections()
    for world in worlds():
        sweep_uploads.defer(world)
