"""Keeping profiles of listed schemes, and finding near ones among them and the national ones."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.reference.models import NationalScheme
from registry.models import Entry
from registry.publication.publishing import rebuild
from registry.publication.shelving import complete_profiles, rebuild_profiles
from schemes.models import GateState, ProfileTerm, SchemeProfile
from schemes.rules.facts import NeighbourFact
from schemes.similarity import gate as gate_module
from schemes.similarity import neighbours_of
from schemes.similarity import shelf as shelf_module
from tests.factories import EntryFactory, OrganisationFactory, SchemeFactory, valid_document

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 21)


@pytest.fixture
def listed() -> Entry:
    entry: Entry = EntryFactory(subject=0)
    rebuild(entry)
    return entry


def found(document: Any = None, **asked: Any) -> tuple[NeighbourFact, ...]:
    asked = {"organisation": OrganisationFactory(), "on": timezone.localdate(), **asked}
    neighbours = neighbours_of(document or valid_document(), **asked)
    return tuple(neighbour for neighbour in neighbours if not neighbour.is_national)


def test_a_listed_scheme_of_another_body_is_a_neighbour(listed: Entry) -> None:
    (neighbour,) = found()
    assert neighbour.key == f"scheme-{listed.scheme_id}"
    assert neighbour.score == pytest.approx(1)
    assert not neighbour.is_own
    assert {listed.rule_number, listed.number, "家用和类似用途空气净化器质量认证规则"} <= set(
        neighbour.names
    )
    assert {reason["aspect"] for reason in neighbour.reasons} == {
        "title",
        "scope",
        "objects",
        "basis",
        "criteria",
    }


def test_a_scheme_of_the_same_body_is_said_to_be_its_own(listed: Entry) -> None:
    document = valid_document()
    (neighbour,) = found(document, organisation=listed.organisation)
    assert neighbour.is_own


def test_a_scheme_does_not_resemble_itself(listed: Entry) -> None:
    assert found(exclude_scheme_id=listed.scheme_id) == ()


def test_the_same_rule_of_the_same_body_is_itself_when_it_comes_as_a_file(listed: Entry) -> None:
    document = listed.version.document
    assert found(document, organisation=listed.organisation) == ()


def test_a_draft_is_nobodys_neighbour() -> None:
    SchemeFactory()
    assert found() == ()


def test_an_ended_scheme_is_off_the_shelf() -> None:
    entry = EntryFactory(deregistered=True)
    rebuild(entry)
    assert found() == ()


def test_an_expired_scheme_is_no_neighbour(listed: Entry) -> None:
    SchemeProfile.objects.update(until=TODAY)
    assert found(on=TODAY) != ()
    assert found(on=TODAY + dt.timedelta(days=1)) == ()


def test_publishing_again_changes_nothing(listed: Entry) -> None:
    before, name = set(ProfileTerm.objects.values_list("pk", "term")), GateState.name()
    rebuild(listed)
    assert set(ProfileTerm.objects.values_list("pk", "term")) == before
    assert GateState.name() == name
    assert SchemeProfile.objects.count() == 1


def test_the_profile_follows_the_version_in_force(listed: Entry) -> None:
    version = listed.version
    version.document = valid_document("service")
    shelf_module.shelve(version, number=listed.number)
    assert found() == ()
    assert found(valid_document("service"))[0].score == pytest.approx(1)


def test_profiles_can_be_rebuilt_from_the_register(listed: Entry) -> None:
    SchemeProfile.objects.all().delete()
    assert found() == ()
    call_command("rebuild_profiles", dry_run=True)
    assert not SchemeProfile.objects.exists()
    assert rebuild_profiles() == 1
    assert len(found()) == 1


def test_an_upgrade_completes_what_is_missing_and_what_older_code_made(listed: Entry) -> None:
    assert complete_profiles() == 0
    SchemeProfile.objects.update(made_by=0, content={})
    assert complete_profiles() == 1
    SchemeProfile.objects.all().delete()
    assert complete_profiles() == 1
    assert found()[0].score == pytest.approx(1)


def test_a_search_takes_six_queries_at_most(
    listed: Entry, django_assert_max_num_queries: Any
) -> None:
    document = valid_document()
    for body in (OrganisationFactory(), listed.organisation):
        with django_assert_max_num_queries(6):
            neighbours_of(document, organisation=body, on=TODAY)


def siblings(listed: Entry, count: int) -> None:
    """Other schemes of the same body that say the same."""
    for number in range(count):
        scheme = SchemeFactory(organisation=listed.organisation, subject=0)
        shelf_module.shelve(scheme.newest, number=f"SIBLING-{number}")


def test_a_body_s_own_schemes_push_out_none_that_needs_an_answer(
    listed: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither from what is shown nor from what is compared."""
    other = SchemeFactory(subject=0)
    shelf_module.shelve(other.newest, number="OTHER")
    siblings(listed, 2)
    monkeypatch.setattr(shelf_module, "MOST_CANDIDATES", 1)
    monkeypatch.setattr(shelf_module, "_OFTEN", 1)
    neighbours = found(organisation=listed.organisation, limit=1)
    assert {(n.key, n.is_own) for n in neighbours if not n.is_own} == {
        (f"scheme-{other.pk}", False)
    }
    assert len([n for n in neighbours if n.is_own]) == 1
    assert len(found(organisation=listed.organisation, limit=5)) == 4


