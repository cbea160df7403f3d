"""A number whose shape nobody knows is no dead end: the regulator is told of it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Organisation
from portal.accounts.roles import OrganisationKind, Role
from portal.core.models import OutboxMessage
from schemes.models import Version
from tests.documents import valid_document
from tests.factories import VersionFactory, member_of, officer

pytestmark = pytest.mark.django_db
PLACE = "/basis/@bs-1/ref"


@pytest.fixture
def version() -> Version:
    officer()
    member_of(Organisation.objects.get(kind=OrganisationKind.REGULATOR), Role.EDITOR)
    document = valid_document()
    document["basis"][0].update(type="industry", ref="ZZ/T 123-2022")
    return VersionFactory(document=document)


def browser(version: Version, role: Role) -> Client:
    client = Client()
    client.force_login(member_of(version.scheme.organisation, role))
    return client


def told() -> list[dict]:
    rows = OutboxMessage.objects.filter(kind="mail", payload__template="unknown_shape")
    return [row.payload["context"] for row in rows]


def test_the_report_offers_to_tell_and_the_editors_get_one_mail(version: Version) -> None:
    author = browser(version, Role.AUTHOR)
    address = reverse("designer:tell-of-shape", args=[version.scheme_id])
    page = author.get(reverse("designer:report", args=[version.scheme_id]))
    assert f'action="{address}"' in page.content.decode()
    for _twice in range(2):
        assert author.post(address, {"address": PLACE}).status_code == 302
    assert [words["ref"] for words in told()] == ["ZZ/T 123-2022"]


def test_only_numbers_that_the_report_doubts_are_told(version: Version) -> None:
    address = reverse("designer:tell-of-shape", args=[version.scheme_id])
    browser(version, Role.AUTHOR).post(address, {"address": "/basis/@bs-2/ref"})
    assert told() == []


def test_who_may_not_write_the_scheme_tells_nobody(version: Version) -> None:
    address = reverse("designer:tell-of-shape", args=[version.scheme_id])
    stranger = browser(VersionFactory(), Role.AUTHOR)
    assert stranger.post(address, {"address": PLACE}).status_code in (403, 404)
    assert told() == []
