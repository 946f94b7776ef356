"""Steps about a site: a company of some size, its accounts, what a call costs in SQL, the floor of taking rows."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pcsv
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from bench.company import BUNDLE, FIRST_DAY, deals, write_csv
from bench.staff import ALL, DAYS, FACTS, LEAD, PASSWORD, number, write_people
from bench.steps import Figures, source, timed
from zhunsheng.connectors.files.table import open_table
from zhunsheng.server.access.actions import grant, make_token, open_account
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish_directory
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.facts.queries import pending
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.sheet import read_sheet
from zhunsheng.server.project.accounts import create_administrator
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.actions import set_clock
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo

TODAY = datetime.combine(FIRST_DAY + timedelta(days=DAYS), datetime.min.time(), UTC) + timedelta(hours=2)
KEPT = ("deals_count", "deals_value", "deals_won")
ADMIN = "admin"


def company(world: WorldInfo, place: str, people: int) -> Figures:
    """A company through the front door: definitions, people, deals of two months, numbers."""
    figures: Figures = {}
    folder = Path(place)
    for path, text in BUNDLE.items():
        if path.startswith("metrics/") and Path(path).stem not in KEPT:
            continue
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text.replace("grains: [week]", "grains: [day, week, month]"))
    set_clock(world, TODAY)
    publish_directory(folder, now=TODAY - timedelta(days=DAYS + 30))
    sheet = read_sheet(open_table(write_people(settings.HOME.scratch / "people.csv", people)), world.time_zone, TODAY)
    import_people(sheet.rows, effective=None, now=TODAY)
    rows = deals(0, FACTS * people, seed=people, people=people, days=DAYS)
    load(world, source(), write_csv(settings.HOME.scratch / "deals.csv", rows), TODAY)
    with timed(figures, "numbers"):
        tick(world)
    return figures


def accounts(world: WorldInfo) -> dict[str, Any]:
    """Who calls the site: the user names of `lead` and `all`, and the token of a system."""
    create_administrator(ADMIN, PASSWORD)
    admin = User.objects.get(username=ADMIN).pk
    _, secret = make_token(admin, "bench", ["facts:write"], 30, real_now())
    for person in (number(100), number(1)):
        open_account(person, password=PASSWORD)
    grant(number(1), Role.AUDITOR, None, by=ADMIN, now=real_now())
    return {LEAD: number(100), ALL: number(1), "token": secret}


def statements(world: WorldInfo, who: str, path: str) -> Figures:
    """How many SQL statements a call takes, once it has been made before."""
    client = Client(HTTP_HOST="127.0.0.1")
    user = User.objects.get(username=who)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get(path)
    count: Counter[str] = Counter()

    def counted(execute: Any, sql: str, *rest: Any) -> Any:
        count["sql"] += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        response = client.get(path)
    return {"sql": count["sql"], "bytes": len(response.content), "status": response.status_code}


def copied(world: WorldInfo, first: int, count: int, batch: int, people: int) -> Figures:
    """The baseline: the same rows, in the same batches, each committed, straight into a table by COPY."""
    figures: Figures = {}
    rows = deals(first, count, seed=first, people=people, days=DAYS, late=False)
    texts = []
    for piece in rows.to_batches(max_chunksize=batch):
        sink = pa.BufferOutputStream()
        pcsv.write_csv(pa.table(piece), sink, pcsv.WriteOptions(include_header=False))
        texts.append(sink.getvalue().to_pybytes())
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE raw_pushed (id text, person text, customer text, day date, amount numeric, won boolean)"
        )
        with timed(figures, "seconds"):
            for text in texts:
                with cursor.copy("COPY raw_pushed FROM STDIN (FORMAT csv)") as copy:
                    copy.write(text)
        cursor.execute("DROP TABLE raw_pushed")
    return figures


def settled(world: WorldInfo) -> Figures:
    """How long it takes until nothing waits any more."""
    figures: Figures = {}
    with timed(figures, "seconds"):
        while pending():
            time.sleep(0.05)
    return figures
