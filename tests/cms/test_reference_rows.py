"""Rows of registers in Wagtail's admin: adding, changing, ending, deleting, and their history."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from portal.accounts.models import CertificationField, Organisation
from portal.demo.drawing import draw_mark
from portal.reference.models import ProtectedMark, ReferenceChange, RuleLimit, Standard
from registry.models import ImpactRun, TimeLimit
from tests.cms.registers import address, editor_at
from tests.factories import OrganisationFactory

NUMBER = "GB 90001-2020"


@pytest.fixture
def editor(client, home):
    return editor_at(client)


@pytest.fixture
def standard(editor):
    return Standard.objects.create(number=NUMBER, type="GB", title_zh="甲", source="公告")


def answers(**changed):
    told = {"number": NUMBER, "type": "GB", "title_zh": "甲", "status": "current", "source": "公告"}
    return {**told, **changed}


def mark(**changed):
    told = {"key": "someones", "kind": "foreign", "name_zh": "某标志", "words": "MARK\nSIGN"}
    return {**told, **changed}


def test_lists_of_texts_are_written_one_on_each_line(client, standard):
    client.post(
        address("standards", "edit", standard.pk),
        answers(replaced_by="GB 90002-2026\n\n GB 90003-2026 "),
    )
    standard.refresh_from_db()
    assert standard.replaced_by == ["GB 90002-2026", "GB 90003-2026"]
    html = client.get(address("standards", "edit", standard.pk)).content.decode()
    assert "GB 90002-2026\nGB 90003-2026</textarea>" in html


def test_a_change_is_in_the_history_with_its_author_and_both_values(client, editor, standard):
    client.post(address("standards", "edit", standard.pk), answers(title_zh="新名称"))
    change = ReferenceChange.objects.filter(record=NUMBER).latest("pk")
    assert (change.actor, change.origin) == (editor, "form")
    for page in (
        address("standards", "history", standard.pk),
        address("standards", "changes"),
    ):
        html = client.get(page).content.decode()
        assert "<del>甲</del>" in html
        assert "<ins>新名称</ins>" in html
        assert editor.name_en in html
        assert "by hand" in html


def test_the_history_of_a_row_goes_on_under_its_new_name(client, standard):
    client.post(address("standards", "edit", standard.pk), answers(number="GB 90009-2020"))
    html = client.get(address("standards", "history", standard.pk)).content.decode()
    assert f"<del>{NUMBER}</del>" in html
    assert html.count('data-title="When"') == 2


def test_a_row_without_a_source_and_without_verification_says_so(client, standard):
    page = address("standards", "edit", standard.pk)
    assert "names no source" not in client.get(page).content.decode()
    assert "compared the row with its source" in client.get(page).content.decode()
    Standard.objects.filter(pk=standard.pk).update(source="", verified=True)
    html = client.get(page).content.decode()
    assert "names no source" in html
    assert "compared the row with its source yet" not in html


def test_a_last_day_before_the_first_is_refused(client, standard):
    days = {"valid_from": "2026-02-01", "valid_until": "2026-01-01"}
    html = client.post(address("standards", "edit", standard.pk), answers(**days)).content.decode()
    assert "The last day lies before the first." in html
    standard.refresh_from_db()
    assert standard.valid_from is None


def test_a_row_is_ended_on_a_day(client, standard):
    page = address("standards", "end", standard.pk)
    assert client.get(page).status_code == 200
    client.post(page, {"day": "2026-06-30"})
    standard.refresh_from_db()
    assert str(standard.valid_until) == "2026-06-30"


def test_a_row_does_not_end_before_it_begins(client, standard):
    Standard.objects.filter(pk=standard.pk).update(valid_from="2026-07-01")
    answer = client.post(address("standards", "end", standard.pk), {"day": "2026-06-30"})
    assert "The last day lies before the first." in answer.content.decode()
    standard.refresh_from_db()
    assert standard.valid_until is None


@pytest.mark.parametrize("page", ["edit", "end", "delete"])
def test_a_change_can_be_tried_before_it_is_made(client, standard, page):
    said = {"edit": answers(status="withdrawn"), "end": {"day": "2026-06-30"}, "delete": {}}[page]
    answer = client.post(address("standards", page, standard.pk), {**said, "action-impact": "1"})
    run = ImpactRun.objects.get()
    assert answer.url == f"/en/desk/impact/{run.pk}/"
    assert client.get(answer.url).status_code == 200
    assert (run.is_preview, len(run.cause["steps"])) == (True, 1)
    kept = Standard.objects.get(number=NUMBER)
    assert (kept.status, kept.valid_until) == ("current", None)


def test_a_new_row_can_be_tried_before_it_is_added(client, editor):
    client.post(address("standards", "add"), answers(**{"action-impact": "1"}))
    assert ImpactRun.objects.get().cause["steps"][0]["before"] is None
    assert not Standard.objects.filter(number=NUMBER).exists()


def test_registers_that_no_rule_reads_offer_nothing_to_try(client, editor):
    assert b"action-impact" in client.get(address("standards", "add")).content
    assert b"action-impact" not in client.get(address("calendar", "add")).content


def test_a_row_that_others_refer_to_stays(client, editor):
    body = OrganisationFactory(fields=("信息安全",))
    answer = client.post(address("fields", "delete", "信息安全"), follow=True)
    assert "cannot be deleted" in answer.content.decode()
    assert body.approved_fields.count() == 1
    assert CertificationField.objects.filter(pk="信息安全").exists()


def test_a_row_made_by_mistake_is_deleted_and_stays_in_the_history(client, standard):
    client.post(address("standards", "delete", standard.pk))
    assert not Standard.objects.filter(number=NUMBER).exists()
    assert NUMBER in client.get(address("standards", "changes")).content.decode()


@pytest.mark.parametrize("page", ["edit", "delete", "end"])
def test_rows_that_people_acted_by_are_only_followed(client, editor, page):
    limit = TimeLimit.objects.first()
    answer = client.get(address("time-limits", page, limit.pk))
    assert answer.status_code in (302, 403)
    assert client.get(address("time-limits", "inspect", limit.pk)).status_code == 200


@pytest.mark.parametrize("key", ["limits", "bodies", "approvals"])
def test_some_rows_are_never_deleted(client, editor, key):
    OrganisationFactory(fields=("信息安全",))
    row = {
        "limits": RuleLimit.objects.first,
        "bodies": Organisation.objects.filter(kind="body").first,
        "approvals": OrganisationFactory(fields=("信息安全",)).approved_fields.first,
    }[key]()
    assert client.get(address(key, "edit", row.pk)).status_code == 200
    assert client.post(address(key, "delete", row.pk)).status_code in (302, 403)
    row.refresh_from_db()


def test_a_new_body_is_a_certification_body(client, editor):
    said = {"slug": "new-body", "name_zh": "新机构", "approval_no": "CNCA-R-2026-999"}
    client.post(address("bodies", "add"), said)
    assert Organisation.objects.get(slug="new-body").kind == "body"


def test_a_body_needs_an_approval_number(client, editor):
    said = {"slug": "new-body", "name_zh": "新机构", "approval_no": ""}
    assert client.post(address("bodies", "add"), said).status_code == 200
    assert not Organisation.objects.filter(slug="new-body").exists()


def test_the_key_of_a_field_stays(client, editor):
    page = address("fields", "edit", "信息安全")
    said = {"key": "别的", "name_en": "New name", "category": "service", "order": "1"}
    client.post(page, said)
    assert not CertificationField.objects.filter(pk="别的").exists()
    assert CertificationField.objects.get(pk="信息安全").name_en == "New name"


def test_artwork_is_kept_and_shown_as_a_picture(client, editor):
    drawing = SimpleUploadedFile("mark.svg", draw_mark("XX-1", "XX"), "image/svg+xml")
    client.post(address("protected-marks", "add"), mark(artwork=drawing))
    made = ProtectedMark.objects.get(key="someones")
    assert made.words == ["MARK", "SIGN"]
    assert made.fingerprint
    answer = client.get(address("protected-marks", "picture", made.pk))
    assert Image.open(io.BytesIO(answer.content)).format == "PNG"
    html = client.get(address("protected-marks", "edit", made.pk)).content.decode()
    assert address("protected-marks", "picture", made.pk) in html
    assert made.artwork.url not in html


def test_artwork_that_is_no_drawing_is_refused_in_words(client, editor):
    page = SimpleUploadedFile("mark.svg", b"<html><script>1</script></html>", "image/svg+xml")
    html = client.post(address("protected-marks", "add"), mark(artwork=page)).content.decode()
    assert "This kind of file cannot be kept here." in html
    assert not ProtectedMark.objects.filter(key="someones").exists()


def test_artwork_of_a_preview_is_not_kept(client, editor):
    drawing = SimpleUploadedFile("tried.svg", draw_mark("XX-1", "XX"), "image/svg+xml")
    storage = ProtectedMark._meta.get_field("artwork").storage
    before = set(storage.listdir("protected-marks")[1])
    client.post(address("protected-marks", "add"), mark(artwork=drawing, **{"action-impact": "1"}))
    assert ImpactRun.objects.count() == 1
    assert set(storage.listdir("protected-marks")[1]) == before


def test_a_number_is_kept_in_one_spelling_and_the_editor_is_told(client, standard):
    typed = answers(number="《ＧＢ 90009−2020》")
    answer = client.post(address("standards", "edit", standard.pk), typed, follow=True)
    standard.refresh_from_db()
    assert standard.number == "GB 90009-2020"
    told = [str(m) for m in answer.context["messages"] if m.level_tag == "info"]
    assert [standard.number in message for message in told] == [True]


def test_a_code_that_is_known_is_chosen_by_its_words(client, editor):
    page = client.get(address("letter-templates", "add") + "?act=suspend").content.decode()
    chosen = page.partition('name="act"')[2].partition("</select>")[0]
    assert '<option value="suspend" selected>' in chosen
