"""The policy is printed as it is, and first accounts are opened and given roles on the server."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.cells import cell_len

from zhunsheng.server.access.endpoint import DECLARED
from zhunsheng.server.access.policy import POLICY
from zhunsheng.server.access.roles import ACT_WORDS, REACH_WORDS, ROLE_WORDS, Act, Reach, Role
from zhunsheng.server.front.api import api

Zhunsheng = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def printed(room: Path, zhunsheng: Zhunsheng) -> Callable[[str, int], str]:
    def run(language: str, columns: int) -> str:
        done = zhunsheng(
            room / "none", "--lang", language, "access", "matrix", environment={"COLUMNS": str(columns), "LANG": "C"}
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_print_says_of_every_role_what_the_policy_says(printed: Callable[[str, int], str], language: str) -> None:
    roles = _paragraphs(printed(language, 160))
    for role in Role:
        said = roles[getattr(ROLE_WORDS[role], language)]
        for act in Act:
            words, reach = getattr(ACT_WORDS[act], language), POLICY[act].get(role)
            may = {one for one in Reach if words in said.get(getattr(REACH_WORDS[one], language), ())}
            assert may == ({reach} if reach else set()), (role, act)
            mine_only = set(POLICY[act].values()) == {Reach.SELF}
            refused = words in said.get({"zh": "不能", "en": "may not"}[language], ())
            assert refused is (reach is None and not mine_only), (role, act)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [100, 160])
def test_the_print_fits_and_names_every_endpoint(
    printed: Callable[[str, int], str], language: str, columns: int
) -> None:
    text = printed(language, columns)
    assert api.title
    assert max(map(cell_len, text.splitlines())) <= columns
    assert "…" not in text
    lines = {" ".join(line.split()[:2]) for line in text.splitlines()}
    assert {f"{one.method} {one.path}" for one in DECLARED.values() if len(one.path) < 34} <= lines


def test_an_account_is_opened_given_a_role_and_ended(place: Path, zhunsheng: Zhunsheng, tmp_path: Path) -> None:
    assert zhunsheng(place, "init").returncode == 0
    people = tmp_path / "people.csv"
    people.write_text("工号,姓名,部门\n1,王总,总部\n", encoding="utf-8")
    assert zhunsheng(place, "people", "import", str(people)).returncode == 0

    opened = zhunsheng(place, "access", "account", "1")
    assert (opened.returncode, "shown this once" in opened.stdout) == (0, True)
    assert zhunsheng(place, "access", "account", "1").returncode == 2
    assert "'2'" in zhunsheng(place, "access", "account", "2").stderr

    given = zhunsheng(place, "access", "grant", "1", "hrbp", "--unit", "总部", "--until", "2099-01-01")
    assert given.stdout == "1 is HR partner now: 总部\n"
    refused = zhunsheng(place, "access", "grant", "1", "auditor", "--unit", "总部")
    assert (refused.returncode, "whole company" in refused.stderr) == (2, True)
    assert zhunsheng(place, "access", "grant", "1", "hrbp", "--until", "2001-01-01").returncode == 2
    assert zhunsheng(place, "access", "end", "1").stdout == "the account 1 has ended\n"
    shape = json.loads(zhunsheng(place, "access", "matrix", "--format", "json").stdout)
    assert {one["name"] for one in shape["endpoints"]} == set(DECLARED)


def _paragraphs(text: str) -> dict[str, dict[str, list[str]]]:
    """Of the second part: role → head → what stands beside it, taken apart again."""
    part = text.split("\n\n")[1].splitlines()[1:]
    found: dict[str, dict[str, list[str]]] = {}
    beside: dict[str, str] = {}
    for line in part:
        depth = len(line) - len(line.lstrip())
        head, _, said = line.strip().partition("  ")
        if depth == 2:
            beside = {}
            found[head] = beside  # type: ignore[assignment]  # taken apart below
        elif depth == 4:
            last = head
            beside[last] = said.strip()
        else:
            joint = "" if not line.strip().isascii() else " "
            beside[last] += joint + line.strip()
    return {
        role: {head: str(said).replace("; ", ";").split(";") for head, said in heads.items()}
        for role, heads in found.items()
    }
