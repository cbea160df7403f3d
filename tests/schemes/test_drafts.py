"""Beginning schemes and versions, and saving one section of a draft."""

from __future__ import annotations

from typing import Any

import pytest

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, WrongState
from schemes.drafts import begin_scheme, begin_version, copy_of
from schemes.models import BlueprintVersion, Scheme, Version
from schemes.saving import Conflict, save_section, section_token
from schemes.states import VersionState
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    SchemeFactory,
    VersionFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
FEES = ("fees",)


def begun(document: dict[str, Any] | None = None) -> Any:
    body = OrganisationFactory()
    author = PersonFactory(role=Role.AUTHOR, organisation=body)
    return begin_scheme(body, BlueprintVersion.objects.by_ref("product/1"), author, document)


def test_a_new_scheme_knows_its_owner_and_its_kind() -> None:
    scheme = begun()
    document = scheme.newest.document
    assert document["owner"]["approval_no"] == scheme.organisation.approval_no
    assert (document["blueprint"], document["category"]) == ("product/1", "product")
    assert [event.event for event in scheme.newest.events.all()] == ["begun"]


def test_a_commitment_never_travels_into_a_new_scheme() -> None:
    assert "commitment" not in begun({"commitment": {"version": "1"}}).newest.document


def test_items_without_an_id_get_one() -> None:
    (risk,) = begun({"risk": [{"likelihood": 1}]}).newest.document["risk"]
    assert risk["id"]


def test_a_stranger_cannot_begin_for_a_body() -> None:
    blueprint = BlueprintVersion.objects.by_ref("product/1")
    with pytest.raises(NotAllowed, match="may write schemes"):
        begin_scheme(OrganisationFactory(), blueprint, PersonFactory(role=Role.AUTHOR))


def test_a_copy_leaves_behind_what_is_the_original_s_own() -> None:
    version = VersionFactory(frozen=True)
    copied = copy_of(version)
    for part in ("id", "rule_number", "version", "commitment"):
        assert part not in copied
    assert copied["risk"] == version.document["risk"]


def test_a_section_is_replaced_and_the_rest_stays() -> None:
    scheme = SchemeFactory()
    version = scheme.newest
    author = member_of(scheme.organisation, Role.AUTHOR)
    before = version.document
    token = section_token(before, FEES)
    saved = save_section(version, author, FEES, {"fees": []}, token)
    assert saved.document == {**before, "fees": []}


def test_a_part_without_a_value_is_absent_afterwards() -> None:
    scheme = SchemeFactory()
    token = section_token(scheme.newest.document, FEES)
    author = member_of(scheme.organisation, Role.AUTHOR)
    assert "fees" not in save_section(scheme.newest, author, FEES, {}, token).document


def test_parts_of_other_sections_are_not_taken() -> None:
    scheme = SchemeFactory()
    before = scheme.newest.document
    author = member_of(scheme.organisation, Role.AUTHOR)
    values = {"fees": before["fees"], "risk": []}
    saved = save_section(scheme.newest, author, FEES, values, section_token(before, FEES))
    assert saved.document["risk"] == before["risk"]


def test_the_second_of_two_who_saw_the_same_is_told() -> None:
    scheme = SchemeFactory()
    author = member_of(scheme.organisation, Role.AUTHOR)
    token = section_token(scheme.newest.document, FEES)
    save_section(scheme.newest, author, FEES, {"fees": []}, token)
    with pytest.raises(Conflict):
        save_section(scheme.newest, author, FEES, {}, token)
    scheme.newest.refresh_from_db()
    assert scheme.newest.document["fees"] == []


@pytest.mark.parametrize("state", [s for s in VersionState if s != VersionState.DRAFT])
def test_only_a_draft_can_be_saved(state: str) -> None:
    version = VersionFactory(reached=state)
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    token = section_token(version.document, FEES)
    with pytest.raises(NotAllowed, match="This version is signed"):
        save_section(version, author, FEES, {}, token)


def test_a_second_draft_of_one_scheme_is_refused() -> None:
    scheme = SchemeFactory()
    with pytest.raises(WrongState, match="There is a draft already"):
        begin_version(scheme, member_of(scheme.organisation, Role.AUTHOR))


def test_the_next_version_names_the_submitted_one_before_it() -> None:
    version = VersionFactory(submitted=True)
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    document = version.document
    draft = begin_version(Scheme.objects.get(pk=version.scheme_id), author).document
    address = f"{document['id']}/versions/{document['version']}"
    assert draft["previous_version"] == address
    assert {**draft, "commitment": document["commitment"]} == {
        **document,
        "previous_version": address,
    }


def test_a_summary_of_changes_is_written_anew_for_each_submitted_version() -> None:
    version = VersionFactory(frozen=True, category="service")
    assert version.document["change_summary"]
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    after_unfiled = begin_version(version.scheme, author)
    assert after_unfiled.document["change_summary"] == version.document["change_summary"]
    named = version.document["previous_version"]
    assert after_unfiled.document["previous_version"] == named
    Version.objects.filter(pk=after_unfiled.pk).update(
        state=VersionState.SUBMITTED, digest=version.digest
    )
    after_filed = begin_version(Scheme.objects.get(pk=version.scheme_id), author)
    assert "change_summary" not in after_filed.document
    assert after_filed.document["previous_version"].endswith("/versions/2.0.0")


def test_a_signed_version_that_was_not_submitted_is_set_aside() -> None:
    version = VersionFactory(frozen=True)
    begin_version(version.scheme, member_of(version.scheme.organisation, Role.AUTHOR))
    version.refresh_from_db()
    assert version.state == VersionState.SET_ASIDE
