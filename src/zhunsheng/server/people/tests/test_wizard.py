"""The import over HTTP: looked at first, then taken over just as shown, or not at all."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
import xlsxwriter
from django.contrib.auth.models import User
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import encode_multipart
from psycopg.conninfo import make_conninfo
from python_calamine import CalamineWorkbook

from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.people import uploads
from zhunsheng.server.people.models import Person
from zhunsheng.server.people.tests.conftest import NOW, SignIn, load, person
from zhunsheng.server.project.database import connection_words
from zhunsheng.server.project.home import Home
from zhunsheng.server.worlds import actions
from zhunsheng.server.worlds.channel import CHANNEL
from zhunsheng.server.worlds.values import WorldInfo

HEADINGS = "工号,姓名,部门,岗位,直属上级,邮箱,入职日期,离职日期"
GOOD = "N1,赵新,总部/华东,销售,M1,n1@example.com,2025-06-01,"
MOVED = "E1,李娜,总部/华西,客服,M2,,,"
NOBODY = "N2,钱无,总部,销售,没有这个人,,,"
BAD_DAY = "N3,孙日,总部,销售,M1,,不是日期,"


@pytest.fixture
def admin(sign_in: SignIn) -> Client:
    return sign_in("B1", (Role.ADMINISTRATOR, None))


def sheet(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join([headings, *rows]).encode()


def send(client: Client, content: bytes, name: str = "名单.csv", **more: str) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post("/api/v1/people/import/preview", {"file": file, **more})


def preview(client: Client, content: bytes, **more: str) -> Any:
    answer = send(client, content, **more)
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def take(client: Client, token: str, *, partly: bool = False) -> Any:
    return client.post("/api/v1/people/import", {"token": token, "partly": partly}, content_type="application/json")


def numbers() -> set[str]:
    return set(Person.objects.values_list("number", flat=True))


def cells(answer: Any) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def test_a_preview_says_what_would_happen_and_changes_nothing(admin: Client) -> None:
    before = numbers()
    shown = preview(admin, sheet(GOOD, MOVED, NOBODY, BAD_DAY))
    assert shown["report"] == {"new": 1, "changed": 1, "unchanged": 0, "left": 0, "refused": 2}
    assert shown["columns"] == HEADINGS.split(",")
    assert shown["sample"][0] == {"row": 2, "cells": dict(zip(shown["columns"], GOOD.split(","), strict=True))}
    assert shown["problems"][0]["problem"]["code"] == "people.manager_unknown"
    assert [one["rows"] for one in shown["problems"]] == [[4], [5]]
    for one in shown["problems"]:
        assert one["problem"]["what"]["zh"] != one["problem"]["what"]["en"]
        assert one["problem"]["todo"]
    assert numbers() == before


def test_a_preview_lists_who_changes_and_how(admin: Client) -> None:
    shown = preview(admin, sheet("E1,李娜,总部/华西,客服,M2,e1@example.com,,2025-12-31", headings=HEADINGS))
    changes = {one["field"]: (one["number"], one["before"], one["after"]) for one in shown["changes"]}
    assert changes["unit"] == ("E1", "总部/华东/一部", "总部/华西")
    assert changes["left"] == ("E1", None, "2025-12-31")
    assert "M2" in changes["manager"][2]
    assert shown["more_changes"] == 0


def test_units_that_would_be_made_are_told_with_the_one_that_may_be_meant(admin: Client) -> None:
    shown = preview(admin, sheet("N1,赵新,华东/一部,销售,M1,,,", "N4,周远,新事业部,销售,M1,,,"))
    assert shown["new_units"] == [
        {"code": "华东", "people": 0, "near": "总部/华东"},
        {"code": "华东/一部", "people": 1, "near": "总部/华东/一部"},
        {"code": "新事业部", "people": 1, "near": None},
    ]
    assert preview(admin, sheet(GOOD, MOVED))["new_units"] == []


def test_what_is_wrong_is_said_to_whoever_keeps_the_list(admin: Client) -> None:
    shown = preview(admin, sheet(BAD_DAY, ",李无号,总部,销售,M1,,,"))
    said = {one["problem"]["code"]: one["problem"] for one in shown["problems"]}
    assert said["cell.missing"]["what"]["zh"] == "「工号」是空的"
    assert said["date.text"]["place"] == "入职日期"
    assert not any("formats" in one["todo"][language] for one in said.values() for language in ("zh", "en"))
    lost = send(admin, b"who,what\n1,2\n").json()["problems"]
    assert not any("also" in one["todo"][language] for one in lost for language in ("zh", "en"))


def test_what_was_shown_is_taken_over_and_the_worker_is_told(admin: Client, home: Home) -> None:
    token = preview(admin, sheet(GOOD, MOVED))["token"]
    with psycopg.connect(make_conninfo("", **connection_words(home)), autocommit=True) as listening:
        listening.execute(f"LISTEN {CHANNEL}")
        answer = take(admin, token)
        assert (answer.status_code, answer.json()) == (
            200,
            {"new": 1, "changed": 1, "unchanged": 0, "left": 0, "refused": 0},
        )
        assert [notice.channel for notice in listening.notifies(timeout=5, stop_after=1)] == [CHANNEL]
    assert admin.get("/api/v1/people/E1").json()["unit"]["code"] == "总部/华西"
    assert admin.get("/api/v1/people", {"q": "zx"}).json()["items"][0]["number"] == "N1"
    last = Visit.objects.order_by("-id").filter(act="change").first()
    assert last
    assert (last.endpoint, last.detail) == ("people.import", "名单.csv: +1 ~1 -0")
    concerned = Person.objects.filter(pk__in=last.subjects)
    assert set(concerned.values_list("number", flat=True)) == {"N1", "E1"}, "each of them sees it"


def test_a_change_holds_from_the_day_that_was_named(admin: Client) -> None:
    take(admin, preview(admin, sheet(MOVED), effective="2025-07-15")["token"])
    assert admin.get("/api/v1/people/E1").json()["unit"]["code"] == "总部/华东/一部"
    assert admin.get("/api/v1/people/E1", {"day": "2025-07-15"}).json()["unit"]["code"] == "总部/华西"


def test_with_refused_rows_nothing_is_loaded_unless_partly(admin: Client) -> None:
    token = preview(admin, sheet(GOOD, NOBODY))["token"]
    answer = take(admin, token)
    assert answer.status_code == 422
    assert answer.json()["problems"][0]["code"] == "people.manager_unknown"
    assert not numbers() & {"N1", "N2"}
    assert take(admin, token, partly=True).json() == {"new": 1, "changed": 0, "unchanged": 0, "left": 0, "refused": 1}
    assert numbers() >= {"N1"}
    assert "N2" not in numbers()


def test_the_refused_rows_come_back_as_a_file_that_no_spreadsheet_runs(admin: Client) -> None:
    token = preview(admin, sheet(GOOD, "=N9,=1+2,总部,,没有,,,", BAD_DAY))["token"]
    answer = admin.get(f"/api/v1/people/import/{token}/errors.xlsx")
    assert answer.status_code == 200
    heading, *rows = cells(answer)
    assert heading[:-1] == HEADINGS.split(",")
    assert [row[:2] for row in rows] == [["'=N9", "'=1+2"], ["N3", "孙日"]]
    assert all(row[-1] for row in rows)
    assert take(admin, token, partly=True).status_code == 200
    assert len(cells(admin.get(f"/api/v1/people/import/{token}/errors.xlsx"))) == 3, "also after the sound rows are in"


def test_when_people_changed_since_the_preview_nothing_is_loaded_and_the_new_result_is_shown(admin: Client) -> None:
    token = preview(admin, sheet(GOOD, MOVED))["token"]
    load(person("E1", "李娜", "总部/华西", "M2", position="客服", email=None))
    answer = take(admin, token)
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert "N1" not in numbers()
    anew = answer.json()["preview"]
    assert anew["report"] == {"new": 1, "changed": 0, "unchanged": 1, "left": 0, "refused": 0}
    assert take(admin, anew["token"]).status_code == 200
    assert "N1" in numbers()


def test_what_has_become_wrong_since_the_preview_is_a_conflict_too(admin: Client) -> None:
    token = preview(admin, sheet("N4,周四,总部,销售,单强,,,"))["token"]
    load(person("E9", "单强", "总部", "B1"))  # now the manager's name means two
    answer = take(admin, token)
    assert answer.status_code == 409
    assert answer.json()["preview"]["problems"][0]["problem"]["code"] == "people.manager_ambiguous"


def test_of_two_who_load_the_same_list_one_does_and_the_other_is_told(admin: Client, sign_in: SignIn) -> None:
    other = sign_in("M1", (Role.ADMINISTRATOR, None))
    mine, theirs = preview(admin, sheet(GOOD))["token"], preview(other, sheet(GOOD))["token"]
    assert [take(admin, mine).status_code, take(other, theirs).status_code] == [200, 409]
    assert take(admin, mine).status_code == 409, "a second click loads nothing either"


def test_a_day_that_passes_between_preview_and_import_is_a_change(admin: Client, company: WorldInfo) -> None:
    token = preview(admin, sheet(MOVED))["token"]
    actions.set_clock(company, NOW + timedelta(days=1))
    assert take(admin, token).status_code == 409


def test_a_token_opens_nothing_for_others_elsewhere_later_or_when_forged(
    admin: Client, sign_in: SignIn, company: WorldInfo
) -> None:
    token = preview(admin, sheet(GOOD))["token"]
    other = sign_in("M1", (Role.ADMINISTRATOR, None))
    forged = signing.dumps(["live", User.objects.get(username="B1").pk, "x", "y", None], salt="another")
    assert take(other, token).status_code == 404
    assert other.get(f"/api/v1/people/import/{token}/errors.xlsx").status_code == 404
    for wrong in (forged, token[:-1] + ("a" if token[-1] != "a" else "b"), "", "é", "a:b:c"):
        assert take(admin, wrong).status_code == 404, wrong
    with patch.object(uploads, "KEPT", timedelta(seconds=-1)):
        assert take(admin, token).status_code == 404
    for path in uploads.room().iterdir():
        path.unlink()
    assert take(admin, token).status_code == 404
    assert "N1" not in numbers()


def test_only_administrators_import(sign_in: SignIn, admin: Client) -> None:
    token = preview(admin, sheet(GOOD))["token"]
    for client in (sign_in("M1"), sign_in("E3", (Role.AUDITOR, None), (Role.HRBP, None))):
        assert send(client, sheet(GOOD)).status_code == 403
        assert take(client, token).status_code == 403
        assert client.get(f"/api/v1/people/import/{token}/errors.xlsx").status_code == 403
    assert send(Client(HTTP_HOST="127.0.0.1"), sheet(GOOD)).status_code == 401


def _book(**sheets: list[list[str]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return buffer.getvalue()


def _bomb() -> bytes:
    buffer = io.BytesIO()
    plain = io.BytesIO(_book(a=[["工号", "姓名"]]))
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, b"A" * (300 << 20) if name.endswith("sheet1.xml") else source.read(name))
    return buffer.getvalue()


BAD_FILES = {
    "empty": b"",
    "headings only": sheet(),
    "encoding": "工号,姓名\nA,王\n".encode("gb18030") + b"\xff\xff\xfe\n",
    "missing columns": "姓名,部门\n王,总部\n".encode(),
    "renamed column": "工号编码,姓名\nA,王\n".encode(),
    "doubled column": "工号,工号\nA,B\n".encode(),
    "binary": bytes(range(256)) * 40,
    "NUL": "工号,姓名\nA\0B,王\n".encode(),
    "picture": b"\x89PNG\r\n\x1a\n" + b"\0" * 500,
    "old workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    "no workbook": b"PK\3\4" + b"\0" * 200,
    "cut off workbook": _book(a=[["工号", "姓名"], ["A", "王"]])[:-300],
    "empty workbook": _book(a=[]),
    "another file": "客户,金额,日期,阶段\nA,1,2025-01-01,x\n".encode(),
}


@pytest.mark.parametrize("name", [*BAD_FILES, "bomb"])
def test_a_bad_file_is_refused_in_words(admin: Client, name: str) -> None:
    answer = send(admin, BAD_FILES[name] if name in BAD_FILES else _bomb(), name="坏的.csv")
    assert answer.status_code == 422, answer.content.decode()
    assert answer["Content-Type"] == "application/problem+json"
    for problem in answer.json()["problems"]:
        assert problem["what"]["zh"] != problem["what"]["en"]
        assert len(problem["place"] or "") < 60, "the file goes by the name its owner gave it"


def test_bad_rows_are_set_aside_each_with_its_reason(admin: Client) -> None:
    rows = [
        f"{'9' * 101},长号,,,,,,",
        f"L1,{'长' * 201},,,,,,",
        f"L2,长邮,,,,{'x' * 250}@example.com,,",
        f"L3,长部,{'部' * 501},,,,,",
        "L4,一,二,三,四,五,六,七,八,九",
        f"L5,{'x' * (70 << 10)},,,,,,",
        ",无号,,,,,,",
        "L6,早走,,,,,2025-01-02,2025-01-01",
    ]
    shown = preview(admin, sheet(GOOD, *rows))
    assert shown["report"]["refused"] == len(rows)
    assert shown["report"]["new"] == 1
    assert take(admin, shown["token"], partly=True).json()["new"] == 1


def test_the_same_problem_of_many_rows_is_said_once(admin: Client) -> None:
    shown = preview(admin, sheet(*(f"R{at},某人,总部,,没有这个人,,," for at in range(500))))
    assert len(shown["problems"]) == 1
    assert shown["report"]["refused"] == 500


def test_a_file_over_the_limit_is_not_taken(admin: Client) -> None:
    assert send(admin, b"x" * ((20 << 20) + 1)).status_code == 413


def test_a_call_without_a_proper_file_is_refused(admin: Client) -> None:
    url = "/api/v1/people/import/preview"
    assert admin.post(url).status_code == 422
    assert admin.post(url, {"file": "text"}).status_code == 422
    assert admin.post(url, b"{}", content_type="application/json").status_code == 422
    assert send(admin, sheet(GOOD), effective="someday").status_code == 422
    cut = encode_multipart("BoUnDaRy", {"file": SimpleUploadedFile("a.csv", sheet(GOOD))})[:-40]
    assert admin.post(url, cut, content_type="multipart/form-data; boundary=BoUnDaRy").status_code < 500


def test_names_of_files_lead_nowhere(admin: Client) -> None:
    shown = preview(admin, sheet(GOOD), name="../../../etc/passwd")
    assert take(admin, shown["token"]).status_code == 200
    assert all(len(path.name) == 64 for path in uploads.room().iterdir())


def test_what_was_put_by_long_ago_is_swept(admin: Client) -> None:
    for path in uploads.room().iterdir():
        path.unlink()
    preview(admin, sheet(GOOD))
    with patch.object(uploads, "KEPT", timedelta(days=-1)):
        preview_folder = {path.name for path in uploads.room().iterdir()}
        send(admin, sheet(MOVED))
    assert preview_folder.isdisjoint({path.name for path in uploads.room().iterdir()})


def test_an_export_is_neutral_filtered_and_can_be_imported_again(admin: Client) -> None:
    load(person("F1", "=HYPERLINK('x')", "总部", "B1", email=None), person("F2", "@SUM(A1)", "总部", "B1", email=None))
    answer = admin.get("/api/v1/people.xlsx", {"q": "F"})
    heading, *rows = cells(answer)
    assert {row[1] for row in rows if row[0].startswith("F")} == {"'=HYPERLINK('x')", "'@SUM(A1)"}
    whole = admin.get("/api/v1/people.xlsx", {"unit": "总部/华东"})
    assert [row[0] for row in cells(whole)[1:]] == ["E1", "E2", "M1"]
    again = preview(admin, whole.content)
    assert again["report"] == {"new": 0, "changed": 0, "unchanged": 3, "left": 0, "refused": 0}
    assert heading[0] == "工号"
