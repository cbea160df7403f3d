"""The designer's pages: who may enter, what they show, what saving does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from registry.procedure.filed_places import place_in_form
from schemes.blueprints import builtin_blueprints
from schemes.documents import digest, find
from schemes.models import BlueprintVersion, Scheme
from schemes.saving import section_token, token_of
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
)
from tests.schemes.designer.editing import current, opened, page_of, signed_in

pytestmark = pytest.mark.django_db


SECTIONS = [section.key for section in builtin_blueprints()[0].sections]


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
    place = "/complaints_appeals/complaint_days"
    typed = {**opened(author, scheme, "complaints"), place: "7", "do": "autosave"}
    answer = author.post(page_of(scheme, "complaints"), typed)
    assert answer.status_code == 200
    parts = ("complaints_appeals", "records", "traceability")
    assert answer.json()["seen"] == section_token(current(scheme).document, parts)
    assert find(current(scheme).document, place) == 7


def test_an_item_saves_by_itself_and_gets_a_new_token(author: Client, scheme: Scheme) -> None:
    item = "/risk/@ri-1"
    typed = {**opened(author, scheme, "risk", item), f"{item}/likelihood": "2", "do": "autosave"}
    answer = author.post(page_of(scheme, "risk", item), typed)
    assert answer.json()["seen"] == token_of(find(current(scheme).document, item))
    assert find(current(scheme).document, f"{item}/likelihood") == 2


def test_an_unknown_section_is_an_unknown_page(author: Client, scheme: Scheme) -> None:
    assert author.get(page_of(scheme, "no-such-section")).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("asked", ["", "foo", "/", "/risk", "/no-such/@ri-1", "/fees/@fe-1"])
@pytest.mark.parametrize("kind", ["item", "rows", "paste"])
def test_an_address_that_is_none_of_the_section_is_an_unknown_page(
    author: Client, scheme: Scheme, kind: str, asked: str, method: str
) -> None:
    name = "item" if kind == "item" else "list"
    if (kind, asked) in (("rows", "/risk"), ("paste", "/risk")):
        asked = "/risk/@ri-1"
    page = reverse(f"designer:{kind}", args=[scheme.pk, "risk"])
    assert getattr(author, method)(f"{page}?{name}={asked}").status_code == 404


@pytest.mark.parametrize("name", ["at", "row", "list"])
@pytest.mark.parametrize("asked", ["foo", "/", "/no/such"])
def test_a_place_that_is_none_opens_the_section(
    author: Client, scheme: Scheme, name: str, asked: str
) -> None:
    page = author.get(f"{page_of(scheme, 'risk')}?{name}={asked}&page=99")
    assert page.status_code == 200


@pytest.mark.parametrize(
    "place", ["/risk/@ri-1/control/zh", "/validation/fit_for_purpose_statement/zh"]
)
def test_the_way_to_a_place_ends_at_its_input(author: Client, scheme: Scheme, place: str) -> None:
    page = author.get(place_in_form(current(scheme), place).partition("#")[0], follow=True)
    assert f'name="{place}"' in page.content.decode()
