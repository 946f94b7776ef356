"""The job that loads an invented company's data into a company that has just begun."""

from __future__ import annotations

from zhunsheng.server.sources.schemas import Progress
from zhunsheng.server.sources.starters import Language, starters
from zhunsheng.server.sources.starting import load_samples, loaded
from zhunsheng.server.worlds.jobs import world_task
from zhunsheng.server.worlds.values import WorldInfo


@world_task("start.sample", retry=3)
def sample(world: WorldInfo, industry: str, language: Language) -> None:
    """Load it; tried again, it goes on where it was."""
    load_samples(world, industry, language)


def under_way(world: WorldInfo) -> Progress | None:
    """How far it is: a step for each file and one for the numbers; None where nothing is loaded."""
    for asked in sample.under_way(world):
        industry, language = str(asked["industry"]), "en" if asked["language"] == "en" else "zh"
        total = len(starters()[industry].files) + 1 if industry in starters() else None
        return Progress(done=loaded(industry, language) if total else 0, total=total)  # type: ignore[arg-type]
    return None
