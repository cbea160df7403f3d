"""Who may open and save what in the designer."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from schemes.models import Scheme, StoredFile
from schemes.states import VersionState
from tests.factories import (
    PersonFactory,
    SchemeFactory,
    VersionFactory,
    member_of,
)
from tests.schemes.designer.editing import SVG, current, opened, page_of, signed_in

pytestmark = pytest.mark.django_db


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
