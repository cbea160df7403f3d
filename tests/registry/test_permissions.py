"""Predicates and querysets give the same answer, for everybody."""

from __future__ import annotations

import pytest

from portal.accounts.memberships import leave
from portal.accounts.models import Membership, User
from portal.accounts.permissions import forget_permissions, has_permission
from portal.accounts.roles import PERMISSIONS_OF_ROLE, ROLES_OF_KIND, Permission
from portal.core.errors import NotAllowed
from registry.actions import RecordNoObjection
from registry.models import Filing
from registry.permissions import (
    is_impartial,
    may_answer,
    may_decide,
    may_end,
    may_review_filing,
    may_see,
)
from registry.states import FilingState
from schemes.models import Scheme, Version
from schemes.permissions import may_see as may_see_scheme
from tests.factories import EntryFactory, FilingFactory
from tests.registry.actors import OFFICER_OF_THE_BODY, actors

pytestmark = pytest.mark.django_db


def test_may_see_and_visible_to_agree_on_filings():
    own, other = FilingFactory(), FilingFactory()
    for who, person in actors(own.organisation).items():
        visible = set(Filing.objects.visible_to(person))
        seen = {filing for filing in (own, other) if may_see(person, filing)}
        assert visible == seen, who


def test_may_see_and_visible_to_agree_on_schemes_and_versions():
    own, other = FilingFactory(), FilingFactory()
    for who, person in actors(own.organisation).items():
        seen = {f.scheme for f in (own, other) if may_see_scheme(person, f.scheme)}
        assert set(Scheme.objects.visible_to(person)) == seen, who
        assert {v.scheme for v in Version.objects.visible_to(person)} == seen, who


def test_untouched_by_and_is_impartial_agree():
    own, other = FilingFactory(), FilingFactory()
    for who, person in actors(own.organisation).items():
        impartial = {f for f in (own, other) if is_impartial(person, f)}
        assert set(Filing.objects.untouched_by(person)) == impartial, who
        assert set(Filing.objects.touched_by(person)) == {own, other} - impartial, who


@pytest.mark.parametrize("state", FilingState.values)
def test_decidable_by_and_what_is_offered_agree(state):
    own, other = FilingFactory(reached=state), FilingFactory(reached=FilingState.PROPOSED)
    for who, person in actors(own.organisation).items():
        offered = {f for f in (own, other) if RecordNoObjection.is_available(person, f)}
        assert set(Filing.objects.decidable_by(person)) == offered, who


BODY = "of the body"
REGULATOR = "of the regulator"
ALLOWED = {
    may_review_filing: {f"officer {REGULATOR}"},
    may_decide: {f"decider {REGULATOR}"},
    may_answer: {f"author {BODY}", f"signatory {BODY}", OFFICER_OF_THE_BODY},
}


@pytest.mark.parametrize("predicate", ALLOWED, ids=lambda p: p.__name__)
def test_a_filing_is_open_to_these_people_alone(predicate):
    filing = FilingFactory()
    people = actors(filing.organisation)
    allowed = {who for who, person in people.items() if predicate(person, filing)}
    assert allowed == ALLOWED[predicate]


def test_only_the_bodys_signatory_may_end_an_entry():
    entry = EntryFactory()
    people = actors(entry.organisation)
    assert {who for who, p in people.items() if may_end(p, entry)} == {f"signatory {BODY}"}


@pytest.mark.parametrize("predicate", [may_see, may_review_filing, may_decide, may_answer])
def test_a_refusal_carries_its_reason(predicate):
    filing = FilingFactory()
    access = predicate(None, filing)
    assert not access
    assert str(access.reason).endswith(".")
    with pytest.raises(NotAllowed):
        access.require()


def test_officer_cannot_decide_a_filing_of_own_organisation():
    filing = FilingFactory(under_review=True)
    person = actors(filing.organisation)[OFFICER_OF_THE_BODY]
    assert may_see(person, filing)
    assert not may_decide(person, filing)


@pytest.mark.parametrize(
    ("kind", "role"), [(kind, role) for kind, roles in ROLES_OF_KIND.items() for role in roles]
)
def test_a_role_gives_exactly_its_permissions(kind, role):
    filing = FilingFactory()
    where = "of the body" if kind == "body" else "of the regulator"
    person = actors(filing.organisation)[f"{role} {where}"]
    organisation = person.memberships.get().organisation
    held = {p for p in Permission if has_permission(person, p, organisation)}
    assert held == PERMISSIONS_OF_ROLE[kind, role]


def test_who_leaves_sees_nothing_any_more():
    filing = FilingFactory()
    person = actors(filing.organisation)["author of the body"]
    leave(Membership.objects.get(user=person))
    person = User.objects.get(pk=person.pk)
    forget_permissions(person)
    assert not may_see(person, filing)
    assert not Filing.objects.visible_to(person).exists()
