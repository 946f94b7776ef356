"""Files brought into the draft, and out again."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from zhunsheng.engine.blueprint.bodies import body
from zhunsheng.engine.blueprint.bundle import Bundle, write
from zhunsheng.engine.blueprint.checks import sound
from zhunsheng.engine.blueprint.entity import SETTINGS
from zhunsheng.engine.blueprint.meaning import same_meaning
from zhunsheng.engine.values import ZhunshengError
from zhunsheng.server.blueprints.directory import read_directory
from zhunsheng.server.blueprints.models import Release
from zhunsheng.server.blueprints.queries import current, newest
from zhunsheng.server.drafts.actions.bringing import bring
from zhunsheng.server.drafts.actions.publish import Terms, put_out
from zhunsheng.server.drafts.actions.saving import Hand
from zhunsheng.server.drafts.files import unzipped, zipped
from zhunsheng.server.drafts.overlay import laid
from zhunsheng.server.drafts.queries import drafted
from zhunsheng.server.drafts.tests.studio import FILES, NOW, Studio, packed
from zhunsheng.server.drafts.tests.test_overlay import BUNDLES
from zhunsheng.server.worlds.values import WorldInfo

HAND = Hand("ann", NOW)
CALLS = FILES["metrics/won.yaml"].replace("id: won", "id: calls").replace("won deals", "calls")


def test_an_export_is_the_same_bytes_again_and_comes_back_as_no_change(studio: Studio) -> None:
    ann = studio.as_("ann")
    content = ann.export()
    assert content == ann.export()
    assert sound(unzipped("b.zip", content)) == current()
    assert ann.bring("b.zip", content) == {"said": [], "overwritten": []}
    assert ann.touched() == {}


def test_a_whole_bundle_replaces_and_removes(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", owner="Ann")
    ann.save("metric", "half", {"unit": ""})
    files = {path: text for path, text in FILES.items() if "share" not in path}
    found = ann.bring("b.zip", packed({**files, "metrics/calls.yaml": CALLS, "README.md": "x"}, top="b/"))
    assert ann.touched() == {"metric/calls": "added", "metric/share": "removed"}
    assert {one["id"] for one in found["overwritten"]} == {"won", "half"}
    assert ann.move("undo", "metric", "won")["body"]["owner"] == "Ann"
    assert ann.post("/draft/publish", only=[{"kind": "metric", "id": "calls"}])["release"] == 2


def test_a_single_file_says_itself_what_it_is(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.bring("anything.yaml", CALLS.encode())
    assert ann.touched() == {"metric/calls": "added"}
    ann.bring("bundle.yaml", FILES["bundle.yaml"].replace("公司", "新公司").encode())
    assert ann.touched() == {"metric/calls": "added", "settings/bundle": "changed"}


def test_all_problems_are_said_with_file_and_line_and_nothing_is_half_done(studio: Studio) -> None:
    files = {
        "metrics/calls.yaml": CALLS.replace("stage", "stge"),
        "metrics/won.yaml": "kind: metric\nid: won\nunti: x\n",
        "sources/a.yaml": "kind: source\n  id: [",
        "notes/todo.yaml": "x: 1",
        "metrics/a/x.yaml": CALLS,
    }
    ann = studio.as_("ann")
    said = {(one["place"], one["code"]) for one in ann.bring("b.zip", packed(files))["problems"]}
    assert ann.status == 422
    assert said >= {
        ("metrics/calls.yaml", "blueprint.no_such_field"),
        ("sources/a.yaml", "blueprint.yaml"),
        ("notes/todo.yaml", "blueprint.stray_file"),
        ("metrics/a/x.yaml", "blueprint.stray_file"),
    }
    with pytest.raises(ZhunshengError) as caught:
        bring(files, HAND)
    assert {problem.line for problem in caught.value.problems if problem.place == "metrics/calls.yaml"} == {5}
    assert ann.touched() == {}


def test_what_is_wrong_elsewhere_in_the_draft_keeps_no_file_out(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.save("metric", "half", {"unit": ""})
    ann.bring("c.yaml", CALLS.encode())
    assert ann.touched() == {"metric/half": "added", "metric/calls": "added"}


def _bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for at in range(20):
            archive.writestr(f"metrics/m{at}.yaml", b" " * 4_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("b.zip", _bomb(), "archive.bomb"),
        ("b.zip", packed({f"metrics/m{at}.yaml": "" for at in range(2_001)}), "archive.bomb"),
        ("b.zip", packed(FILES)[:-30], "archive.damaged"),
        ("b.zip", packed(FILES).replace(b"format: 1", b"format: 2"), "archive.damaged"),
        ("b.zip", packed({"a.txt": "x"}), "draft.no_yaml"),
        ("b.zip", packed({"metrics/a.yaml": "x" * 4_000_001}), "blueprint.file_too_big"),
        ("a.yaml", "名".encode("gb18030"), "blueprint.not_utf8"),
        ("a.yaml", b"x: 1", "draft.no_entity"),
        ("a.yaml", b"", "draft.no_entity"),
        ("a.yaml", b"a: [", "blueprint.yaml"),
        ("a.yaml", b"kind: metric\nid: a/../b\n", "blueprint.stray_file"),
    ],
)
def test_what_is_no_blueprint_is_refused(studio: Studio, name: str, content: bytes, code: str) -> None:
    ann = studio.as_("ann")
    assert ann.bring(name, content)["code"] == code
    assert ann.status == 422


@pytest.mark.parametrize("folder", BUNDLES, ids=lambda folder: folder.name)
def test_a_bundle_built_entity_by_entity_equals_the_one_of_files(world: WorldInfo, folder: Path) -> None:
    """As the browser sends it: bodies as JSON, into an empty draft; then published."""
    bundle = sound(read_directory(folder))
    sent = {ref: json.loads(json.dumps(body(entity))) for ref, entity in bundle.entities.items()}
    sent[SETTINGS] = json.loads(json.dumps(body(bundle.settings)))
    put_out(laid(None, sent).bundle(), Terms(NOW, "ann"))
    assert write(current()) == write(bundle)


def test_a_push_of_files_makes_a_draft_of_a_bundle(world: WorldInfo) -> None:
    folder = next(folder for folder in BUNDLES if folder.name == "crm-sales")
    made = bring(read_directory(folder), HAND)
    found = drafted()
    assert (found.bundle, found.faults, found.live) == (sound(read_directory(folder)), (), None)
    assert len(made.said) == len(found.bundle.entities)
    assert newest().number == Release.objects.count() == 0


def test_what_two_bundles_mean_is_the_same_whatever_they_are_called() -> None:
    one = sound(FILES)
    source = FILES["sources/deals.yaml"].replace("system: CRM", "system: ERP").replace("number", "no.")
    renamed = {
        **FILES,
        "bundle.yaml": FILES["bundle.yaml"].replace("Company", "Another"),
        "sources/deals.yaml": source,
        "metrics/won.yaml": FILES["metrics/won.yaml"] + "owner: x\ndescription: {zh: 一, en: a}\n",
    }
    assert same_meaning(one, sound(renamed)) == []
    other = sound({**FILES, "metrics/won.yaml": FILES["metrics/won.yaml"].replace("value: Won", "value: Lost")})
    assert [text.en for text in same_meaning(one, other)] == [
        "metric 'won deals': condition changes from 'stage' is Won to 'stage' is Lost"
    ]
    assert len(same_meaning(one, Bundle(one.settings))) == 4


def test_reading_the_draft_costs_as_many_queries_however_much_it_holds(studio: Studio) -> None:
    counts = []
    for number in (1, 12):
        bring({f"metrics/m{at}.yaml": CALLS.replace("id: calls", f"id: m{at}") for at in range(number)}, HAND)
        with CaptureQueriesContext(connection) as caught:
            drafted()
        counts.append(len(caught))
    assert counts[0] == counts[1] <= 4


def test_an_export_of_an_earlier_release_is_that_release(studio: Studio) -> None:
    ann = studio.as_("ann")
    ann.change("metric", "won", owner="Ann")
    ann.post("/draft/publish")
    content = bytes(ann.client.get("/api/v1/bundle.zip?release=1").content)
    assert content == zipped(sound(FILES))


def test_a_text_that_no_database_keeps_is_not_brought_in(studio: Studio) -> None:
    ann = studio.as_("ann")
    text = FILES["metrics/won.yaml"].replace("en: won deals", 'en: "won\\0"')
    refused = ann.bring("won.yaml", text.encode())
    assert (ann.status, refused["code"]) == (422, "draft.unkept")
    assert ann.touched() == {}
