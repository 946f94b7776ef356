"""Older formats are brought up step by step; newer ones are refused."""

from __future__ import annotations

import pytest

from zhunsheng.engine.blueprint.migrations import RawBundle, migrate
from zhunsheng.engine.blueprint.reading import scan
from zhunsheng.engine.values import ZhunshengError


def rename_goal(raw: RawBundle) -> RawBundle:
    def renamed(document: object) -> object:
        if not isinstance(document, dict):
            return document
        return {("target" if key == "goal" else key): value for key, value in document.items()}

    return {path: renamed(document) for path, document in raw.items()}  # type: ignore[misc]


def drop_note(raw: RawBundle) -> RawBundle:
    return {path: document for path, document in raw.items() if path != "metrics/note.yaml"}


STEPS = {1: rename_goal, 2: drop_note}


def test_every_step_from_the_bundles_format_on_is_taken() -> None:
    old: RawBundle = {"bundle.yaml": {"format": 1}, "metrics/a.yaml": {"goal": 3}, "metrics/note.yaml": {}}
    assert migrate(old, STEPS) == {"bundle.yaml": {"format": 3}, "metrics/a.yaml": {"target": 3}}
    middle: RawBundle = {"bundle.yaml": {"format": 2}, "metrics/a.yaml": {"goal": 3}}
    assert migrate(middle, STEPS) == {"bundle.yaml": {"format": 3}, "metrics/a.yaml": {"goal": 3}}


def test_a_bundle_of_a_newer_format_is_refused() -> None:
    with pytest.raises(ZhunshengError) as caught:
        migrate({"bundle.yaml": {"format": 4}}, STEPS)
    assert caught.value.problems[0].code == "blueprint.too_new"


def test_a_newer_format_is_the_only_thing_said_about_its_files(files: dict[str, str]) -> None:
    files["bundle.yaml"] = files["bundle.yaml"].replace("format: 1", "format: 99")
    files["metrics/won.yaml"] = "kind: metric\nsomething: new\n"
    (problem,) = scan(files).problems
    assert (problem.code, problem.place, problem.line) == ("blueprint.too_new", "bundle.yaml", 1)


@pytest.mark.parametrize("given", ["", "format: true\n", "format: 0\n", "format: one\n"])
def test_a_bundle_that_does_not_say_its_format_is_told_to(files: dict[str, str], given: str) -> None:
    files["bundle.yaml"] = files["bundle.yaml"].replace("format: 1\n", given)
    assert [problem.code for problem in scan(files).problems] == ["blueprint.no_format"]
