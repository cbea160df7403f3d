"""The blueprint administration in Wagtail's admin."""

from __future__ import annotations

import json
import re

import pytest

from cms.blueprints.impact import impact_of
from cms.blueprints.json_lines import lines_of
from portal.accounts.roles import Role
from schemes.blueprint_drafts import save_blueprint_draft
from schemes.blueprints import Condition
from schemes.blueprints.building.conditions import add_condition
from schemes.models import BlueprintVersion
from tests.factories import PersonFactory, VersionFactory, organisation_for

NEW_FIELD = {
    "name": "something_new",
    "title_zh": "新内容",
    "title_en": "Something new",
    "help_zh": "说明",
    "help_en": "A sentence",
    "is_required": "on",
}


def at(version: BlueprintVersion, page: str = "") -> str:
    return f"/cms/blueprints/{version.pk}/{page}"


def add(client, draft, **answers):
    """Add a text field to the section on the scope with the builder."""
    return client.post(
        at(draft, "builder/new-field/?section=scope&kind=text"),
        {"seen": draft.digest, **NEW_FIELD, **answers},
    )


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ADMINISTRATOR])
def test_editors_and_administrators_of_the_regulator_find_the_blueprints(client, home, role):
    regulator = organisation_for(Role.EDITOR)
    client.force_login(PersonFactory(role=role, organisation=regulator))
    assert b"/cms/blueprints/" in client.get("/cms/").content
    assert b"product/1" in client.get("/cms/blueprints/").content


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OFFICER])
def test_nobody_else_enters(client, home, role):
    client.force_login(PersonFactory(role=role))
    assert client.get("/cms/blueprints/", follow=True).status_code == 403


def test_a_version_begins_from_the_last_one(client, editor):
    client.post("/cms/blueprints/", {"key": "product"})
    assert BlueprintVersion.objects.by_ref("product/2").created_by == editor


PAGES = (
    "",
    "builder/?section=process",
    "wording/?chapter=scope",
    "builder/group/?at=/basis/-",
    "builder/section/?key=scope",
    "builder/field/?at=/title",
    "builder/new-field/?section=scope",
    "builder/new-field/?section=scope&kind=choice",
    "builder/remove/?at=/scope",
    "builder/condition/?section=identity",
    "builder/condition/?section=identity&field=origin",
    "json/",
    "preview/?section=basis",
    "compatibility/",
    "impact/",
    "do/propose/",
    "do/discard/",
)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_of_a_draft_is_shown_in_both_languages(client, draft, language):
    client.cookies["django_language"] = language
    for path in PAGES:
        page = client.get(at(draft, path))
        assert (path, page.status_code) == (path, 200)
        assert f'lang="{language}"'.lower() in page.content.decode().lower(), path


def test_a_published_version_is_shown_and_not_built(client, editor):
    version = BlueprintVersion.objects.by_ref("service/1")
    assert client.get(at(version)).status_code == 200
    assert client.get(at(version, "builder/")).status_code == 302
    client.post(at(version, "json/"), {"schema": "{}", "seen": version.digest})
    version.refresh_from_db()
    assert version.digest == version.blueprint.digest


def test_a_field_is_added_and_stands_in_the_form_and_in_the_report(client, draft):
    assert add(client, draft).status_code == 302
    draft.refresh_from_db()
    assert draft.schema["properties"]["something_new"]["type"] == "string"
    assert b"Something new" in client.get(at(draft, "preview/?section=scope")).content
    assert b"/something_new" in client.get(at(draft, "compatibility/")).content


