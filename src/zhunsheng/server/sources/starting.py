"""A company begins: its first release, whoever looks after its numbers, an invented company's data to try it with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction

from zhunsheng.engine.blueprint.bundle import Bundle
from zhunsheng.engine.blueprint.entity import AnyEntity, Ref
from zhunsheng.engine.blueprint.near import proposal
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.metrics.metric import Metric
from zhunsheng.engine.values import Problem, Text, all_or_raise
from zhunsheng.server.access.actions import grant
from zhunsheng.server.access.queries import grants
from zhunsheng.server.access.roles import Role
from zhunsheng.server.access.values import Refusal
from zhunsheng.server.blueprints.queries import current, current_number
from zhunsheng.server.drafts.actions.publish import Terms, put_out
from zhunsheng.server.facts.actions.load import load
from zhunsheng.server.facts.queries import batches_named
from zhunsheng.server.sources.industries import CHINA, INDUSTRIES, calendar_of_china, template
from zhunsheng.server.sources.schemas import StartIn
from zhunsheng.server.sources.starters import Language, SampleFile, starters
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds import queries as worlds
from zhunsheng.server.worlds.values import WorldInfo

IN_CHINA = frozenset({"Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "Asia/Urumqi", "PRC"})
"""Time zones whose companies work by the calendar of China."""
SETUP = "setup"
"""By whom the first HR partner's role was given."""


@transaction.atomic
def begin(given: StartIn, username: str, now: datetime, real_now: datetime) -> list[Problem]:
    """Publish the first release; what is to be remarked on. Raises Refusal where there is one already.

    Whoever begins becomes HR partner of the whole company where they ask for it and nobody is one (decision 27).
    """
    if current_number():
        raise Refusal(409, _BEGUN, "start.begin")
    all_or_raise(_problems(given))
    made, _ = put_out(dressed(given), Terms(now, username, INDUSTRIES[given.industry][0].zh))
    if made.release.number != 1:  # somebody was faster, while this one waited for its turn
        raise Refusal(409, _BEGUN, "start.begin")
    if not given.partner:
        return []
    if any(one.role is Role.HRBP for one in grants(real_now)):
        return [_PARTNER_THERE]
    grant(username, Role.HRBP, None, by=SETUP, now=real_now)
    return []


def dressed(given: StartIn) -> Bundle:
    """The trade's blueprint with the company's name, money, time and, in China, working days."""
    plain = template(given.industry)
    settings_ = plain.settings.model_copy(
        update={
            "name": Text(zh=given.name, en=given.name),
            "currency": given.currency,
            "time_zone": given.time_zone,
            "calendar": CHINA if given.time_zone in IN_CHINA else plain.settings.calendar,
        }
    )
    entities = {ref: _priced(entity, plain, given.currency) for ref, entity in plain.entities.items()}
    if settings_.calendar:
        entities[Ref("calendar", CHINA)] = calendar_of_china()
    return Bundle(settings_, entities)


def load_samples(world: WorldInfo, industry: str, language: Language) -> None:
    """Load the files of the trade's invented company, and let the numbers follow; what is there is not loaded again."""
    starter = starters()[industry]
    with TemporaryDirectory(dir=settings.HOME.scratch) as folder:
        for file in starter.files:
            path = Path(folder) / file.file(language)
            if not batches_named([path.name]):
                now = worlds.now(world)
                starter.write(file.source, language, now.astimezone(world.zone).date(), path)
                load(world, current().each(Source)[file.source], path, now)
    tick(world)


def loaded(industry: str, language: Language) -> int:
    """How many of the trade's files are there."""
    return len(batches_named([file.file(language) for file in starters()[industry].files]))


def sampled() -> bool:
    """Whether an invented company's data stand in this world."""
    files: list[SampleFile] = [file for starter in starters().values() for file in starter.files]
    return bool(batches_named([file.file(language) for file in files for language in ("zh", "en")]))


def _priced(entity: AnyEntity, plain: Bundle, currency: str) -> AnyEntity:
    """The entity with the company's money in place of the template's."""
    money = plain.settings.currency

    def priced(unit: str) -> str:
        return "/".join(currency if word == money else word for word in unit.split("/"))

    match entity:
        case Metric():
            return entity.model_copy(update={"unit": priced(entity.unit)})
        case Source():
            fields = {
                name: field.model_copy(update={"unit": priced(field.unit)}) if field.unit else field
                for name, field in entity.fields.items()
            }
            return entity.model_copy(update={"fields": fields})
    return entity


def _problems(given: StartIn) -> list[Problem]:
    problems = []
    if given.industry not in INDUSTRIES:
        problems.append(_no_industry(given.industry))
    elif given.sample and given.industry not in starters():
        problems.append(_no_sample(INDUSTRIES[given.industry][0]))
    return problems


def _no_industry(industry: str) -> Problem:
    return Problem(
        "start.no_industry",
        Text(zh=f"没有行业「{industry}」", en=f"there is no trade '{industry}'"),
        proposal(industry, INDUSTRIES),
        place="industry",
    )


def _no_sample(name: Text) -> Problem:
    return Problem(
        "start.no_sample",
        Text(zh=f"「{name.zh}」没有示例数据", en=f"there is no sample data for '{name.en}'"),
        Text(zh="不装示例，或换一个行业", en="begin without it, or choose another trade"),
        place="sample",
    )


_BEGUN = Problem(
    "start.begun",
    Text(zh="公司已经设置过了", en="the company has begun already"),
    Text(zh="在草稿里继续改，然后发布", en="go on in the draft, and publish it"),
)
_PARTNER_THERE = Problem(
    "start.partner_there",
    Text(
        zh="已经有人力伙伴，没有再给你这个角色",
        en="there is an HR partner already, so you were not given that role",
    ),
    Text(zh="需要时请另一位管理员授予", en="where you need it, ask another administrator"),
)
