"""A file is handed in, understood, tried and loaded; each is whoever's who handed it in."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from zhunsheng.connectors.files.raw import RawTable
from zhunsheng.connectors.files.table import open_table
from zhunsheng.engine.blueprint.bundle import Bundle, Settings
from zhunsheng.engine.blueprint.entity import AnyEntity, Ref
from zhunsheng.engine.blueprint.writing import plain
from zhunsheng.engine.facts.dimension import Dimension
from zhunsheng.engine.facts.source import Source
from zhunsheng.engine.values import Text
from zhunsheng.server.access.actions import grant
from zhunsheng.server.access.models import Visit
from zhunsheng.server.access.roles import Role
from zhunsheng.server.blueprints.actions import publish
from zhunsheng.server.blueprints.queries import current
from zhunsheng.server.facts.models import Batch, FactTable, Quarantined, Segment
from zhunsheng.server.people.actions import import_people
from zhunsheng.server.people.models import Person as Employee
from zhunsheng.server.people.values import PersonRow
from zhunsheng.server.project.jobs import run_until_empty
from zhunsheng.server.sources.models import Upload
from zhunsheng.server.sources.uploads import keeping, loading, understanding
from zhunsheng.server.sources.uploads.preview import MOST_ROWS
from zhunsheng.server.sources.uploads.tests.conftest import GOOD, HEADING, NOW, Person
from zhunsheng.server.subjects.models import Match, Subject
from zhunsheng.server.tick.actions import tick
from zhunsheng.server.worlds.queries import real_now
from zhunsheng.server.worlds.values import WorldInfo


def rows(*lines: str, heading: str = HEADING) -> str:
    return "\n".join((heading, *lines)) + "\n"


def orders() -> Any:
    return plain(current().each(Source)["orders"])


def workbook(**sheets: list[list[Any]]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
    return content.getvalue()


def files() -> list[str]:
    folder = settings.HOME.scratch / "handed-in"
    return sorted(entry.name for entry in os.scandir(folder)) if folder.is_dir() else []


def counts(said: Any) -> list[int]:
    return [said[part] for part in ("rows", "new", "changed", "duplicate", "quarantined", "blank")]


def loaded(person: Person, upload: Any, **more: Any) -> Any:
    """The upload once its job is done."""
    person.load(upload, **more)
    run_until_empty()
    return person.ask("GET", f"/uploads/{upload['id']}", status=200)


def test_a_file_is_proposed_tried_published_and_loaded_where_there_was_nothing(world: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, "A-2,E2,GTX Basic,已发货,2026/1/6,1.2万"), "2026年1月订单(1).csv")
    assert (upload["state"], upload["rows"], upload["name"]) == ("read", 2, "2026年1月订单(1).csv")
    assert upload["headings"] == HEADING.split(",")
    assert upload["sample"][0] == GOOD.split(",")
    assert upload["fits"] == []
    proposal = upload["proposal"]
    assert proposal["source"]["files"] == ["*订单*.csv", "*订单*.xlsx"]

    tried = ann.preview(upload, proposal["source"], dimensions=proposal["dimensions"])
    assert (tried["faults"], counts(tried)) == ([], [2, 2, 0, 0, 0, 0])
    assert not FactTable.objects.exists(), "nothing is kept of a preview"
    assert not Subject.objects.exists()

    source = Source.model_validate(proposal["source"])
    entities: list[AnyEntity] = [source, *(Dimension.model_validate(one) for one in proposal["dimensions"])]
    company = Settings(format=1, name=Text(zh="公司", en="Company"), time_zone="Asia/Shanghai")
    publish(Bundle(company, {Ref.of(one): one for one in entities}), now=NOW)
    begun = ann.load(upload, source=source.id)
    assert (begun["state"], begun["progress"]) == ("loading", {"done": 0, "total": 2})
    run_until_empty()
    done = ann.ask("GET", f"/uploads/{upload['id']}", status=200)
    assert (done["state"], done["faults"], done["progress"]) == ("loaded", [], None)
    tick(world)
    batch = Batch.objects.get()
    assert (done["batch"], batch.sender, batch.new, batch.name) == (batch.id, "ann", 2, "2026年1月订单(1).csv")
    ann.load(upload, 409, source=source.id)
    assert Visit.objects.get(endpoint="uploads.load").username == "ann"


def test_next_months_file_maps_itself_and_a_renamed_column_is_noticed(company: WorldInfo, ann: Person) -> None:
    (fit,) = ann.send(rows(GOOD), "订单 2月.csv")["fits"]
    assert (fit["source"], fit["certain"], fit["renamed"], fit["missing"]) == ("orders", True, [], [])
    renamed = HEADING.replace("阶段", "阶段名")
    upload = ann.send(rows(GOOD, heading=renamed), "订单 3月.csv")
    (fit,) = upload["fits"]
    assert fit["certain"] is False
    assert [(one["field"], one["column"], one["heading"]) for one in fit["renamed"]] == [("stage", "阶段", "阶段名")]


def test_somebody_elses_upload_is_not_there(company: WorldInfo, ann: Person, handing: Callable[..., Person]) -> None:
    upload = ann.send(rows(GOOD))
    other = handing("bob", Role.HRBP)
    for upload_id in (upload["id"], "nonsense", "00000000-0000-0000-0000-000000000000"):
        other.ask("GET", f"/uploads/{upload_id}", status=404)
        other.ask("POST", f"/uploads/{upload_id}/preview", {"source": orders()}, 404)
        other.ask("POST", f"/uploads/{upload_id}/load", {"source": "orders"}, 404)


def test_a_pasted_table_is_a_file(company: WorldInfo, ann: Person) -> None:
    text = rows(GOOD).replace(",", "\t")
    upload = ann.ask("POST", "/uploads/pasted", {"text": text}, 201)
    assert (upload["name"], upload["headings"]) == ("粘贴的表.csv", HEADING.split(","))
    assert upload["fits"][0]["certain"]
    assert loaded(ann, upload)["state"] == "loaded"
    ann.ask("POST", "/uploads/pasted", {"text": "hello"}, 422)


def test_another_sheet_is_understood_and_loaded_when_asked_for(company: WorldInfo, ann: Person) -> None:
    content = workbook(说明=[["关于", "这份表"], ["作者", "王"]], 数据=[HEADING.split(","), GOOD.split(",")])
    upload = ann.send(content, "订单.xlsx")
    assert (upload["sheets"], upload["sheet"]) == (["说明", "数据"], "说明")
    again = ann.ask("GET", f"/uploads/{upload['id']}?sheet=数据", status=200)
    assert (again["sheet"], again["headings"]) == ("数据", HEADING.split(","))
    assert counts(ann.preview(upload, orders(), sheet="数据")) == [1, 1, 0, 0, 0, 0]
    ann.ask("GET", f"/uploads/{upload['id']}?sheet=没有", status=422)
    assert loaded(ann, upload, sheet="数据")["state"] == "loaded"


def test_a_workbook_is_read_once_and_its_batch_is_still_that_of_the_file(
    company: WorldInfo, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = ["A-2", *GOOD.split(",")[1:], "谁的"]
    content = workbook(数据=[HEADING.split(","), GOOD.split(","), wrong], 别的=[["a", "b"], ["1", "2"]])
    upload = ann.send(content, "订单.xlsx")
    opened: list[str | None] = []

    def opening(path: Path, sheet: str | None) -> RawTable:
        opened.append(sheet)
        return open_table(path, sheet)

    monkeypatch.setattr(understanding, "open_table", opening)
    tried = ann.preview(upload, orders())
    assert counts(tried) == [2, 1, 0, 0, 1, 0]
    assert [group["problem"]["code"] for group in tried["groups"]] == ["cell.no_heading"]
    assert loaded(ann, upload)["state"] == "loaded"
    assert opened == []
    assert Batch.objects.get().digest == sha256(content).hexdigest()
    (row,) = Quarantined.objects.all()
    assert (row.row, row.cells["G"], row.problems[0]["code"]) == (3, "谁的", "cell.no_heading")
    for name in files():
        if name.endswith(".read"):
            (settings.HOME.scratch / "handed-in" / name).unlink()
    assert counts(ann.preview(upload, orders())) == [2, 1, 0, 0, 1, 0]
    assert opened == ["数据"], "where it is gone the workbook is read again"


def _bomb() -> bytes:
    """A workbook whose sheet unpacks to far more than there is."""
    plain_, content = io.BytesIO(workbook(数据=[["a", "b"], ["1", "2"]])), io.BytesIO()
    with zipfile.ZipFile(plain_) as source, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            whole = b"A" * (100 << 20) if name.endswith("sheet1.xml") else source.read(name)
            target.writestr(name, whole)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "codes"),
    [
        (b"", ["file.empty"]),
        (b"id,agent\n", ["file.no_rows"]),
        (b"just a letter\nto somebody\n", []),
        (b"%PDF-1.7 \x00", ["file.not_a_table"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ["workbook.format"]),
        ("id,agent\nA-1,王\n".encode("gb18030") + b"\xff\xff\xfe\n", ["file.encoding"]),
        (b"PK\3\4" + bytes(600), ["workbook.damaged"]),
        (b"a,,a,b\n1,2,3,4\n", ["file.blank_heading", "file.duplicate_heading"]),
        (_bomb(), ["workbook.bomb"]),
    ],
    ids=["empty", "no rows", "letter", "pdf", "xls", "encoding", "damaged", "headings", "bomb"],
)
def test_a_file_that_cannot_be_read_is_refused_in_words_with_all_that_is_wrong(
    world: WorldInfo, ann: Person, content: bytes, codes: list[str]
) -> None:
    if not codes:
        assert ann.send(content, "letter.csv")["headings"] == ["just a letter"]
        return
    refused = ann.send(content, "坏文件.xlsx", 422)
    assert [problem["code"] for problem in refused["problems"]] == codes
    for problem in refused["problems"]:
        assert problem["place"] == "坏文件.xlsx"
        assert re.search("[\u4e00-\u9fff]", problem["what"]["zh"])
        assert problem["todo"]["en"]
    assert files() == []
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_refused(ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "LARGEST", 20)
    assert ann.send(rows(GOOD), status=413)["code"] == "upload.too_large"
    assert ann.ask("POST", "/uploads/pasted", {"text": rows(GOOD)}, 413)["code"] == "upload.too_large"
    assert files() == []


def test_uploads_are_forgotten_after_a_day(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(workbook(数据=[HEADING.split(","), GOOD.split(",")]), "订单.xlsx")
    folder = settings.HOME.scratch / "handed-in"
    (folder / ".left-behind").mkdir()
    assert len(files()) == 3, "the file, what was read of it, and what a killed process left"
    old = (real_now() - timedelta(hours=25)).timestamp()
    for name in files():
        os.utime(folder / name, (old, old))
    Upload.objects.update(at=real_now() - timedelta(hours=25))
    keeping.sweep(real_now())
    assert files() == []
    ann.ask("GET", f"/uploads/{upload['id']}", status=404)


def test_corrections_hold_for_this_file_only(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, "A-2,E2,GTX Pro,签约,2026-01-06,5", "A-3,,GTX Pro,已发货,2026-01-06,5"))
    assert counts(ann.preview(upload, orders())) == [3, 1, 0, 0, 2, 0]
    mended = [{"row": 3, "cells": {"stage": "已签约"}}, {"row": 4, "cells": {"agent": "E3"}}]
    assert counts(ann.preview(upload, orders(), corrections=mended)) == [3, 3, 0, 0, 0, 0]
    done = loaded(ann, upload, corrections=mended)
    assert done["state"] == "loaded"
    assert not Quarantined.objects.exists()
    ann.ask(
        "POST",
        f"/uploads/{ann.send(rows(GOOD))['id']}/preview",
        {"source": orders(), "corrections": [{"row": 2, "cells": {"stge": "x"}}]},
        422,
    )


def test_a_text_is_mended_wherever_it_stands_in_this_file(company: WorldInfo, ann: Person) -> None:
    wrong = [f"B-{at},E2,GTX Pro, 签约 ,2026-01-06,5" for at in range(MOST_ROWS + 5)]
    upload = ann.send(rows(GOOD, *wrong, "A-3,E3,GTX Pro,作废,2026-01-06,5"))
    mended = {"stage": {"签约": "已签约"}}
    assert counts(ann.preview(upload, orders(), replace=mended)) == [MOST_ROWS + 7, MOST_ROWS + 6, 0, 0, 1, 0]
    assert loaded(ann, upload, replace=mended)["state"] == "loaded"
    assert Quarantined.objects.get().cells["stage"] == "作废"
    ann.ask(
        "POST", f"/uploads/{ann.send(rows(GOOD))['id']}/preview", {"source": orders(), "replace": {"stge": {}}}, 422
    )


def test_a_value_is_matched_to_the_member_it_means_when_it_is_loaded(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD, "A-2,E2,GTXPro,已签约,2026-01-06,5"))
    meant = {"dimension": "product", "text": "GTXPro", "key": "GTX Pro"}
    unknown = {"dimension": "product", "text": "nothing", "key": "GTX Pro"}
    done = loaded(ann, upload, matches=[meant, unknown])
    assert done["state"] == "loaded"
    assert [fault["code"] for fault in done["faults"]] == ["subjects.unknown"]
    assert Match.objects.get().target.key == "GTX Pro"


def test_what_refuses_a_file_while_it_is_loaded_is_said_and_it_can_be_asked_for_again(
    company: WorldInfo, ann: Person
) -> None:
    upload = ann.send(rows(GOOD, heading=HEADING.replace("业务员", "人")))
    done = loaded(ann, upload)
    assert (done["state"], [fault["code"] for fault in done["faults"]]) == ("failed", ["heading.missing"])
    assert not Batch.objects.exists()
    assert ann.load(upload)["state"] == "loading"


def test_a_job_that_is_gone_leaves_nothing_half_done_and_says_what_to_do(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD))
    ann.load(upload)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    done = ann.ask("GET", f"/uploads/{upload['id']}", status=200)
    assert (done["state"], [fault["code"] for fault in done["faults"]]) == ("failed", ["upload.interrupted"])
    assert not Segment.objects.exists()
    assert loaded(ann, upload)["state"] == "loaded"


def test_a_load_that_was_cut_off_after_its_rows_were_kept_is_the_same_batch(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD))
    assert loaded(ann, upload)["state"] == "loaded"
    Upload.objects.update(state="loading", batch=None)
    loading.carry_out(company, upload["id"])
    row = Upload.objects.get()
    assert (row.state, row.batch) == ("loaded", Batch.objects.get().id)


def test_progress_is_seen_while_the_rows_are_not_yet_kept(
    company: WorldInfo, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "EVERY", 0.0)
    many = 25_000
    content = workbook(数据=[HEADING.split(","), *([f"A-{at}", *GOOD.split(",")[1:]] for at in range(many))])
    upload = ann.send(content, "订单.xlsx")
    ann.load(upload)
    seen: list[int] = []
    ending = loading._end

    def end(row: Upload, *more: Any) -> None:
        seen.append(Upload.objects.values_list("done", flat=True).get())
        ending(row, *more)

    monkeypatch.setattr(loading, "_end", end)
    run_until_empty()
    assert 0 < seen[0] <= many
    assert Upload.objects.get().done == many


def test_a_list_of_people_takes_leave_to_change_people(
    company: WorldInfo, ann: Person, handing: Callable[..., Person]
) -> None:
    text = rows("E4,赵敏,E1", heading="工号,姓名,上级")
    upload = ann.send(text)
    assert counts(ann.preview(upload, plain(current().each(Source)["staff"]))) == [1, 1, 0, 0, 0, 0]
    ann.load(upload, 403, source="staff")
    root = handing("root", Role.ADMINISTRATOR)
    assert loaded(root, root.send(text), source="staff")["state"] == "loaded"
    made = Employee.objects.get(number="E4")
    assert made.subject_id in Visit.objects.filter(endpoint="uploads.load").latest("id").subjects


def test_forms_take_no_file_and_unknown_sources_are_not_there(company: WorldInfo, ann: Person) -> None:
    upload = ann.send(rows(GOOD))
    ann.load(upload, 404, source="nothing")


def test_a_partner_of_a_unit_neither_sees_nor_names_people_out_of_their_sight(company: WorldInfo, ann: Person) -> None:
    user = User.objects.create(username="wim")
    row = PersonRow(row=2, number="W1", name="吴越", unit="HQ/West")
    import_people([row], effective=None, now=NOW)
    grant("wim", Role.HRBP, "HQ/West", by="test", now=real_now())
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    wim, content = Person(client), rows(GOOD.replace("E1", "张伟1"))
    assert [one["name"] for one in ann.preview(ann.send(content), orders())["strays"][0]["proposals"]] == ["张伟"]
    upload = wim.send(content)
    assert wim.preview(upload, orders())["strays"][0]["proposals"] == []
    match = {"dimension": "person", "text": "张伟1", "key": "E1"}
    wim.load(upload, 404, matches=[match])
    wim.load(upload, 404, matches=[{**match, "dimension": "planet"}])
    wim.load(upload, matches=[{**match, "key": "W1"}])
    assert len(Visit.objects.get(endpoint="uploads.load", act="change").subjects) == 1