def test_how_material_a_field_is_is_chosen_and_stands_in_the_report(client, draft):
    add(client, draft, material="major")
    draft.refresh_from_db()
    assert draft.schema["properties"]["something_new"]["x-material"] == "major"
    page = at(draft, "builder/field/?at=/something_new")
    form = client.get(page).context["form"]
    assert form["material"].value() == "major"
    client.post(page, {"seen": draft.digest, **NEW_FIELD, "material": ""})
    draft.refresh_from_db()
    assert "x-material" not in draft.schema["properties"]["something_new"]
    page = at(draft, "builder/field/?at=/fees")
    form = client.get(page).context["form"]
    said = {**form.initial, "help_zh": "x", "seen": draft.digest, "material": "major"}
    client.post(page, {name: value for name, value in said.items() if value is not None})
    report = client.get(at(draft, "compatibility/")).content.decode()
    assert "A change of it raises: first number (major); second number (minor) before." in report


@pytest.mark.parametrize(
    ("place", "word"),
    [
        ("new-field/?section=scope&kind=text", "third number (patch)"),
        ("new-field/?at=/basis/-&kind=text", "first number (major)"),
        ("new-field/?at=/mark/|1&kind=text", "first number (major)"),
        ("field/?at=/fees", "third number (patch)"),
        ("field/?at=/fees/-/name", "second number (minor)"),
    ],
)
def test_a_field_is_as_material_as_what_is_around_it_unless_it_says_otherwise(
    client, draft, place, word
):
    form = client.get(at(draft, f"builder/{place}")).context["form"]
    assert dict(form.fields["material"].choices)[""] == f"As around it: {word}"


def test_what_cannot_be_added_is_said_and_stays_in_the_form(client, draft):
    answer = add(client, draft, pattern="(?=x)", title_zh="留下")
    assert answer.status_code == 422
    assert "/properties/something_new/pattern" in answer.content.decode()
    assert "留下" in answer.content.decode()


def test_a_step_on_what_somebody_else_changed_is_not_made(client, draft):
    seen = draft.digest
    add(client, draft)
    answer = add(client, draft, seen=seen, name="another")
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert "another" not in draft.schema["properties"]


def test_choices_that_cannot_be_read_are_named_by_their_lines(client, draft):
    answer = client.post(
        at(draft, "builder/new-field/?section=scope&kind=choice"),
        {"seen": draft.digest, **NEW_FIELD, "codes": "a | 甲 | A\nb | 乙"},
    )
    assert "Line 2" in answer.content.decode()


def test_fields_are_changed_moved_and_removed(client, draft):
    add(client, draft)
    draft.refresh_from_db()
    page = at(draft, "builder/field/?at=/something_new")
    changed = {**NEW_FIELD, "title_en": "Otherwise", "most": "9", "section": "basis"}
    client.post(page, {"seen": draft.digest, **changed})
    draft.refresh_from_db()
    field = draft.schema["properties"]["something_new"]
    assert (field["x-title"]["en"], field["maxLength"]) == ("Otherwise", 9)
    assert draft.blueprint.section("basis").parts[-1] == "something_new"
    client.post(
        at(draft, "builder/?section=basis"), {"seen": draft.digest, "do": "up:/something_new"}
    )
    draft.refresh_from_db()
    assert draft.blueprint.section("basis").parts[0] == "something_new"
    client.post(at(draft, "builder/remove/?at=/something_new"), {"seen": draft.digest})
    draft.refresh_from_db()
    assert "something_new" not in draft.schema["properties"]


def test_a_condition_is_built(client, draft):
    add(client, draft)
    draft.refresh_from_db()
    page = at(draft, "builder/condition/?section=identity&field=origin")
    answers = {"seen": draft.digest, "values": ["alliance"], "requires": ["something_new"]}
    client.post(page, answers)
    draft.refresh_from_db()
    assert draft.blueprint.root.conditions()[-1].requires == ("something_new",)


