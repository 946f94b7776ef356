"""Goals and links as a workbook that the import reads again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import xlsxwriter

from zhunsheng.server.access.export import Cell, neutral
from zhunsheng.server.goals.books import read
from zhunsheng.server.goals.cascade import subjects_of
from zhunsheng.server.goals.lists import GOALS, LINKS, said
from zhunsheng.server.goals.sheet import headings
from zhunsheng.server.goals.values import GoalEntry, LinkEntry
from zhunsheng.server.subjects.queries import labels
from zhunsheng.server.subjects.values import Label

_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_workbook(path: Path, language: str) -> tuple[int, int]:
    """Two sheets, in the reader's language (zh or en), no links where there are none; how many goals and links."""
    books = read()
    people = labels([id_ for entry in books.goals.values() for id_ in subjects_of(entry)])
    goals = [_goal(entry, people, language) for entry in books.goals.values()]
    links = [_link(entry, language) for entry in books.links.values()]
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        for source, rows in ((GOALS, goals), (LINKS, links)):
            if source is LINKS and not rows:
                continue
            sheet = book.add_worksheet(source.name.en if language == "en" else source.name.zh)
            sheet.write_row(0, 0, headings(source, language), bold)
            for at, row in enumerate(rows, 1):
                sheet.write_row(at, 0, [neutral(cell) for cell in row])
    return len(goals), len(links)


def _goal(entry: GoalEntry, people: Mapping[int, Label], language: str) -> list[Cell]:
    """In the order of the list's fields."""
    whose = said("level", "company", language) if entry.owner is None else people[entry.owner].key
    return [
        *(entry.code, entry.name, said("level", entry.level, language), whose),
        "、".join(people[id_].key for id_ in entry.accountable),
        *(entry.term, entry.metric, entry.milestone, entry.unit, entry.baseline, entry.target),
        *(said("direction", entry.direction, language), entry.weight),
        said("nature", entry.nature, language) if entry.nature else None,
        said("state", "closed" if entry.closed else "open", language),
    ]


def _link(entry: LinkEntry, language: str) -> list[Cell]:
    """In the order of the list's fields."""
    return [
        *(entry.child, entry.parent, entry.statement, said("sign", str(entry.sign), language), entry.smallest),
        *(entry.delay_from, entry.delay_to, entry.counter, said("state", "open", language)),
    ]
