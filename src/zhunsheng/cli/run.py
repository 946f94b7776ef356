"""Commands that run the product: worker, serve, bench."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces, Loops

import zhunsheng
from zhunsheng.cli.words import Session
from zhunsheng.demo.starters import STARTERS
from zhunsheng.demo.story import Kangrui
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.project.boot import boot
from zhunsheng.server.project.home import Home
from zhunsheng.server.project.jobs import run_worker
from zhunsheng.server.project.lifeline import LOOK, started_here, watch
from zhunsheng.server.sources import starters
from zhunsheng.server.tick.delivering import deliver_when_due
from zhunsheng.server.tick.firing import fire_when_due
from zhunsheng.server.tick.worker import work
from zhunsheng.server.worlds.story import make_known

log = logging.getLogger("zhunsheng.serve")

STOP = 20
"""Seconds that a process may take to end before it is killed; what it did is done again."""


@click.command("worker")
@click.pass_obj
def worker(session: Session) -> None:
    """后台处理 / Keep the numbers fresh until stopped: settle facts, compute, fire deadlines, run jobs."""
    home = boot(session.path)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    make_known(Kangrui())
    starters.make_known(*STARTERS)
    session.say(Text(zh="后台处理已启动，Ctrl-C 停止。", en="The worker runs; Ctrl-C stops it."))
    run(home)


def run(home: Home) -> None:
    """Turn the loop, fire and deliver, a thread each, and do jobs in this one, until SIGTERM or SIGINT."""
    watch()
    stop = threading.Event()
    turning = (work, fire_when_due, deliver_when_due)
    with ThreadPoolExecutor(len(turning), "loop") as threads:
        loops = [threads.submit(loop, home, stop) for loop in turning]
        for loop in loops:
            loop.add_done_callback(lambda _: _end_unless(stop))
        try:
            run_worker()
        finally:
            stop.set()
    for loop in loops:
        loop.result()


def _end_unless(stop: threading.Event) -> None:
    """A loop that fell over must not leave a worker behind that only looks alive."""
    if not stop.is_set():
        os.kill(os.getpid(), signal.SIGTERM)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="地址 / address to listen on")
@click.option("--port", default=8000, show_default=True, help="端口 / port")
@click.option("--workers", default=2, show_default=True, help="进程数 / processes that answer requests")
@click.pass_obj
def serve(session: Session, host: str, port: int, workers: int) -> None:
    """启动网站 / Serve the site of this home and keep its numbers fresh, until stopped."""
    home = boot(session.path)
    url = os.environ.setdefault("ZHUNSHENG_URL", f"http://{host}:{port}")
    session.say(Text(zh=f"网站：{url}，Ctrl-C 停止。", en=f"The site: {url}; Ctrl-C stops it."))
    site(home, host, port, workers)


def site(home: Home, host: str, port: int, workers: int = 2) -> None:
    """Answer requests and keep the numbers fresh, each in processes of their own, until told to stop."""
    os.environ.setdefault("ZHUNSHENG_URL", f"http://{host}:{port}")
    started_here()
    multiprocessing.set_start_method("spawn", force=True)  # a fork would take this process's settings and locks along
    stopping = threading.Event()
    words = [sys.executable, "-m", "zhunsheng.cli", "--home", str(home.path), "worker"]
    with ThreadPoolExecutor(1, "keeper") as threads:
        keeping = threads.submit(_keep, words, stopping)
        try:
            Granian(
                "zhunsheng.cli.asgi:application",
                address=host,
                port=port,
                interface=Interfaces.ASGI,
                loop=Loops.asyncio,
                workers=workers,
                workers_kill_timeout=STOP,
                respawn_failed_workers=True,
                backlog=1024,
            ).serve()
        finally:
            stopping.set()
    keeping.result()


def _keep(words: list[str], stopping: threading.Event) -> None:
    """Let there be a worker until the end: one that fell over is started again."""
    while not stopping.is_set():
        with subprocess.Popen(words) as process:
            while process.poll() is None and not stopping.is_set():
                stopping.wait(LOOK)
            if not stopping.is_set():
                log.error("the worker ended with %s; starting another", process.returncode)
                stopping.wait(LOOK)
                continue
            process.terminate()
            try:
                process.wait(STOP)
            except subprocess.TimeoutExpired:
                process.kill()  # in the middle of something long; the next one does it again


@click.command("bench", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """测速 / Our figures beside a baseline, from a checkout of the project."""
    checkout = Path(zhunsheng.__file__).parents[2]
    if not (checkout / "bench" / "__main__.py").exists():
        raise ZhunshengError(
            Problem(
                "bench.no_checkout",
                Text(zh="安装包里没有测速程序", en="an installed package has no benchmarks"),
                Text(zh="在项目的代码目录里运行 make bench", en="run `make bench` in a checkout of the project"),
            )
        )
    done = subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=checkout, check=False)
    raise click.exceptions.Exit(done.returncode)
