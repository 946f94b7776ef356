"""The command demo: the example company's story, printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Line

from zhunsheng.cli.numbers import STATES, figure, scene_of
from zhunsheng.cli.progress import progress
from zhunsheng.cli.words import Language, Session, spoken
from zhunsheng.demo.accounts import Account, accounts
from zhunsheng.demo.findings import Cell, Finding, findings
from zhunsheng.demo.mending import mending
from zhunsheng.demo.story import STEPS, Played, play
from zhunsheng.demo.truth import truth
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text
from zhunsheng.server.access.roles import ROLE_WORDS
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.queries import receipts, waiting
from zhunsheng.server.facts.values import Receipt, Waiting
from zhunsheng.server.project.home import Home
from zhunsheng.server.subjects.queries import unmatched
from zhunsheng.server.subjects.values import Unmatched
from zhunsheng.server.worlds.context import enter

COUNTS = ("rows", "new", "changed", "duplicate", "quarantined", "blank")


@click.command("demo")
@click.option("--serve/--no-serve", "serving", default=True, help="之后启动网站 / serve its site afterwards")
@click.option("--port", default=8000, show_default=True, help="端口 / port of the site")
@click.pass_obj
def demo(session: Session, serving: bool, port: int) -> None:
    """示例公司 / A small invented company: made, loaded, measured; prints what was found and serves its site"""
    home, said = Home.at(session.path), spoken(Text(zh="示例公司", en="example company"), session.language)
    with progress(said, STEPS) as done:
        played = play(home, done)
    page = Page(Console(), session.language, program(session.path))
    page.show(played)
    if serving:
        page.doors(accounts(home, truth().people), f"http://127.0.0.1:{port}")
        _serve(home, port, session.language)


def _serve(home: Home, port: int, language: Language) -> None:
    """Become the site. A new program, because the lake's threads do not outlive the fork that makes its workers."""
    sys.stdout.flush()
    words = [
        sys.executable,
        "-m",
        "zhunsheng.cli",
        "--home",
        str(home.path),
        "--lang",
        language.value,
        "serve",
        "--port",
        str(port),
    ]
    os.execv(sys.executable, words)  # noqa: S606 - no shell is wanted


def program(home: Path) -> str:
    """How this command was called, with its home: what the commands on the page begin with."""
    called = Path(sys.argv[0])
    short = called.name if shutil.which(called.name) == str(called) else str(called)
    return f"{quoted(short)} --home {quoted(str(home))}"


def quoted(word: str) -> str:
    """A word as a shell takes it; Chinese needs no quotes."""
    return word if re.fullmatch(r"[\w@%+=:,./-]+", word) else shlex.quote(word)


