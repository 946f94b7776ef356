"""Commands that run the product: worker, serve, bench."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

import zhunsheng
from zhunsheng.cli.words import Session
from zhunsheng.engine.values import Problem, Text, ZhunshengError
from zhunsheng.server.project.boot import boot
from zhunsheng.server.project.database import SERVING
from zhunsheng.server.project.home import Home
from zhunsheng.server.project.jobs import run_worker
from zhunsheng.server.tick.worker import work


@click.command("worker")
@click.pass_obj
def worker(session: Session) -> None:
    """后台处理 / Keep the numbers fresh until stopped: settle facts, compute, run jobs."""
    home = boot(session.path)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    session.say(Text(zh="后台处理已启动,Ctrl-C 停止。", en="The worker runs; Ctrl-C stops it."))
    run(home)


def run(home: Home) -> None:
    """Turn the loop in one thread and do jobs in this one, until told to stop by SIGTERM or SIGINT."""
    stop = threading.Event()
    with ThreadPoolExecutor(1, "tick") as threads:
        turning = threads.submit(work, home, stop)
        turning.add_done_callback(lambda _: _end_unless(stop))
        try:
            run_worker()
        finally:
            stop.set()
    turning.result()


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
    session.say(Text(zh=f"网站:{url},Ctrl-C 停止。", en=f"The site: {url}; Ctrl-C stops it."))
    site(home, host, port, workers)


def site(home: Home, host: str, port: int, workers: int = 2) -> None:
    """Answer requests and keep the numbers fresh, each in processes of their own, until told to stop."""
    os.environ.setdefault("ZHUNSHENG_URL", f"http://{host}:{port}")
    os.environ[SERVING] = "1"
    keeping = subprocess.Popen([sys.executable, "-m", "zhunsheng.cli", "--home", str(home.path), "worker"])
    try:
        Granian(
            "zhunsheng.server.front.asgi:application",
            address=host,
            port=port,
            interface=Interfaces.ASGI,
            workers=workers,
            backlog=1024,
        ).serve()
    finally:
        keeping.terminate()
        keeping.wait()


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
