"""The draft: files pushed into it, and what it changes."""

from __future__ import annotations

from pathlib import Path

import click

from zhunsheng.cli.blueprint import author_option, folder, session_of
from zhunsheng.cli.context import in_world
from zhunsheng.cli.words import complain
from zhunsheng.engine.values import Text
from zhunsheng.server.blueprints.directory import read_directory
from zhunsheng.server.drafts.actions.bringing import bring
from zhunsheng.server.drafts.actions.saving import Hand
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.words import differences_of
from zhunsheng.server.worlds.queries import now
from zhunsheng.server.worlds.values import WorldInfo


@click.group()
def draft() -> None:
    """草稿 / what the company is about to change"""


@draft.command()
@folder
@author_option
@in_world
def push(world: WorldInfo, directory: Path, author: str) -> None:
    """推送 / files into the draft; publish it in the browser"""
    made = bring(read_directory(directory), Hand(author, now(world)))
    for _, text in made.said:
        session_of().say(text)
    for ref in made.overwritten:
        session_of().say(
            Text(
                zh=f"注意：草稿里 {ref} 的修改被替换了，可在浏览器里撤销",
                en=f"mind: the draft had {ref} otherwise; undo it in the browser",
            )
        )
    if not made.said:
        session_of().say(Text(zh="草稿没有变化", en="the draft is as it was"))


@draft.command()
@in_world
def show(_: WorldInfo) -> None:
    """查看 / what the draft changes, and what is wrong with it"""
    found = drafted()
    for _ref, text in differences_of(found):
        session_of().say(text)
    for fault in found.faults:
        complain(fault.problem, session_of().language)
    if not found.touches:
        session_of().say(Text(zh="草稿里没有修改", en="the draft changes nothing"))