def test_a_condition_is_removed_when_the_person_says_so_again(client, draft):
    index = len(draft.blueprint.root.conditions())
    schema = add_condition(draft.schema, "", Condition("origin", ("alliance",), ("scope",), ()))
    save_blueprint_draft(draft, draft.created_by, seen=draft.digest, schema=schema)
    draft.refresh_from_db()
    page = at(draft, f"builder/remove-condition/?section=identity&index={index}")
    assert page.encode() in client.get(at(draft, "builder/?section=identity")).content.replace(
        b"at=&amp;", b""
    ).replace(b"&amp;", b"&")
    assert draft.blueprint.title["en"] in client.get(page).content.decode()
    draft.refresh_from_db()
    assert len(draft.blueprint.root.conditions()) == index + 1
    client.post(page, {"seen": draft.digest})
    draft.refresh_from_db()
    assert len(draft.blueprint.root.conditions()) == index
    assert client.get(page).status_code == 404


def test_a_field_gets_another_name_and_the_report_says_what_that_means(client, draft):
    add(client, draft)
    draft.refresh_from_db()
    page = at(draft, "builder/field/?at=/something_new")
    client.post(page, {"seen": draft.digest, **NEW_FIELD, "name": "something_else"})
    draft.refresh_from_db()
    assert "something_new" not in draft.schema["properties"]
    assert draft.blueprint.section("scope").parts[-1] == "something_else"
    assert b"/something_new \xe2\x86\x92 something_else" in client.get(at(draft)).content


def test_a_number_that_has_no_digest_is_refused_at_its_place(client, draft):
    text = json.dumps(draft.schema).replace('"minLength": 1', '"minLength": 9007199254740993', 1)
    answer = client.post(at(draft, "json/"), {"schema": text, "seen": draft.digest})
    assert answer.status_code == 422
    (fault,) = answer.context["faults"]
    assert fault.pointer.endswith("/minLength")


def test_nobody_is_asked_to_propose_what_cannot_be_proposed(client, draft):
    page = client.get(at(draft, "do/propose/"))
    assert "Nothing was changed against service/1" in page.content.decode()
    assert b'method="post"' not in page.content.split(b"<main")[1]


def test_a_character_that_no_database_takes_is_a_blank(client, draft):
    client.post(at(draft, "note/"), {"note": "new\x00words"})
    draft.refresh_from_db()
    assert draft.note == "new words"
    assert client.post("/cms/blueprints/", {"key": "\x00"}).status_code == 302


def test_json_that_is_refused_stays_in_the_form_with_its_lines(client, draft):
    text = json.dumps(draft.schema, ensure_ascii=False, indent=2)
    wrong = text.replace('"$ref": "#/$defs/clause"', '"$ref": "https://evil.example/x"', 1)
    line = 1 + wrong[: wrong.index("https://evil")].count("\n")
    answer = client.post(at(draft, "json/"), {"schema": wrong, "seen": draft.digest})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"Line {line}" in page
    assert "https://evil.example/x" in page


@pytest.mark.parametrize("text", ["{", "[]", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 90000, ""])
def test_what_is_no_json_is_refused(client, draft, text):
    answer = client.post(at(draft, "json/"), {"schema": text, "seen": draft.digest})
    assert answer.status_code == 422


def test_json_of_the_dialect_is_saved(client, draft):
    schema = {**draft.schema, "x-title": {"zh": "新名", "en": "New name"}}
    client.post(at(draft, "json/"), {"schema": json.dumps(schema), "seen": draft.digest})
    draft.refresh_from_db()
    assert draft.schema["x-title"]["en"] == "New name"


def test_the_lines_of_a_text_are_known():
    text = '{\n "a": [\n  1,\n  {"b~/": "x"}\n ],\n "c": "}"\n}'
    assert lines_of(text) == {"": 1, "/a": 2, "/a/0": 3, "/a/1": 4, "/a/1/b~0~1": 4, "/c": 6}
    assert lines_of("{]") == {}


def test_a_preview_shows_the_fields_of_an_item_which_has_no_page_there(client, draft):
    page = at(draft, "preview/?section=basis")
    html = client.get(page).content.decode()
    (item,) = re.findall(r'name="/basis#item" value="(@[^"]+)"', html)
    assert f'name="/basis/{item}/ref"' in html
    sent = {"do": "add:/basis", "/basis#shown": "1", "/basis#item": [item]}
    again = client.post(page, {**sent, f"/basis/{item}/ref": "GB/T 1"}).content.decode()
    assert len(re.findall(r'name="/basis#item"', again)) == 2
    assert "?item=" not in again


