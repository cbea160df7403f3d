"""Absences and ended roles: somebody else gets what is new, and no case is left lying."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.memberships import join, leave
from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.models import Absence
from registry.procedure.absences import acting, end_absence, note_absence
from registry.procedure.actions import Propose
from registry.procedure.cases import Assign, TakeOver
from registry.states import FilingState, Outcome
from tests.factories import FilingFactory, PersonFactory, decider, officer, organisation_for

pytestmark = pytest.mark.django_db


def _colleague():
    officer()
    return PersonFactory(role=Role.OFFICER)


def _away(person, deputy, first=0, last=5, by=None):
    today = timezone.localdate()
    days = (today + timedelta(days=first), today + timedelta(days=last))
    return note_absence(person, by or person, *days, deputy)


def _mailed(template):
    rows = OutboxMessage.objects.filter(kind="mail", payload__template=template)
    return {row.payload["to"] for row in rows}


def test_a_deputy_acts_on_the_days_of_the_absence_alone():
    person, deputy = _colleague(), _colleague()
    _away(person, deputy, 1, 2)
    today = timezone.localdate()
    acts = [acting(person, today + timedelta(days=day)) for day in range(4)]
    assert acts == [person, deputy, deputy, person]


def test_the_deputy_of_a_deputy_acts_and_a_circle_ends():
    first, second, third = _colleague(), _colleague(), _colleague()
    _away(first, second)
    _away(second, third)
    assert acting(first) == third
    _away(third, first)
    assert acting(first) in (first, second, third)


def test_a_new_case_for_somebody_away_goes_to_the_deputy():
    person, deputy = _colleague(), _colleague()
    _away(person, deputy)
    filing = Assign(FilingFactory(), officer(), officer=person).run()
    assert filing.officer == deputy
    assert filing.events.last().data["instead_of"]["id"] == person.pk
    assert _mailed("case_assigned") == {deputy.email}


def test_a_deputy_with_a_part_in_the_filing_does_not_get_it():
    person, deputy = _colleague(), _colleague()
    _away(person, deputy)
    filing = FilingFactory()
    join(deputy, filing.organisation, Role.AUTHOR)
    assert Assign(filing, officer(), officer=person).run().officer == person


def test_who_is_back_gets_their_own_cases_again():
    person, deputy = _colleague(), _colleague()
    absence = _away(person, deputy)
    end_absence(absence, person)
    assert acting(person) == person
    assert Absence.objects.count() == 1
    with pytest.raises(WrongState, match="ended already"):
        end_absence(absence, person)


def test_an_absence_is_noted_by_the_person_or_a_decider():
    person, deputy = _colleague(), _colleague()
    with pytest.raises(NotAllowed, match="by a decider"):
        _away(person, deputy, by=deputy)
    assert _away(person, deputy, by=decider()).noted_by == decider()


@pytest.mark.parametrize(
    ("first", "last", "match"),
    [(3, 2, "last day"), (-5, -1, "last day"), (4, 9, "noted already")],
)
def test_days_that_cannot_be_are_refused(first, last, match):
    person, deputy = _colleague(), _colleague()
    _away(person, deputy)
    with pytest.raises(RulesBroken, match=match):
        _away(person, deputy, first, last)


def test_a_deputy_is_another_officer():
    person = _colleague()
    for deputy in (person, decider()):
        with pytest.raises(RulesBroken, match="another officer"):
            _away(person, deputy)


# --- a role that ends -------------------------------------------------------------------


def _end_role(person, role=Role.OFFICER):
    leave(Membership.objects.get(user=person, role=role))
    return User.objects.get(pk=person.pk)


def test_a_role_that_ends_hands_over_the_open_cases_to_the_deputy_in_the_same_act():
    person, deputy = _colleague(), _colleague()
    _away(person, deputy)
    filing = FilingFactory(under_review=True, officer=person)
    closed = FilingFactory(no_objection=True, officer=person)
    _end_role(person)
    filing.refresh_from_db()
    closed.refresh_from_db()
    assert (filing.officer, filing.state) == (deputy, FilingState.UNDER_REVIEW)
    assert closed.officer == person
    assert filing.events.last().event == "officer_left"
    assert deputy.email in _mailed("case_assigned")


def test_without_a_deputy_the_cases_are_nobodys_and_all_officers_hear_of_it():
    person = _colleague()
    filing = FilingFactory(under_review=True, officer=person)
    _end_role(person)
    filing.refresh_from_db()
    assert filing.officer is None
    assert _mailed("cases_without_officer") == {officer().email}
    other = _colleague()
    assert TakeOver(filing, other).run().officer == other


def test_another_role_that_ends_leaves_the_cases_where_they_are():
    person = _colleague()
    join(person, organisation_for(Role.DECIDER), Role.DECIDER)
    filing = FilingFactory(under_review=True, officer=person)
    _end_role(person, Role.DECIDER)
    filing.refresh_from_db()
    assert filing.officer == person


def test_a_role_revoked_in_mid_review_leaves_a_proposal_unmade_and_the_case_whole():
    person = _colleague()
    filing = FilingFactory(under_review=True, officer=person)
    person = _end_role(person)
    with pytest.raises(NotAllowed, match="Only officers"):
        Propose(filing, person, outcome=Outcome.NO_OBJECTION, reasons="无").run()
    filing.refresh_from_db()
    assert filing.state == FilingState.UNDER_REVIEW
    assert not filing.proposals.exists()
