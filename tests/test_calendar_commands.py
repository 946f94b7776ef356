"""Working calendars from the command line: a missing year is warned of, entered from a file, and counts at once."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Zhunsheng = Callable[..., "subprocess.CompletedProcess[str]"]
FILES = {
    "bundle.yaml": "format: 1\nname: {zh: 公司, en: Company}\ntime_zone: Asia/Shanghai\ncalendar: office\n",
    "calendars/office.yaml": "kind: calendar\nid: office\nname: {zh: 办公, en: office}\nintervals: ['09:00-18:00']\n",
    "calendars/west.yaml": "kind: calendar\nid: west\nname: {zh: 西部, en: west}\nintervals: ['10:00-19:00']\n"
    "holds_for: {regions: [新疆]}\nyears: {2999: {}}\n",
    "sources/events.yaml": "kind: source\nid: events\nname: {zh: 事件, en: events}\nsystem: desk\nkey: [id]\ntime: at\n"
    "fields: {id: {required: true}, ticket: {}, at: {type: datetime}}\n",
    "commitments/chain.yaml": "kind: commitment\nid: chain\nname: {zh: 链, en: chain}\n"
    "begins: {source: events, case: ticket}\n"
    "stages: [{id: answer, name: {zh: 响应, en: answer}, done: {}, within: 30 min}]\n",
}


@pytest.fixture
def made(place: Path, tmp_path: Path, zhunsheng: Zhunsheng) -> Path:
    """A home with a promise that counts working time, and calendars without this year."""
    for name, text in FILES.items():
        file = tmp_path / "draft" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert zhunsheng(place, "init").returncode == 0
    published = zhunsheng(place, "publish", str(tmp_path / "draft"))
    assert published.returncode == 0, published.stderr
    assert "! calendar 'office' knows no holidays of" in published.stderr
    assert "! calendar 'west' holds for '新疆', a unit or region that no list of people has" in published.stderr
    return place


def test_calendars_say_for_whom_they_hold_and_what_is_missing(made: Path, zhunsheng: Zhunsheng) -> None:
    told = zhunsheng(made, "calendars")
    assert "office 'office'  holds for: the company  hours: 09:00-18:00  years with data: —" in told.stdout
    assert "west 'west'  holds for: 新疆  hours: 10:00-19:00  years with data: 2999" in told.stdout
    assert "knows no holidays of" in told.stderr
    office, west = json.loads(zhunsheng(made, "calendars", "--format", "json").stdout)
    assert (office["company"], west["company"]) == (True, False)
    assert {one["code"] for one in west["missing"]} == {"calendar.year_unknown", "calendar.holds_for_nobody"}


def test_a_year_is_entered_from_a_file_after_a_rehearsal(made: Path, zhunsheng: Zhunsheng, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text("日期,类型\n2027-01-01,放假\n2027/1/2,放假\n2027年1月3日,上班\n", encoding="utf-8")
    rehearsed = zhunsheng(made, "calendars", "import", "office", str(file), "--dry-run")
    assert rehearsed.returncode == 0, rehearsed.stderr
    assert "'2027'" in rehearsed.stdout
    assert "2027-01-01, 2027-01-02" in rehearsed.stdout
    assert "nothing was published" in rehearsed.stdout
    assert "years with data: —" in zhunsheng(made, "calendars").stdout
    entered = zhunsheng(made, "calendars", "import", "office", str(file))
    assert "release 2: 1 changes" in entered.stdout
    assert "years with data: 2027" in zhunsheng(made, "calendars").stdout
    assert "nothing changed" in zhunsheng(made, "calendars", "import", "office", str(file)).stdout
    assert "2027.csv" in zhunsheng(made, "blueprint", "releases").stdout


def test_everything_wrong_with_a_file_is_said_with_its_row(made: Path, zhunsheng: Zhunsheng, tmp_path: Path) -> None:
    file = tmp_path / "wrong.csv"
    file.write_text("date,kind\n2027-01-01,holiday\n2028-01-01,holiday\nsoon,holiday\n2027-01-04,maybe\n")
    refused = zhunsheng(made, "calendars", "import", "office", str(file))
    assert refused.returncode == 2
    for said in ("wrong.csv:3", "wrong.csv:4", "wrong.csv:5", "is not in 2027", "'soon' is not a date", "'maybe'"):
        assert said in refused.stderr
    file.write_text("Tag,Art\n2027-01-01,holiday\n")
    assert "head two columns date and kind" in zhunsheng(made, "calendars", "import", "office", str(file)).stderr


def test_a_year_is_entered_as_it_was_announced(made: Path, zhunsheng: Zhunsheng) -> None:
    entered = zhunsheng(made, "calendars", "announced", "west", "2025")
    assert "release 2" in entered.stdout, entered.stderr
    assert "years with data: 2025, 2999" in zhunsheng(made, "calendars").stdout
    assert "do not have 1999" in zhunsheng(made, "calendars", "announced", "west", "1999").stderr
    assert "did you mean 'west'?" in zhunsheng(made, "calendars", "announced", "wests", "2025").stderr
