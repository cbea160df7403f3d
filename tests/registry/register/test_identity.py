"""Identity is the register's: no document brings one along, and no two filed schemes share one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from portal.accounts.roles import Role
from portal.core.errors import WrongState
from registry.procedure.actions import Submit
from registry.procedure.readiness import obstacles
from schemes.actions import Sign
from schemes.drafts import begin_scheme, begin_version, copy_of
from schemes.identity import identity_of
from schemes.importing import import_document, read_upload
from schemes.models import Version
from schemes.saving import save_section, section_token
from tests.factories import VersionFactory, member_of

pytestmark = pytest.mark.django_db


def exported_again(version: Version) -> dict[str, Any]:
    """A later version of a filed scheme, as its author exports it."""
    return begin_version(version.scheme, author_of(version)).document


def author_of(version: Version) -> Any:
    return member_of(version.scheme.organisation, Role.AUTHOR)


def by_import(version: Version) -> Version:
    data = json.dumps(exported_again(version)).encode()
    incoming = read_upload("export.json", data)
    return import_document(version.scheme.organisation, author_of(version), incoming).newest


def by_copy(version: Version) -> Version:
    body, author = version.scheme.organisation, author_of(version)
    return begin_scheme(body, version.blueprint, author, copy_of(version)).newest


@pytest.mark.parametrize("make", [by_import, by_copy])
def test_another_scheme_made_of_a_filed_one_has_an_identity_of_its_own(make: Any) -> None:
    first = VersionFactory(submitted=True)
    other = make(first)
    assert other.document["id"] != first.document["id"]
    assert other.document["id"].endswith(f"/{other.scheme_id}")
    assert "previous_version" not in other.document


@pytest.mark.parametrize("part", ["id", "previous_version"])
def test_a_document_that_claims_another_scheme_s_identity_is_told_so(part: str) -> None:
    first = VersionFactory(submitted=True)
    claim = first.document["id"] + ("/versions/1.0.0" if part == "previous_version" else "")
    draft = VersionFactory()
    draft.document = {**draft.document, part: claim}
    (obstacle,) = obstacles(draft)
    assert obstacle.status == 409


def test_submission_refuses_what_was_signed_under_another_identity() -> None:
    first = VersionFactory(submitted=True)
    draft = VersionFactory()
    draft.document = {**draft.document, "id": first.document["id"]}
    draft.save(update_fields=["document"])
    signatory = member_of(draft.scheme.organisation, Role.SIGNATORY)
    signed = Sign(draft, signatory).run()
    with pytest.raises(WrongState, match="claims at /id"):
        Submit(signed, signatory).run()


def test_saving_a_draft_gives_it_its_own_identity_back() -> None:
    draft = VersionFactory()
    draft.document = {**draft.document, "id": "https://elsewhere.example/scheme"}
    draft.save(update_fields=["document"])
    parts = ("id", "title")
    seen = section_token(draft.document, parts)
    saved = save_section(draft, author_of(draft), parts, {"title": {"zh": "规则"}}, seen)
    assert saved.document["id"] == identity_of(draft.scheme)


def test_later_versions_keep_the_identity_under_which_a_scheme_was_filed(settings: Any) -> None:
    first = VersionFactory(submitted=True)
    settings.SITE_URL = "https://moved.example"
    later = begin_version(first.scheme, author_of(first))
    assert later.document["id"] == first.document["id"]
    assert later.document["previous_version"].startswith(f"{first.document['id']}/versions/")
