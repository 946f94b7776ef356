"""The command demo: the example company's story, printed."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import click
from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Line

from zhunsheng.cli.numbers import STATES, scene_of
from zhunsheng.cli.progress import progress
from zhunsheng.cli.words import Language, Session, spoken
from zhunsheng.demo.accounts import Account, accounts
from zhunsheng.demo.company import SEED
from zhunsheng.demo.findings import Cell, Finding, findings
from zhunsheng.demo.play import MONTHS, Played, Plot, go_on, play
from zhunsheng.demo.systems import EXPORTS
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.figures import figure
from zhunsheng.engine.values import Text
from zhunsheng.server.access.roles import ROLE_WORDS
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.queries import receipts, waiting
from zhunsheng.server.facts.values import Receipt, Waiting
from zhunsheng.server.project.boot import boot
from zhunsheng.server.project.home import Home
from zhunsheng.server.subjects.queries import unmatched
from zhunsheng.server.subjects.values import Unmatched
from zhunsheng.server.worlds.context import enter
from zhunsheng.server.worlds.queries import LIVE, now, world

COUNTS = ("rows", "new", "changed", "duplicate", "quarantined", "blank")
SHOWN = 6
"""Problems named one by one; the command tells the others."""
STEPS_ON = {"day": timedelta(days=1), "week": timedelta(weeks=1)}


@click.command("demo")
@click.option("--serve/--no-serve", "serving", default=True, help="之后启动网站 / serve its site afterwards")
@click.option("--port", default=8000, show_default=True, help="端口 / port of the site")
@click.option("--seed", default=SEED, show_default=True, help="种子：同一个数，同一家公司 / which company")
@click.option("--scale", type=click.IntRange(1, 999), default=1, show_default=True, help="几家 287 人的公司 / branches")
@click.option(
    "--months", type=click.IntRange(1, MONTHS), default=MONTHS, show_default=True, help="几个月的历史 / history"
)
@click.option("--next", "on", type=click.Choice([*STEPS_ON]), help="再过一天或一周 / let a day or a week pass")
@click.pass_obj
def demo(session: Session, *, serving: bool, port: int, seed: int, scale: int, months: int, on: str | None) -> None:
    """示例公司 / An invented company: made, loaded, measured; prints what was found and serves its site."""
    if on is not None:
        _go_on(session, STEPS_ON[on])
        return
    home, said = Home.at(session.path), spoken(Text(zh="示例公司", en="example company"), session.language)
    plot = Plot(seed, scale, months)
    with progress(said, plot.steps) as done:
        played = play(home, plot, done)
    page = Page(Console(), session.language, program(session.path))
    page.show(played)
    if serving:
        page.doors(accounts(home, played.plot.companies[0]), f"http://127.0.0.1:{port}")
        _serve(home, port, session.language)


def _go_on(session: Session, by: timedelta) -> None:
    """Let time pass in the example company; a site that serves it shows the news by itself."""
    home = boot(session.path)
    with progress(spoken(Text(zh="时间在走", en="time passes"), session.language), len(EXPORTS) + 2) as done:
        since = now(world(LIVE))
        played = go_on(home, since, since + by, done)
    moment = f"{now(played.world).astimezone(played.world.zone):%Y-%m-%d %H:%M}"
    session.say(
        Text(
            zh=f"现在是 {moment}，读入了 {played.loaded} 个文件。", en=f"It is {moment}; {played.loaded} files came in."
        )
    )


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
                for at, finding in enumerate(findings(scene), 1):
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
        people, months = sum(len(one.staff.seats) for one in played.plot.companies), played.plot.months
        systems = len({source.system for source in current().each(Source).values()})
        fresh = Text(
            zh=f"{people:,} 人，{months} 个月，{systems} 个系统的 {played.loaded} 份导出；"
            "全部由种子生成，再从正门读入。",
            en=f"{people:,} people, {months} months, {played.loaded} exports of {systems} systems; "
            "made from a seed, loaded by the front door.",
        )
        again = Text(
            zh="已经读入过，没有新文件；数字如下。",
            en="Loaded before, nothing new to load; here are the numbers again.",
        )
        self._say(fresh if played.loaded else again)

    def _receipts(self, found: Sequence[Receipt]) -> None:
        self._section(Text(zh="读入了什么：每一行都有着落", en="What came in: every row is accounted for"))
        heads = (
            *(Text(zh="系统", en="System"), Text(zh="数据源", en="Source"), Text(zh="文件", en="Files")),
            *(Text(zh="行", en="Rows"), Text(zh="新增", en="New"), Text(zh="变更", en="Changed")),
            *(Text(zh="重复", en="Duplicate"), Text(zh="隔离", en="Quarantined"), Text(zh="空行", en="Blank")),
        )
        table = self._table(heads, left=2)
        files, counts = Counter(one.source for one in found), Counter[tuple[str, str]]()
        for one in found:
            counts.update({(one.source, name): getattr(one, name) for name in COUNTS})
        for name, source in sorted(current().each(Source).items(), key=lambda each: (each[1].system, each[0])):
            if name in files:
                figures = [f"{count:,}" if (count := counts[name, each]) else "·" for each in COUNTS]
                table.add_row(source.system, self._said(source.name), str(files[name]), *figures)
        self._console.print(Padding(table, (0, 0, 0, 2)))

    def _problems(self, rows: Sequence[Waiting], strays: Sequence[Unmatched]) -> None:
        self._section(Text(zh="什么在等人处理", en="What waits for somebody"))
        if not rows and not strays:
            self._say(Text(zh="  没有。", en="  Nothing."))
            return
        table = self._table((Text(zh="哪里", en="Where"), Text(zh="什么", en="What")), left=2)
        for row in rows[:SHOWN]:
            where = Text(zh=f"{row.file} 第 {row.row} 行", en=f"{row.file} row {row.row}")
            for problem in row.problems:
                table.add_row(self._said(where), f"{problem['field']}  {problem[self._language.value]}")
        for stray in strays[:SHOWN]:
            near = "、".join(stray.proposals)
            said = Text(
                zh=f"「{stray.key}」不在清单里" + (f"，是不是「{near}」？" if near else ""),
                en=f"'{stray.key}' is not listed" + (f"; is it '{near}'?" if near else ""),
            )
            table.add_row(stray.dimension, self._said(said))
        self._console.print(Padding(table, (0, 0, 0, 2)))
        left = len(rows[SHOWN:]) + len(strays[SHOWN:])
        if left:
            self._say(Text(zh=f"  还有 {left} 处", en=f"  and {left} more"))
        self._command(("problems",), 2)

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
        return self._said(STATES[cell.state] if cell.value is None else figure(cell.value, cell.unit))

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
