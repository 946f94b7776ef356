"""Changing goals: lists of goals and links taken over as a whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.server.goals.books import read, write
from zhunsheng.server.goals.cascade import flaws_of
from zhunsheng.server.goals.plan import counted, plan
from zhunsheng.server.goals.sheet import Sheets
from zhunsheng.server.goals.stretches import stretches
from zhunsheng.server.goals.values import ImportRefused, ImportReport
from zhunsheng.server.metrics.evaluate import Scene

_ALONE = "SELECT pg_advisory_xact_lock(hashtext('zhunsheng.goals.' || current_schema()))"


@transaction.atomic
def import_goals(scene: Scene, sheets: Sheets, *, now: datetime, dry_run: bool = False) -> ImportReport:
    """Let the lists hold: goals are found by code, links by their ends; who is not in them stays as is.

    All or nothing: raises ImportRefused with every row that cannot be loaded, unless `dry_run` only reports.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ALONE)
    books, metrics = read(), scene.bundle.each(Metric)
    made = plan(sheets, books, metrics)
    report = ImportReport(
        goals=counted(made.goals, books.goals),
        links=counted(made.links, books.links, len(made.ended)),
        refused=made.refused,
    )
    if report.refused and not dry_run:
        raise ImportRefused(report)
    goals = [entry for code, entry in made.goals.items() if books.goals.get(code) != entry]
    links = [entry for ends, entry in made.links.items() if books.links.get(ends) != entry]
    remarks = tuple(stretches(scene, goals))
    if not dry_run:
        write(goals, links, made.ended, now)
    return replace(report, flaws=tuple(flaws_of(made.after(books), metrics)), remarks=remarks)