def test_a_preview_says_what_the_check_would_say_and_stores_nothing(client, draft):
    page = at(draft, "preview/?section=identity")
    answer = client.post(page, {"document": "{}", "/title/zh": "短", "do": "save"})
    assert answer.context["form"].around.document["title"] == {"zh": "短"}
    assert [f for field in answer.context["form"].fields for f in field.all_findings()]
    draft.refresh_from_db()
    assert draft.events.count() == 1


def test_the_impact_names_every_document_that_would_break_with_its_places(client, draft):
    version = VersionFactory(category="service")
    VersionFactory(category="product")
    assert impact_of(draft).affected == []
    add(client, draft)
    draft.refresh_from_db()
    impact = impact_of(draft, patience=60)
    assert (impact.total, impact.is_complete) == (1, True)
    (affected,) = impact.affected
    assert affected.version == version
    assert [finding.address for finding in affected.findings] == ["/something_new"]
    page = client.get(at(draft, "impact/")).content.decode()
    assert str(version.scheme.organisation) in page
    assert "/something_new" in page


def test_an_impact_that_stops_early_says_so(draft):
    VersionFactory(category="service")
    VersionFactory(category="service")
    for impact in (impact_of(draft, at_once=1), impact_of(draft, patience=0)):
        assert (impact.examined, impact.total, impact.is_complete) == (1, 2, False)


def test_the_same_person_is_told_to_ask_another(client, draft, editor):
    add(client, draft)
    draft.refresh_from_db()
    client.post(at(draft, "note/"), {"note": "新增一项内容。"})
    client.post(at(draft, "do/propose/"), {"seen": draft.digest})
    assert "A second person must publish" in client.get(at(draft)).content.decode()
    client.post(at(draft, "do/publish/"), {"seen": draft.digest})
    draft.refresh_from_db()
    assert draft.state == "proposed"
    organisation = editor.memberships.get().organisation
    client.force_login(PersonFactory(role=Role.ADMINISTRATOR, organisation=organisation))
    client.post(at(draft, "do/publish/"), {"seen": draft.digest})
    draft.refresh_from_db()
    assert draft.state == "published"


# --- a new kind ---------------------------------------------------------------------------


def kind(**answers):
    source = BlueprintVersion.objects.by_ref("service/1")
    said = {"source": source.pk, "key": "personnel", "title_zh": "人员", "title_en": "Persons"}
    return {**said, **answers}


def test_a_blueprint_of_a_new_kind_is_begun_from_a_published_one(client, editor):
    answer = client.post("/cms/blueprints/new-kind/", kind())
    begun = BlueprintVersion.objects.by_ref("personnel/1")
    assert answer["Location"] == at(begun)
    assert (begun.state, begun.category) == ("draft", "service")
    assert begun.blueprint.schema["x-title"] == {"zh": "人员", "en": "Persons"}
    assert b"personnel/1" in client.get("/cms/blueprints/").content


@pytest.mark.parametrize("key", ["service", "Personnel", "9lives", "per-son", ""])
def test_a_key_that_is_taken_or_no_key_begins_nothing(client, editor, key):
    before = BlueprintVersion.objects.count()
    assert client.post("/cms/blueprints/new-kind/", kind(key=key)).status_code == 422
    assert BlueprintVersion.objects.count() == before


def test_a_condition_on_what_every_document_needs_is_refused_at_the_form(client, draft):
    schema = draft.schema
    page = at(draft, "builder/condition/?at=/basis/-&field=dated")
    said = {"seen": draft.digest, "values": ["true"], "hides": ["ref"]}
    assert client.post(page, said).status_code == 422
    draft.refresh_from_db()
    assert draft.schema == schema
