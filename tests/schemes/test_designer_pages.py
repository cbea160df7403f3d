"""The designer's pages: who may enter, what they show, what saving does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from schemes.blueprints import builtin_blueprints
from schemes.documents import digest, find
from schemes.drafts import section_token
from schemes.models import BlueprintVersion, Scheme, StoredFile, Version
from schemes.states import VersionState
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    SchemeFactory,
    VersionFactory,
    member_of,
    valid_document,
)
from tests.schemes.forms import sent_by

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'
SECTIONS = [section.key for section in builtin_blueprints()[0].sections]


@pytest.fixture
def scheme() -> Scheme:
    return SchemeFactory()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def author(scheme: Scheme) -> Client:
    return signed_in(member_of(scheme.organisation, Role.AUTHOR))


def page_of(scheme: Scheme, key: str) -> str:
    return reverse("designer:section", args=[scheme.pk, key])


def opened(client: Client, scheme: Scheme, key: str) -> dict[str, Any]:
    """What the browser would send back for a section as it stands now."""
    answer = client.get(page_of(scheme, key))
    assert answer.status_code == 200
    html = answer.content.decode()
    start = html.index("ts-form")
    form = html[start : html.index("</form>", start)]
    return dict(sent_by(form).lists())


def sent_again(answer: Any) -> dict[str, Any]:
    """What “Save what I wrote” sends from the page of a conflict."""
    return {**dict(sent_by(answer.content.decode()).lists()), "do": "save"}


def current(scheme: Scheme) -> Version:
    return Scheme.objects.get(pk=scheme.pk).newest


# --- sections -------------------------------------------------------------------------------


def test_saving_all_sections_unchanged_keeps_the_digest(author: Client, scheme: Scheme) -> None:
    before = digest(scheme.newest.document)
    for key in SECTIONS:
        answer = author.post(page_of(scheme, key), {**opened(author, scheme, key), "do": "save"})
        assert answer.status_code == 302
    assert digest(current(scheme).document) == before


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_section_of_an_empty_draft_opens_in_both_languages(language: str) -> None:
    body = OrganisationFactory()
    user = PersonFactory(role=Role.AUTHOR, organisation=body)
    blueprint = BlueprintVersion.objects.by_ref("product/1")
    client = signed_in(user)
    client.post(f"/{language}/workspace/new/", {"blueprint": blueprint.pk})
    scheme = Scheme.objects.get(organisation=body)
    for key in SECTIONS:
        answer = client.get(f"/{language}/workspace/schemes/{scheme.pk}/sections/{key}/")
        assert answer.status_code == 200
        assert answer.content.decode().count("<h1") == 1


def test_a_change_is_stored_and_repeated_in_the_scheme(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "identity"), "/title/zh": "新的认证规则", "do": "save"}
    author.post(page_of(scheme, "identity"), typed)
    assert current(scheme).document["title"]["zh"] == "新的认证规则"
    assert Scheme.objects.get(pk=scheme.pk).title["zh"] == "新的认证规则"


def test_saving_touches_no_other_section(author: Client, scheme: Scheme) -> None:
    before = scheme.newest.document
    typed = {**opened(author, scheme, "fees"), "/fees/@fe-1/unit/zh": "次", "do": "save"}
    author.post(page_of(scheme, "fees"), typed)
    after = current(scheme).document
    assert {k: v for k, v in after.items() if k != "fees"} == {
        k: v for k, v in before.items() if k != "fees"
    }


def test_the_next_button_saves_and_opens_the_next_section(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "identity"), "do": "next"}
    answer = author.post(page_of(scheme, "identity"), typed)
    assert answer["Location"] == page_of(scheme, SECTIONS[1])


def test_the_browser_saves_by_itself_and_gets_a_new_token(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "risk"), "/risk/@ri-1/likelihood": "2", "do": "autosave"}
    answer = author.post(page_of(scheme, "risk"), typed)
    assert answer.status_code == 200
    parts = ("risk", "validation")
    assert answer.json()["seen"] == section_token(current(scheme).document, parts)
    assert find(current(scheme).document, "/risk/@ri-1/likelihood") == 2


def test_an_unknown_section_is_an_unknown_page(author: Client, scheme: Scheme) -> None:
    assert author.get(page_of(scheme, "no-such-section")).status_code == 404


# --- lists ----------------------------------------------------------------------------------


def do(client: Client, scheme: Scheme, key: str, command: str, **typed: str) -> str:
    answer = client.post(
        page_of(scheme, key), {**opened(client, scheme, key), **typed, "do": command}
    )
    assert answer.status_code == 302
    return answer["Location"]


def ids(scheme: Scheme, address: str) -> list[str]:
    return [item["id"] for item in find(current(scheme).document, address, [])]


def test_adding_saves_what_was_typed_and_leads_to_the_new_item(
    author: Client, scheme: Scheme
) -> None:
    before = ids(scheme, "/fees")
    there = do(author, scheme, "fees", "add:/fees", **{"/fees/@fe-1/unit/zh": "次"})
    after = ids(scheme, "/fees")
    assert after[:-1] == before
    assert f"?at=/fees/@{after[-1]}&" in there
    assert there.endswith(f"#in/fees/@{after[-1]}/item")
    assert find(current(scheme).document, "/fees/@fe-1/unit/zh") == "次"


@pytest.mark.parametrize(
    ("command", "order"),
    [
        ("up:/risk/@ri-2", ["ri-2", "ri-1"]),
        ("down:/risk/@ri-1", ["ri-2", "ri-1"]),
        ("up:/risk/@ri-1", ["ri-1", "ri-2"]),
        ("remove:/risk/@ri-1", ["ri-2"]),
        ("remove:/risk/@gone", ["ri-1", "ri-2"]),
        ("remove:/fees/@fe-1", ["ri-1", "ri-2"]),
        ("add:/no/such/list", ["ri-1", "ri-2"]),
        ("remove:/risk", ["ri-1", "ri-2"]),
        ("format:/risk", ["ri-1", "ri-2"]),
    ],
)
def test_buttons_of_a_list(author: Client, scheme: Scheme, command: str, order: list[str]) -> None:
    fees = ids(scheme, "/fees")
    do(author, scheme, "risk", command)
    assert ids(scheme, "/risk") == order
    assert ids(scheme, "/fees") == fees


def test_a_removed_item_can_be_put_back_where_it_was(author: Client, scheme: Scheme) -> None:
    before = current(scheme).document
    do(author, scheme, "fees", "remove:/fees/@fe-3")
    assert "fe-3" not in ids(scheme, "/fees")
    do(author, scheme, "fees", "put-back")
    assert digest(current(scheme).document) == digest(before)


def test_taking_out_the_last_optional_item_leaves_no_empty_list(
    author: Client, scheme: Scheme
) -> None:
    do(author, scheme, "closing", "remove:/disclosure/restricted_annexes/@ra-1")
    assert "restricted_annexes" not in current(scheme).document["disclosure"]


@pytest.mark.parametrize(
    ("command", "control"),
    [
        ("up:/risk/@ri-2", "down/risk/@ri-2"),  # it is the first now and has no button up
        ("down:/risk/@ri-1", "up/risk/@ri-1"),
        ("remove:/risk/@ri-1", "head/risk/@ri-2"),
        ("remove:/risk/@ri-2", "add/risk"),
    ],
)
def test_after_a_button_of_a_list_the_keyboard_goes_on_at_a_control_of_the_page(
    author: Client, scheme: Scheme, command: str, control: str
) -> None:
    there = do(author, scheme, "risk", command)
    assert there.endswith(f"#{control}")
    assert f'id="{control}"' in author.get(there).content.decode()


@pytest.mark.parametrize(
    ("key", "question", "asks", "excludes", "typed"),
    [
        (
            "scope",
            "/scope/ccc_overlap/in_ccc_catalogue",
            "yes",
            "no",
            "/scope/ccc_overlap/justification/zh",
        ),
        ("fees", "/fees/@fe-1/amount#shape", "2", "0", "/fees/@fe-1/amount|2/rule/zh"),
    ],
    ids=["condition", "shape"],
)
def test_what_an_answer_excludes_is_kept_and_comes_back_with_the_other_answer(
    author: Client, scheme: Scheme, key: str, question: str, asks: str, excludes: str, typed: str
) -> None:
    do(author, scheme, key, "save", **{question: asks, typed: "一段话"})
    do(author, scheme, key, "save", **{question: excludes})
    do(author, scheme, key, "autosave-is-no-command")
    assert "一段话" not in str(current(scheme).document)
    assert opened(author, scheme, key)[typed] == ["一段话"]
    do(author, scheme, key, "save", **{question: asks})
    assert "一段话" in str(current(scheme).document)
    assert "一段话" not in str(current(scheme).set_aside)


# --- two people -----------------------------------------------------------------------------


def test_the_later_of_two_people_is_told_and_nothing_is_overwritten(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    mine, theirs = opened(author, scheme, "risk"), opened(colleague, scheme, "risk")
    theirs = {**theirs, "/risk/@ri-1/likelihood": "4", "do": "save"}
    colleague.post(page_of(scheme, "risk"), theirs)
    mine = {**mine, "/risk/@ri-1/likelihood": "5", "/risk/@ri-2/impact": "3", "do": "save"}
    answer = author.post(page_of(scheme, "risk"), mine)
    assert answer.status_code == 409
    assert find(current(scheme).document, "/risk/@ri-1/likelihood") == 4

    again = sent_again(answer)
    assert again["/risk/@ri-1/likelihood"] == ["5"]
    assert author.post(page_of(scheme, "risk"), again).status_code == 302
    assert find(current(scheme).document, "/risk/@ri-1/likelihood") == 5
    assert find(current(scheme).document, "/risk/@ri-2/impact") == 3


def test_what_was_typed_into_an_item_that_a_colleague_took_out_is_not_lost(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    mine = {**opened(author, scheme, "risk"), "/risk/@ri-1/control/zh": "我写的"}
    do(colleague, scheme, "risk", "remove:/risk/@ri-1")
    answer = author.post(page_of(scheme, "risk"), {**mine, "do": "save"})
    again = sent_again(answer)
    author.post(page_of(scheme, "risk"), again)
    assert find(current(scheme).document, "/risk/@ri-1/control/zh") == "我写的"


def test_two_people_in_different_sections_do_not_disturb_each_other(
    author: Client, scheme: Scheme
) -> None:
    colleague = signed_in(member_of(scheme.organisation, Role.SIGNATORY))
    mine, theirs = opened(author, scheme, "risk"), opened(colleague, scheme, "fees")
    colleague.post(page_of(scheme, "fees"), {**theirs, "/fees/@fe-1/unit/zh": "次", "do": "save"})
    mine = {**mine, "/risk/@ri-1/likelihood": "5", "do": "save"}
    assert author.post(page_of(scheme, "risk"), mine).status_code == 302
    assert find(current(scheme).document, "/fees/@fe-1/unit/zh") == "次"


def test_saving_by_itself_tells_of_a_conflict_and_overwrites_nothing(
    author: Client, scheme: Scheme
) -> None:
    mine = {**opened(author, scheme, "risk"), "/risk/@ri-1/likelihood": "5"}
    do(author, scheme, "risk", "save", **{"/risk/@ri-1/likelihood": "4"})
    answer = author.post(page_of(scheme, "risk"), {**mine, "do": "autosave"})
    assert answer.status_code == 409
    assert "conflict" in answer.json()
    assert find(current(scheme).document, "/risk/@ri-1/likelihood") == 4


def test_a_file_uploaded_into_a_conflict_is_not_lost(author: Client, scheme: Scheme) -> None:
    mine = opened(author, scheme, "mark")
    do(author, scheme, "mark", "save", **{"/mark|1/name/en": "Another"})
    upload = SimpleUploadedFile("new.svg", SVG)
    sent = {**mine, "/mark|1/artwork#upload": upload, "do": "save"}
    answer = author.post(page_of(scheme, "mark"), sent)
    again = sent_again(answer)
    author.post(page_of(scheme, "mark"), again)
    assert find(current(scheme).document, "/mark/artwork/name") == "new.svg"


# --- files ----------------------------------------------------------------------------------


def test_an_uploaded_drawing_is_stored_named_and_shown(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "mark"), "do": "save"}
    typed["/mark|1/artwork#upload"] = SimpleUploadedFile("标志.svg", SVG)
    author.post(page_of(scheme, "mark"), typed)
    artwork = find(current(scheme).document, "/mark/artwork")
    stored = StoredFile.objects.get(sha256=artwork["sha256"])
    assert artwork == {**stored.reference, "name": "标志.svg"}
    picture = author.get(reverse("designer:file", args=[scheme.pk, stored.sha256]) + "?preview=1")
    assert picture["Content-Type"] == "image/png"
    assert picture["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")


def test_what_is_left_out_of_a_drawing_is_said(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "mark"), "do": "save"}
    drawing = SVG.replace(b"<path", b"<metadata/><path")
    typed["/mark|1/artwork#upload"] = SimpleUploadedFile("标志.svg", drawing)
    answer = author.post(page_of(scheme, "mark"), typed, follow=True)
    assert "标志.svg is kept without" in answer.content.decode()


def test_a_refused_file_is_told_at_its_field_and_the_rest_is_saved(
    author: Client, scheme: Scheme
) -> None:
    evil = SVG.replace(b"<path", b"<script>1</script><path")
    typed = {**opened(author, scheme, "mark"), "/mark|1/name/en": "New name", "do": "save"}
    typed["/mark|1/artwork#upload"] = SimpleUploadedFile("evil.svg", evil)
    before = find(current(scheme).document, "/mark/artwork")
    answer = author.post(page_of(scheme, "mark"), typed)
    assert answer.status_code == 422
    assert "script" in answer.content.decode()
    assert find(current(scheme).document, "/mark/artwork") == before
    assert find(current(scheme).document, "/mark/name/en") == "New name"
    assert not StoredFile.objects.exists()


def test_a_file_can_be_taken_out_of_the_document(author: Client, scheme: Scheme) -> None:
    do(author, scheme, "mark", "save", **{"/mark|1/artwork#remove": "on"})
    assert "artwork" not in current(scheme).document["mark"]


# --- who may --------------------------------------------------------------------------------

PAGES = ["section", "report", "read", "download"]


def address_of(scheme: Scheme, name: str) -> str:
    arguments = [scheme.pk, "identity"] if name == "section" else [scheme.pk]
    return reverse(f"designer:{name}", args=arguments)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SIGNATORY, Role.OFFICER])
def test_people_of_other_organisations_see_nothing(scheme: Scheme, name: str, role: str) -> None:
    assert signed_in(PersonFactory(role=role)).get(address_of(scheme, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_visitors_are_sent_to_sign_in(scheme: Scheme, name: str) -> None:
    answer = Client().get(address_of(scheme, name))
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_an_author_of_another_body_cannot_save(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "identity"), "/title/zh": "别人写的", "do": "save"}
    other = signed_in(PersonFactory(role=Role.AUTHOR))
    assert other.post(page_of(scheme, "identity"), typed).status_code == 404
    assert current(scheme).document["title"]["zh"] != "别人写的"


def test_an_administrator_reads_but_does_not_write(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "identity"), "do": "save"}
    client = signed_in(member_of(scheme.organisation, Role.ADMINISTRATOR))
    read = reverse("designer:read", args=[scheme.pk])
    assert client.get(read).status_code == 200
    assert client.get(page_of(scheme, "identity"))["Location"] == read
    assert client.post(page_of(scheme, "identity"), typed).status_code == 403


@pytest.mark.parametrize("state", [s for s in VersionState if s != VersionState.DRAFT])
def test_a_version_that_is_signed_is_shown_for_reading_and_cannot_be_saved(state: str) -> None:
    version = VersionFactory(reached=state)
    client = signed_in(member_of(version.scheme.organisation, Role.AUTHOR))
    read = reverse("designer:read", args=[version.scheme.pk])
    page = page_of(version.scheme, "identity")
    assert client.get(page)["Location"] == read
    assert client.post(page, {"do": "save", "seen": ""}).status_code == 403
    assert client.get(read).status_code == 200


def test_the_file_of_another_body_is_not_served(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "mark"), "do": "save"}
    typed["/mark|1/artwork#upload"] = SimpleUploadedFile("m.svg", SVG)
    author.post(page_of(scheme, "mark"), typed)
    digest_of_file = StoredFile.objects.get().sha256
    other = SchemeFactory()
    stranger = signed_in(member_of(other.organisation, Role.AUTHOR))
    for pk in (scheme.pk, other.pk):
        asked = reverse("designer:file", args=[pk, digest_of_file])
        assert stranger.get(asked).status_code == 404


# --- beginning ------------------------------------------------------------------------------


def test_a_scheme_is_begun_from_each_blueprint() -> None:
    body = OrganisationFactory()
    client = signed_in(PersonFactory(role=Role.AUTHOR, organisation=body))
    for blueprint in BlueprintVersion.objects.published():
        client.post(reverse("designer:new"), {"blueprint": blueprint.pk})
        assert Scheme.objects.first().newest.document["blueprint"] == blueprint.ref


def test_a_copy_has_everything_but_number_and_identity(author: Client, scheme: Scheme) -> None:
    answer = author.post(reverse("designer:copy", args=[scheme.pk]))
    assert answer.status_code == 302
    copied = Scheme.objects.exclude(pk=scheme.pk).get().newest.document
    assert copied["requirements"] == scheme.newest.document["requirements"]
    assert "rule_number" not in copied
    assert "commitment" not in copied
    assert copied["id"] != scheme.newest.document["id"]


def test_another_body_s_scheme_cannot_be_copied(scheme: Scheme) -> None:
    stranger = signed_in(PersonFactory(role=Role.AUTHOR))
    assert stranger.post(reverse("designer:new"), {"copy": scheme.pk}).status_code == 404
    assert Scheme.objects.count() == 1


def test_who_writes_for_several_bodies_chooses_one() -> None:
    first, second = OrganisationFactory(), OrganisationFactory()
    user = PersonFactory(role=Role.AUTHOR, organisation=first)
    from portal.accounts.memberships import join

    join(user, second, Role.AUTHOR)
    blueprint = BlueprintVersion.objects.by_ref("service/1")
    client = signed_in(User.objects.get(pk=user.pk))
    client.post(reverse("designer:new"), {"blueprint": blueprint.pk, "body": second.pk})
    assert Scheme.objects.get().organisation == second
    stranger = OrganisationFactory()
    answer = client.post(reverse("designer:new"), {"blueprint": blueprint.pk, "body": stranger.pk})
    assert answer.status_code == 404


def test_an_administrator_of_a_body_cannot_begin() -> None:
    client = signed_in(PersonFactory(role=Role.ADMINISTRATOR, organisation=OrganisationFactory()))
    assert client.get(reverse("designer:new")).status_code == 403


def imported(body: Organisation, name: str, data: bytes) -> Any:
    client = signed_in(member_of(body, Role.AUTHOR))
    return client.post(reverse("designer:import"), {"file": SimpleUploadedFile(name, data)})


def test_an_imported_document_becomes_a_draft_with_its_report() -> None:
    body = OrganisationFactory()
    answer = imported(body, "d.json", json.dumps(valid_document("service")).encode())
    scheme = Scheme.objects.get(organisation=body)
    assert answer["Location"] == reverse("designer:report", args=[scheme.pk])


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("d.json", b'{"a": 1,\n "b": }', "line 2, column 7"),
        ("d.json", b"", ""),
        ("d.json", b'{"blueprint": "poem/1"}', "/blueprint"),
        ("d.json", b"[" * 100_000, ""),
        ("d.zip", b"PK\x03\x04 not really", ""),
        ("d.exe", b"MZ", ""),
    ],
)
def test_what_cannot_be_imported_is_told_with_its_place(name: str, data: bytes, place: str) -> None:
    answer = imported(OrganisationFactory(), name, data)
    assert answer.status_code == 422
    assert place in answer.content.decode()
    assert "govuk-error-message" in answer.content.decode()
    assert not Scheme.objects.exists()


# --- report, reading, download, next version --------------------------------------------------


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_report_links_each_finding_to_its_field(scheme: Scheme, language: str) -> None:
    version = scheme.newest
    del version.document["impartiality"]
    version.document["certificate"]["validity_months"] = "viel"
    version.save()
    client = signed_in(member_of(scheme.organisation, Role.AUTHOR))
    html = client.get(f"/{language}/workspace/schemes/{scheme.pk}/report/").content.decode()
    for key, address in (
        ("capability", "/impartiality"),
        ("certificate", "/certificate/validity_months"),
    ):
        page = f"/{language}/workspace/schemes/{scheme.pk}/sections/{key}/"
        assert f'href="{page}?at={address}#{address}"' in html
        assert f'id="{address}"' in client.get(page).content.decode()


def test_the_draft_is_read_by_chapters(author: Client, scheme: Scheme) -> None:
    html = author.get(reverse("designer:read", args=[scheme.pk])).content.decode()
    assert 'id="chapter-requirements"' in html
    assert 'id="/requirements/@rq-ozone"' in html


def test_the_downloaded_document_says_the_same(author: Client, scheme: Scheme) -> None:
    answer = author.get(reverse("designer:download", args=[scheme.pk]))
    assert digest(json.loads(answer.content)) == digest(scheme.newest.document)


def test_a_new_version_begins_from_a_signed_one_without_its_commitment() -> None:
    version = VersionFactory(frozen=True)
    client = signed_in(member_of(version.scheme.organisation, Role.AUTHOR))
    client.post(reverse("designer:new-version", args=[version.scheme.pk]))
    newest = current(version.scheme)
    assert newest.sequence == 2
    assert newest.state == VersionState.DRAFT
    assert "commitment" not in newest.document


# --- queries --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["requirements", "fees", "identity", "mark"])
def test_the_number_of_queries_does_not_grow_with_the_items(
    author: Client, scheme: Scheme, key: str, django_assert_max_num_queries: Any
) -> None:
    version = scheme.newest
    address = page_of(scheme, key)
    author.get(address)
    counts = []
    for times in (1, 10):
        for part in ("requirements", "fees"):
            first = version.document[part][0]
            items = [{**first, "id": f"{part[:2]}-{n}"} for n in range(times)]
            version.document[part] = items
        version.save()
        with django_assert_max_num_queries(14) as captured:
            author.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[1]


# --- identifiers are kept in one spelling -------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "typed", "kept"),
    [
        ("/basis/@bs-1/ref", "《ＧＢ／Ｔ 18801−2022》。", "GB/T 18801-2022"),
        ("/basis/@bs-1/ref", "gbt18801-2022", "GB/T 18801-2022"),
        ("/basis/@bs-1/ref", "《产品质量法》", "《产品质量法》"),
        ("/rule_number", "（SLRZ−PC－0101:2026）", "SLRZ-PC-0101:2026"),
        ("/owner/uscc", " 9111 0105 ma99 dem1 9u", "91110105MA99DEM19U"),
        ("/owner/approval_no", "ＣＮＣＡ－r－2099－101", "CNCA-R-2099-101"),
    ],
)
def test_an_identifier_is_kept_in_one_spelling_and_the_author_is_told(
    author: Client, scheme: Scheme, place: str, typed: str, kept: str
) -> None:
    part = place.split("/")[1]
    key = next(s.key for s in builtin_blueprints()[0].sections if part in s.parts)
    sent = {**opened(author, scheme, key), place: typed, "do": "save"}
    answer = author.post(page_of(scheme, key), sent, follow=True)
    assert find(current(scheme).document, place) == kept
    told = [str(message) for message in answer.context["messages"]]
    assert any(kept in message for message in told) is (typed != kept)
