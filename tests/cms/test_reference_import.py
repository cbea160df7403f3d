"""Importing CSV in Wagtail's admin: shown first, then taken whole, or not at all."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms.reference import importing
from portal.reference.models import ReferenceChange, Standard
from portal.reference.registers import find_register
from portal.reference.tabular import export, plan
from registry.models import ImpactRun, TimeLimit
from tests.cms.registers import address, editor_at

OLD, NEW = "GB 90001-2020", "GB 90002-2026"
HEADER = "number,type,title_zh,status,replaced_by,valid_until"
GOOD = f"{HEADER}\n{OLD},GB,甲,replaced,{NEW},2026-06-30\n{NEW},GB,乙,current,,\n"
BAD = f"{HEADER}\n{OLD},GB,甲,gone,,31.12.2026\n{NEW},GB,,current,,\n{NEW},GB,乙,current,,\n"


@pytest.fixture
def editor(client, home):
    return editor_at(client)


@pytest.fixture
def old(editor):
    return Standard.objects.create(number=OLD, type="GB", title_zh="甲")


def upload(client, text, key="standards"):
    content = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile("rows.csv", content, "text/csv")
    return client.post(address(key, "import"), {"file": file})


def decide(client, **said):
    return client.post(address("standards", "import_decide"), said)


def test_what_a_file_would_do_is_shown_and_nothing_is_changed(client, old):
    answer = upload(client, GOOD)
    assert answer.url == address("standards", "import_decide")
    html = client.get(answer.url).content.decode()
    assert html.count("<strong>1</strong>") == 2
    assert "<ins>" in html
    assert NEW in html
    assert "Nothing has been changed yet." in html
    old.refresh_from_db()
    assert old.status == "current"
    assert not Standard.objects.filter(number=NEW).exists()


def test_the_rows_are_taken_with_their_history(client, editor, old):
    upload(client, GOOD)
    assert decide(client, take="1").url == address("standards")
    old.refresh_from_db()
    assert (old.status, old.replaced_by) == ("replaced", [NEW])
    changes = ReferenceChange.objects.filter(register="standards", origin="import")
    assert {(change.record, change.actor) for change in changes} == {(OLD, editor), (NEW, editor)}
    assert len({change.act for change in changes}) == 1
    html = client.get(address("standards", "changes")).content.decode()
    assert "by import of a CSV file" in html
    # The file is gone with it.
    assert decide(client, take="1").url == address("standards", "import")


def test_every_bad_row_is_named_with_line_and_column_and_nothing_is_changed(client, old):
    before = export(find_register("standards"))
    answer = upload(client, BAD)
    assert answer.status_code == 422
    html = answer.content.decode()
    for line, column in ((2, "status"), (2, "valid_until"), (3, "title_zh")):
        assert f">{line}</td>" in html
        assert f"<code>{column}</code></td>" in html
    assert "3 faults" in html or "4 faults" in html
    assert export(find_register("standards")) == before
    assert decide(client, take="1").url == address("standards", "import")


def test_a_file_that_is_no_table_is_refused_in_words(client, editor):
    html = upload(client, b"\xff\xfe\x00").content.decode()
    assert "neither UTF-8" in html


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client, editor, monkeypatch):
    monkeypatch.setattr(importing, "MAX_BYTES", 20)
    answer = upload(client, GOOD)
    assert answer.status_code == 422
    assert "The file is larger than" in answer.content.decode()


def test_a_file_can_be_tried_before_it_is_taken(client, old):
    upload(client, GOOD)
    answer = decide(client, **{"action-impact": "1"})
    run = ImpactRun.objects.get()
    assert answer.url == f"/en/desk/impact/{run.pk}/"
    assert len(run.cause["steps"]) == 2
    old.refresh_from_db()
    assert old.status == "current"
    # The preview has taken nothing back that the editor saw, so the file can be taken now.
    assert decide(client, take="1").url == address("standards")


def test_a_file_can_be_left(client, old):
    upload(client, GOOD)
    decide(client, leave="1")
    assert not Standard.objects.filter(number=NEW).exists()
    assert client.get(address("standards", "import_decide")).url == address("standards", "import")


def test_a_register_that_moved_meanwhile_is_looked_at_again(client, old):
    upload(client, GOOD)
    old.title_zh = "改"
    old.save()
    answer = decide(client, take="1")
    assert answer.url == address("standards", "import_decide")
    assert not Standard.objects.filter(number=NEW).exists()
    client.get(answer.url)
    decide(client, take="1")
    assert Standard.objects.filter(number=NEW).exists()


@pytest.mark.parametrize("button", ["take", "action-impact"])
def test_a_row_that_changes_while_the_file_is_taken_is_looked_at_again(
    client, old, monkeypatch, button
):
    upload(client, GOOD)

    def plan_before_another_saves(register, content):
        planned = plan(register, content)
        old.title_zh = "改"
        old.save()
        return planned

    monkeypatch.setattr(importing, "plan", plan_before_another_saves)
    assert decide(client, **{button: "1"}).url == address("standards", "import_decide")
    old.refresh_from_db()
    assert (old.title_zh, old.status) == ("改", "current")
    assert not Standard.objects.filter(number=NEW).exists()


def test_a_file_for_one_register_is_not_taken_by_another(client, old):
    upload(client, GOOD)
    assert client.get(address("units", "import_decide")).url == address("units", "import")


def test_rows_that_people_acted_by_are_not_changed_by_a_file_either(client, editor):
    limit = TimeLimit.objects.first()
    register = find_register("time-limits")
    content = export(register, [limit]).decode("utf-8-sig").splitlines()
    changed = content[1].replace(f",{limit.amount},", f",{limit.amount + 5},")
    html = upload(client, f"{content[0]}\n{changed}\n", "time-limits").content.decode()
    assert "Rows of this register are not changed; add a successor." in html
