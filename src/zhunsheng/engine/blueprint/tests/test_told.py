"""What a source may not declare that the product itself tells: each mistake has its problem, place and way out."""

from __future__ import annotations

import pytest

from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.diff import compare
from zhunsheng.engine.blueprint.spoken import in_words
from zhunsheng.engine.blueprint.tests.test_commitments import CHAIN, FILES
from zhunsheng.engine.values import Problem, ZhunshengError

PATH = "sources/stages.yaml"
STAGES = """
kind: source
id: stages
name: {zh: 环节, en: stages}
system: 准绳
told_by: commitments
key: [commitment, case, stage]
time: at
fields:
  commitment: {required: true}
  case: {required: true}
  stage: {type: subject, dimension: stage, required: true}
  person: {type: subject, dimension: person}
  at: {type: datetime}
  state: {type: choice, choices: [met, missed]}
  took: {type: number, unit: minute}
"""
STAGE = "kind: dimension\nid: stage\nname: {zh: 环节, en: stage}\nlisted: false\n"


def problems(text: str, chain: str = CHAIN) -> list[Problem]:
    files = {**FILES, "commitments/chain.yaml": chain, "dimensions/stage.yaml": STAGE, PATH: text}
    try:
        sound(files)
    except ZhunshengError as refused:
        return list(refused.problems)
    return []


def test_a_source_declares_what_it_wants_of_what_is_offered() -> None:
    assert problems(STAGES) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("took: {type", "tok: {type", "told.no_such_field", 16),
        ("took: {type: number, unit: minute}", "took: {type: integer}", "blueprint.wrong_field_type", 16),
        ("unit: minute", "unit: week", "told.other_field", 16),
        ("choices: [met, missed]", "choices: [met, late]", "told.other_field", 15),
        ("dimension: person", "dimension: stage", "told.other_field", 13),
        ("unit: minute", "unit: minute, minimum: 0", "told.option_useless", 16),
        ("key: [commitment, case, stage]", "key: [case, stage]", "told.key", 7),
        ("time: at", "time: at\nfiles: ['*.csv']", "told.option_useless", 9),
        ("told_by: commitments", "told_by: comitments", "blueprint.no_such_choice", 6),
    ],
)
def test_each_mistake_is_told_where_it_stands(old: str, new: str, code: str, line: int) -> None:
    found = problems(STAGES.replace(old, new, 1))
    assert [(one.code, one.place, one.line) for one in found] == [(code, PATH, line)]
    assert found[0].remedy


def test_a_field_of_another_name_is_answered_with_the_nearest() -> None:
    (found,) = problems(STAGES.replace("took: {type", "tok: {type", 1))
    assert found.remedy is not None
    assert found.remedy.en == "did you mean 'took'?"


def test_a_commitment_does_not_follow_what_commitments_tell() -> None:
    found = problems(STAGES, CHAIN.replace("done: {at: answered}", "done: {source: stages, case: case, at: at}"))
    assert {one.code for one in found} == {"commitment.of_itself"}


def test_a_difference_says_who_tells() -> None:
    old = {"bundle.yaml": FILES["bundle.yaml"].replace("calendar: office\n", ""), "dimensions/stage.yaml": STAGE}
    before, after = (sound({**old, PATH: text}) for text in (STAGES.replace("told_by: commitments\n", ""), STAGES))
    (change,) = compare(before, after)
    assert in_words(change, after).en == "source 'stages': who tells it is set to commitments"