def test_a_document_that_names_another_owner_is_not_taken_for_that_body_s_own(
    listed: Entry,
) -> None:
    document = listed.version.document
    (neighbour,) = found(document, organisation=OrganisationFactory())
    assert (neighbour.key, neighbour.is_own) == (f"scheme-{listed.scheme_id}", False)
    assert found(document, organisation=None) == ()
    assert found({**document, "rule_number": "X"}, organisation=None)[0].is_own


def test_nobody_answers_for_a_later_copy_of_a_listed_scheme(listed: Entry) -> None:
    copy = SchemeFactory(subject=0)
    shelf_module.shelve(copy.newest, number="COPY")
    asked = {"organisation": listed.organisation, "exclude_scheme_id": listed.scheme_id}
    assert found(**asked) == ()
    later = {"organisation": copy.organisation, "exclude_scheme_id": copy.pk}
    assert [n.key for n in found(**later)] == [f"scheme-{listed.scheme_id}"]
    # Publishing the first one again does not make it the later one.
    rebuild(listed)
    assert found(**asked) == ()


def test_a_listed_scheme_still_answers_for_later_national_ones(
    listed: Entry, national: NationalScheme
) -> None:
    version = listed.version
    version.document = LIKE_IT
    shelf_module.shelve(version, number=listed.number)
    keys = [
        n.key
        for n in neighbours_of(
            LIKE_IT,
            organisation=listed.organisation,
            on=TODAY,
            exclude_scheme_id=listed.scheme_id,
        )
    ]
    assert keys == ["national-test-scheme"]


def test_a_shelf_that_another_thread_has_replaced_is_still_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Fleeting(dict[Any, Any]):
        """Whatever was found is gone when one looks again."""

        def __contains__(self, key: object) -> bool:
            there = super().__contains__(key)
            self.clear()
            return there

    monkeypatch.setattr(gate_module, "_kept", Fleeting())
    first = gate_module.national_schemes()
    assert gate_module.national_schemes() == first


def test_terms_that_all_have_do_not_hide_the_near_one(
    listed: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shelf stays exact enough when the rows of each term are cut off."""
    monkeypatch.setattr(shelf_module, "_OFTEN", 2)
    for name in ("service", "management_system"):
        rebuild(EntryFactory(category=name))
    assert found()[0].key == f"scheme-{listed.scheme_id}"


def test_a_document_without_terms_finds_nothing(listed: Entry) -> None:
    assert found({"title": {"zh": "认证规则"}}) == ()


# --- national schemes -------------------------------------------------------------------------


@pytest.fixture
def national() -> NationalScheme:
    scheme: NationalScheme = NationalScheme.objects.create(
        key="test-scheme",
        number="CNCA-T-01:2026",
        title_zh="鲲鹏装置认证实施规则",
        category="product",
        scope_zh="用于深海作业的鲲鹏装置及其配套供电单元。",
        objects_zh=["鲲鹏装置"],
        bases=["GB/T 99999-2020"],
        criteria_zh=["下潜深度不低于三千米"],
        valid_from=dt.date(2026, 1, 1),
        valid_until=dt.date(2026, 12, 31),
    )
    return scheme


LIKE_IT = {
    "category": "product",
    "title": {"zh": "鲲鹏装置自愿认证规则"},
    "scope": {"included": {"zh": "深海作业鲲鹏装置"}, "objects": [{"name": {"zh": "鲲鹏装置"}}]},
    "basis": [{"ref": "GB/T 99999-2020", "role": "certification_basis"}],
}


def keys(on: dt.date) -> list[str]:
    return [n.key for n in neighbours_of(LIKE_IT, organisation=None, on=on)]


def test_a_national_scheme_is_a_neighbour_on_the_days_on_which_it_holds(
    national: NationalScheme,
) -> None:
    assert keys(TODAY) == ["national-test-scheme"]
    assert keys(dt.date(2025, 12, 31)) == []
    assert keys(dt.date(2027, 1, 1)) == []


def test_a_change_of_the_register_is_seen_at_once(national: NationalScheme) -> None:
    assert keys(TODAY) == ["national-test-scheme"]
    national.valid_until = dt.date(2026, 11, 1)
    national.save()
    assert keys(TODAY) == []


def test_a_national_scheme_is_named_by_number_title_or_key(national: NationalScheme) -> None:
    (fact,) = neighbours_of(LIKE_IT, organisation=None, on=TODAY)
    assert fact.is_national
    assert fact.names == ("CNCA-T-01:2026", "鲲鹏装置认证实施规则", "test-scheme")
