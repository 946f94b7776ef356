"""Ordinary jobs: the worker that runs them, and the rescue of those whose worker died."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import signal
import socket
from contextlib import suppress

import psycopg
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

log = logging.getLogger("zhunsheng.jobs")

_HEARTBEAT = 10.0  # seconds between two signs of life
_LOST = 30.0  # seconds without one, after which a worker counts as dead
_PATIENCE = 5.0  # seconds to wait for a connection
_REST = 1.0  # seconds between two tries
_TRIES = 5
"""How often a job is begun: one whose worker died each time is ended, so that it takes no other worker with it."""


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="rescue", pass_context=False, name="jobs.rescue")
async def rescue(timestamp: int) -> None:
    """Give back the jobs of workers that died; handlers are idempotent, so twice is safe and never is not."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_LOST):
        if job.attempts < _TRIES:
            await app.job_manager.retry_job(job)
        else:
            log.error("job %s (%s) has killed its worker %s times and is given up", job.id, job.task_name, job.attempts)
            await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def run_worker() -> None:
    """Do jobs of all worlds until SIGTERM or SIGINT comes. A database that is gone is waited for."""
    asyncio.run(_until_told())


def run_until_empty() -> None:
    """Do the jobs that wait."""
    asyncio.run(_work(wait=False))


async def _until_told() -> None:
    """The jobs' library ends its worker whenever the database goes away, so only a signal counts as an end."""
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    telling = asyncio.create_task(told.wait())
    while not told.is_set():
        working = asyncio.create_task(_work(wait=True))
        await asyncio.wait({working, telling}, return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        try:
            with suppress(asyncio.CancelledError):
                await working
        except (ConnectorException, psycopg.OperationalError) as error:
            log.warning("database is away, trying again: %s", str(error.__cause__ or error).strip())
        await asyncio.wait({telling}, timeout=_REST)


async def _work(*, wait: bool) -> None:
    # A connector does not outlive its pool, and the pool not a lost database.
    fresh = PsycopgConnector(kwargs=connector_params(), min_size=1, timeout=_PATIENCE)
    with app.replace_connector(fresh) as worker_app:
        async with worker_app.open_async():
            await worker_app.run_worker_async(
                name=worker_name(),
                concurrency=1,
                wait=wait,
                install_signal_handlers=False,
                update_heartbeat_interval=_HEARTBEAT,
                stalled_worker_timeout=_LOST,
                delete_jobs="successful",
            )


def worker_name() -> str:
    """No two workers share a name, also not after a process number is used again."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