class Page:
    """The page that the demo prints; made for a terminal of a hundred columns."""

    def __init__(self, console: Console, language: Language, program: str) -> None:
        self._console, self._language, self._program = console, language, program

    def show(self, played: Played) -> None:
        """Everything, the findings as they are computed."""
        with enter(played.world):
            self._opening(played)
            self._receipts(receipts())
            self._problems(waiting(), unmatched())
            self._section(Text(zh="看出了什么", en="What it found"))
            with scene_of(played.world) as scene:
                for at, finding in enumerate(findings(scene, truth()), 1):
                    self._finding(at, finding)
        self._closing()

    def doors(self, found: Sequence[Account], url: str) -> None:
        """The address, and who can sign in with what."""
        self._section(Text(zh=f"网站：{url}", en=f"The site: {url}"))
        heads = (
            *(Text(zh="角色", en="Role"), Text(zh="姓名", en="Name"), Text(zh="工号", en="Number")),
            *(Text(zh="密码", en="Password"), Text(zh="看得到", en="Sees")),
        )
        table = self._table(heads, left=len(heads))
        for one in found:
            role = self._said(ROLE_WORDS[one.role])
            table.add_row(role, one.name, one.number, one.password, self._said(one.sees))
        self._console.print(Padding(table, (0, 0, 1, 2)))
        self._say(Text(zh="Ctrl-C 停止。", en="Ctrl-C stops it."))

    def _opening(self, played: Played) -> None:
        name = current().settings.name
        self._console.print(Rule(Line(self._said(name), style="bold"), style="dim"))
        fresh = Text(
            zh="六十一人，半年，四个系统，十一份导出；全部由种子生成，再从正门读入。",
            en="61 people, half a year, four systems, eleven exports; made from a seed, loaded by the front door.",
        )
        again = Text(
            zh="已经读入过，没有新文件；数字如下。",
            en="Loaded before, nothing new to load; here are the numbers again.",
        )
        self._say(fresh if played.loaded else again)

    def _receipts(self, found: Sequence[Receipt]) -> None:
        self._section(Text(zh="读入了什么：每一行都有着落", en="What came in: every row is accounted for"))
        systems = {name: source.system for name, source in current().each(Source).items()}
        heads = (
            *(Text(zh="系统", en="System"), Text(zh="文件", en="File"), Text(zh="行", en="Rows")),
            *(Text(zh="新增", en="New"), Text(zh="变更", en="Changed"), Text(zh="重复", en="Duplicate")),
            *(Text(zh="隔离", en="Quarantined"), Text(zh="空行", en="Blank")),
        )
        table = self._table(heads, left=2)
        for one in reversed(found):
            counts = [f"{count:,}" if (count := getattr(one, name)) else "·" for name in COUNTS]
            table.add_row(systems[one.source], one.name, *counts)
        self._console.print(Padding(table, (0, 0, 0, 2)))

    def _problems(self, rows: Sequence[Waiting], strays: Sequence[Unmatched]) -> None:
        self._section(Text(zh="什么在等人处理", en="What waits for somebody"))
        if not rows and not strays:
            self._say(Text(zh="  没有。", en="  Nothing."))
            return
        table = self._table((Text(zh="哪里", en="Where"), Text(zh="什么", en="What")), left=2)
        for row in rows:
            where = Text(zh=f"{row.file} 第 {row.row} 行", en=f"{row.file} row {row.row}")
            for problem in row.problems:
                table.add_row(self._said(where), f"{problem['field']}  {problem[self._language.value]}")
        for stray in strays:
            near = "、".join(stray.proposals)
            said = Text(
                zh=f"「{stray.key}」不在清单里，是不是「{near}」？", en=f"'{stray.key}' is not listed; is it '{near}'?"
            )
            table.add_row(stray.dimension, self._said(said))
        self._console.print(Padding(table, (0, 0, 0, 2)))
        for words in mending(truth(), current(), rows, strays):
            self._command(words, 2)

    def _finding(self, number: int, finding: Finding) -> None:
        self._console.print(Line(f"{number}  {self._said(finding.title)}", style="bold"))
        table = self._table(finding.heading, left=1)
        for row in finding.rows:
            table.add_row(*map(self._cell, row))
        self._console.print(Padding(table, (0, 0, 0, 3)))
        self._command(finding.command, 3)
        self._console.print()

    def _cell(self, cell: Cell) -> str:
        if isinstance(cell, Text):
            return self._said(cell)
        return self._said(STATES[cell.state]) if cell.value is None else figure(cell.value, cell.unit)

    def _command(self, words: Sequence[str], indent: int) -> None:
        self._console.print(Line(f"{' ' * indent}→ {' '.join(map(quoted, words))}", style="cyan"), soft_wrap=True)

    def _closing(self) -> None:
        self._console.print(Rule(style="dim"))
        self._say(Text(zh="上面每条命令前面都加上：", en="Put this before every command above:"))
        self._console.print(Line(f"  {self._program}", style="cyan"), soft_wrap=True)

    def _table(self, heads: Iterable[Text], *, left: int) -> Table:
        """A calm table; the first `left` columns hold words, the others figures."""
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="dim", border_style="dim")
        for at, head in enumerate(heads):
            table.add_column(self._said(head), justify="left" if at < left else "right")
        return table

    def _section(self, title: Text) -> None:
        self._console.print()
        self._console.print(Line(self._said(title), style="bold underline"))
        self._console.print()

    def _say(self, text: Text) -> None:
        self._console.print(self._said(text))

    def _said(self, text: Text) -> str:
        return spoken(text, self._language)
