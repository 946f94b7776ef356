"""The disk is full: said in words, nothing half done, and everything goes on once there is room."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SHOP = Path(__file__).parent / "shop"
MB = 1 << 20
Zhunsheng = Callable[..., subprocess.CompletedProcess[str]]


@contextmanager
def _disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A small disk of its own at the folder; where that is not allowed, the test is skipped."""
    folder.mkdir(exist_ok=True)
    options = f"size={megabytes}m,mode={folder.stat().st_mode & 0o777:o}"
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], check=False)
    if mounted.returncode != 0:
        pytest.skip("needs leave to mount a small disk")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def _room_left(folder: Path, megabytes: int) -> Iterator[None]:
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free - megabytes * MB)
    yield
    ballast.unlink()


def _orders(path: Path, count: int) -> Path:
    chance = random.Random(count)  # noqa: S311  random so that it does not compress
    lines = [f"{chance.getrandbits(120):x},E{row % 50},2025-03-01,{row}" for row in range(count)]
    path.write_text("\n".join(["id,agent,day,value", *lines]))
    return path


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_full_disk_is_said_in_words_and_nothing_is_half_loaded(place: Path, room: Path, zhunsheng: Zhunsheng) -> None:
    small, large = _orders(room / "small.csv", 40_000), _orders(room / "large.csv", 300_000)
    home = place / "home"

    def refused(file: Path) -> str:
        loaded = zhunsheng(home, "load", "orders", str(file))
        assert loaded.returncode == 2, loaded.stderr
        assert "the disk is full" in loaded.stderr
        assert "make room" in loaded.stderr
        assert "Traceback" not in loaded.stderr
        return loaded.stderr

    with _disk(place, 260):
        assert zhunsheng(home, "init", str(SHOP)).returncode == 0
        with _room_left(place, 20):
            refused(small)  # PostgreSQL is not even started
        with _room_left(place, 45):
            refused(large)  # PostgreSQL runs out of room in the middle
        assert "orders" not in zhunsheng(home, "receipts").stdout
        with _disk(home / "lake" / "w_live", 1):
            assert "is accepted" in refused(small)  # and then the lake
        again = zhunsheng(home, "load", "orders", str(small), "--format", "json")
        assert '"duplicate": 40000' in again.stdout, again.stderr
        accepted = zhunsheng(home, "receipts")
        assert "40,000 rows = 40,000 new" in accepted.stdout
        assert "not settled" not in accepted.stdout
