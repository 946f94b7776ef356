"""How deadlines of commitments are named, and what they carry."""

from __future__ import annotations

PRACTICE = "commitments"


def about(chain: str, case: str, stage: str) -> str:
    """The name of a stage's deadline. Neither chain nor stage holds a slash."""
    return f"{chain}/{stage}/{case}"


def payload(chain: str, case: str, stage: str) -> dict[str, object]:
    return {"commitment": chain, "case": case, "stage": stage}


def case_of(decided: str) -> str:
    """The case of a decision on one of its stages, `case/stage`; stages hold no slash, cases may."""
    return decided.rpartition("/")[0]
