"""The page on which an author lets a draft follow a newer version of its blueprint."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from tests.factories import PersonFactory, VersionFactory, member_of
from tests.schemes.newer import newer_blueprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return VersionFactory()


@pytest.fixture
def author(client, version):
    person = member_of(version.scheme.organisation, Role.AUTHOR)
    client.force_login(person)
    return person


@pytest.fixture
def newest(version):
    return newer_blueprint()


def address(version, language="en"):
    return f"/{language}" + reverse("designer:move", args=[version.scheme_id]).removeprefix("/en")


def test_an_author_is_offered_the_newer_version_on_the_page_of_the_scheme(
    client, version, author, newest
):
    page = client.get(reverse("workspace:scheme", args=[version.scheme_id]))
    assert address(version) in page.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_says_what_is_new_and_what_the_draft_would_lack(
    client, version, author, newest, language
):
    page = client.get(address(version, language))
    assert [f.address for f in page.context["findings"]] == ["/something_new"]
    assert "One field more." in page.content.decode()
    version.refresh_from_db()
    assert version.blueprint.ref == "product/1"


def test_moving_leads_to_the_report_that_names_what_is_missing(client, version, author, newest):
    before = dict(version.document)
    answer = client.post(address(version), follow=True)
    assert answer.redirect_chain[-1][0].endswith(
        reverse("designer:report", args=[version.scheme_id])
    )
    version.refresh_from_db()
    assert version.blueprint == newest
    assert version.document == {**before, "blueprint": "product/2"}
    assert "Something new" in answer.content.decode()


def test_where_there_is_no_newer_version_the_page_leads_back(client, version, author):
    answer = client.get(address(version))
    assert answer.url == reverse("workspace:scheme", args=[version.scheme_id])


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.OFFICER])
def test_nobody_of_another_body_moves_a_draft(client, version, newest, role):
    client.force_login(PersonFactory(role=role))
    assert client.post(address(version)).status_code in (403, 404)
    version.refresh_from_db()
    assert version.blueprint.ref == "product/1"
