"""Ordinary jobs: the worker that runs them, and the rescue of those whose worker died."""

from __future__ import annotations

import os
import secrets
import socket

from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

_HEARTBEAT = 10.0  # seconds between two signs of life
_LOST = 30.0  # seconds without one, after which a worker counts as dead


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="rescue", pass_context=False, name="jobs.rescue")
async def rescue(timestamp: int) -> None:
    """Give back the jobs of workers that died; handlers are idempotent, so twice is safe and never is not."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_LOST):
        await app.job_manager.retry_job(job)


def run_worker(concurrency: int = 1, *, until_empty: bool = False) -> None:
    """Work for all worlds until told to stop by SIGTERM or SIGINT."""
    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError("the jobs' connector is Django's")
    with app.replace_connector(connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            name=worker_name(),
            concurrency=concurrency,
            wait=not until_empty,
            update_heartbeat_interval=_HEARTBEAT,
            stalled_worker_timeout=_LOST,
            delete_jobs="successful",
        )


def worker_name() -> str:
    """No two workers share a name, also not after a process number is used again."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
