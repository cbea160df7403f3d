"""Beginning a scheme: from a blueprint, a copy, a document, a bundle."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from schemes.models import BlueprintVersion, Scheme
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    member_of,
    valid_document,
)
from tests.schemes.designer.editing import signed_in
from tests.schemes.importing.bundles import SVG as COMMENTED
from tests.schemes.importing.bundles import SVG_WITH_SCRIPT, bundle_of, member, naming

pytestmark = pytest.mark.django_db


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


def test_a_bundle_is_tried_without_writing_anything_and_tells_of_each_drawing() -> None:
    body = OrganisationFactory()
    client = signed_in(member_of(body, Role.AUTHOR))
    data = bundle_of(naming(COMMENTED), member(COMMENTED, "svg"))

    def sent(**more: str) -> str:
        file = SimpleUploadedFile("b.zip", data)
        answer = client.post(reverse("designer:import"), {"file": file, **more}, follow=True)
        return answer.content.decode()

    told = "annex 0 is kept without what does not change the picture: comments."
    assert told in sent(do="try")
    assert not Scheme.objects.filter(organisation=body).exists()
    assert told in sent()
    assert Scheme.objects.filter(organisation=body).count() == 1


def test_every_file_that_stands_in_the_way_of_a_bundle_is_named() -> None:
    other = SVG_WITH_SCRIPT + b"\n"
    files = member(SVG_WITH_SCRIPT, "svg"), member(other, "svg")
    answer = imported(
        OrganisationFactory(), "b.zip", bundle_of(naming(SVG_WITH_SCRIPT, other), *files)
    )
    assert answer.status_code == 422
    html = answer.content.decode()
    assert all(f"annex {n} (/annexes/@an-{n}/file): Line 1" in html for n in range(2))


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
