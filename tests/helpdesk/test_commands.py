"""The commands that tell how commitments were kept, as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import Zhunsheng
from tests.helpdesk.conftest import EXAMPLE


def test_from_an_empty_home_to_the_report_of_a_chain(
    place: Path, file: Path, zhunsheng: Zhunsheng, tmp_path: Path
) -> None:
    home = place / "home"
    for first in (("init",), ("publish", str(EXAMPLE)), ("load", "events", str(file))):
        done = zhunsheng(home, *first)
        assert done.returncode == 0, done.stderr
    report = json.loads(zhunsheng(home, "commitments", "report", "ticket_chain", "--format", "json").stdout)
    assert [one["stage"] for one in report] == ["response", "solution", "closure"]
    assert set(report[0]) == {"stage", "cases", "with_end", "met", "missed", "open", "median_minutes"}
    early = json.loads(
        zhunsheng(home, "commitments", "report", "ticket_chain", "--as-of", "2010-06-01", "--format", "json").stdout
    )
    assert early[0]["cases"] < report[0]["cases"] == 2495
    draft = tmp_path / "draft.yaml"
    draft.write_text((EXAMPLE / "commitments" / "ticket_chain.yaml").read_text("utf-8").replace("30 min", "2 h"))
    words = (
        "commitments",
        "what-if",
        "ticket_chain",
        "--with",
        str(draft),
        "--from",
        "2010-04-01",
        "--to",
        "2010-06-30",
    )
    changed = json.loads(zhunsheng(home, *words, "--format", "json").stdout)
    assert changed["newly"] == []
    assert {one["stage"] for one in changed["no_longer"]} == {"response"}
    told = zhunsheng(home, "commitments", "case", "ticket_chain", "Case3608").stdout
    assert "Closure: missed, due 2010-01-22 18:00, done 2010-02-13 08:52" in told
    draft.write_text("kind: commitment\nid: ticket_chain\n")
    refused = zhunsheng(home, *words)
    assert refused.returncode != 0
    assert "ticket_chain.yaml" in refused.stderr
    assert "begins" in refused.stderr
