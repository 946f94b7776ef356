"""The job that loads an invented company's data into a company that has just begun."""

from __future__ import annotations

from zhunsheng.engine.values import Problem, Text
from zhunsheng.server.sources.schemas import Progress
from zhunsheng.server.sources.starters import Language, starters
from zhunsheng.server.sources.starting import load_samples, loaded
from zhunsheng.server.worlds.jobs import world_task
from zhunsheng.server.worlds.values import WorldInfo


@world_task("start.sample", retry=3)
def sample(world: WorldInfo, industry: str, language: Language) -> None:
    """Load it; tried again, it goes on where it was."""
    load_samples(world, industry, language)


def troubles(world: WorldInfo) -> list[Problem]:
    """What is to be said where it was given up."""
    return [_FAILED] if sample.failed(world) else []


def under_way(world: WorldInfo) -> Progress | None:
    """How far it is: a step for each file and one for the numbers; None where nothing is loaded."""
    for asked in sample.under_way(world):
        industry = str(asked["industry"])
        if industry in starters():
            language: Language = "en" if asked["language"] == "en" else "zh"
            return Progress(done=loaded(industry, language), total=len(starters()[industry].files) + 1)
    return None


_FAILED = Problem(
    "start.sample_failed",
    Text(
        zh="示例数据没有装完，试了几次都没有成功",
        en="the sample data could not be loaded to the end, though it was tried several times",
    ),
    Text(
        zh="在服务器上运行 zhunsheng doctor 看原因；也可以下载示例文件，在数据源里自己上传",
        en="run zhunsheng doctor on the server to see why; or download the sample files and upload them yourself",
    ),
)
