"""Who may not act for a branch reads which step it is, what a delegation lacks, and who may."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.accounts.roles import OrganisationKind, Role
from registry.delegable import OF_OFFICERS, DelegatedAct
from registry.desk.access import may_act_at_desk
from registry.lifecycle import delegable_by_act
from registry.models import DelegationEnd, Filing
from registry.procedure.permissions import may_decide, may_review_filing
from registry.register.permissions import may_carry_out, may_propose_act
from tests.factories import (
    EntryFactory,
    FilingFactory,
    OrganisationFactory,
    decider,
    member_of,
    organisation_of,
)
from tests.registry.register.test_delegated_acts import TODAY, _given, _of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def branch():
    return organisation_of(OrganisationKind.BRANCH)


def _not_given(branch, step):
    return "is not delegated to"


def _to_come(branch, step):
    _given(branch, step, standing="to_come", since=TODAY() + DAY)
    return "only from"


def _over(branch, step):
    _given(branch, step, standing="over", until=TODAY() - DAY)
    return "was delegated to"


def _to_confirm(branch, step):
    _given(branch, step, standing="to_confirm")
    return "waits to be confirmed"


def _lapsed(branch, step):
    _given(branch, step, standing="lapsed")
    return "so it lapsed"


def _taken_back(branch, step):
    DelegationEnd.objects.create(delegation=_given(branch, step), reason="到期", by=decider())
    return "was taken back"


def _elsewhere(branch, step):
    _given(branch, step, regions=["77"])
    return "is seated"


MISSING = [_not_given, _to_come, _over, _to_confirm, _lapsed, _taken_back, _elsewhere]


def _refusals(branch, step):
    """What a person of the branch with the role for a step is told, by each question about it."""
    person = _of(branch, Role.OFFICER if step in OF_OFFICERS else Role.DECIDER)
    if step == DelegatedAct.REVIEW:
        return [may_review_filing(person, Filing.objects.get())]
    if step == DelegatedAct.DECIDE:
        return [may_decide(person, Filing.objects.get())]
    entry = EntryFactory()
    return [
        question(person, entry, name)
        for name, given in delegable_by_act()
        for question, asked in ((may_propose_act, given[0]), (may_carry_out, given[1]))
        if asked == step
    ]


@pytest.mark.parametrize("step", list(DelegatedAct))
@pytest.mark.parametrize("lacks", MISSING)
def test_what_a_delegation_lacks_is_said_with_the_step_and_who_may(branch, step, lacks):
    if step in (DelegatedAct.REVIEW, DelegatedAct.DECIDE):
        FilingFactory(under_review=True)
    words = lacks(branch, step)
    refusals = _refusals(branch, step)
    assert refusals
    for access in refusals:
        assert not access
        for told in (words, str(step.label), branch.name, branch.parent.name):
            assert told in str(access.reason), told


def test_who_has_another_role_at_the_branch_is_told_whose_the_step_is(branch):
    _given(branch, *DelegatedAct)
    entry = EntryFactory()
    assert "for deciders" in str(may_carry_out(_of(branch, Role.OFFICER), entry, "suspend").reason)
    assert "for officers" in str(
        may_propose_act(_of(branch, Role.DECIDER), entry, "suspend").reason
    )


@pytest.mark.parametrize(
    ("question", "who"), [(may_propose_act, "the officers of"), (may_carry_out, "the deciders of")]
)
def test_what_stays_with_the_regulator_says_so(branch, question, who):
    _given(branch, *DelegatedAct)
    role = Role.OFFICER if question is may_propose_act else Role.DECIDER
    reason = str(question(_of(branch, role), EntryFactory(), "remove").reason)
    assert "“Remove the scheme” is delegated to no branch" in reason
    assert who in reason


def test_of_a_joint_review_the_member_is_named_for_which_it_is_not_delegated(branch):
    _given(branch, DelegatedAct.REVIEW)
    leading = FilingFactory()
    outside = FilingFactory(organisation=OrganisationFactory(region="110000"))
    Filing.objects.filter(pk=outside.pk).update(led_by=leading)
    reason = str(may_review_filing(_of(branch, Role.OFFICER), leading).reason)
    assert outside.organisation.name in reason


def test_the_desk_says_that_nothing_is_delegated_and_to_observers_that_they_look_on(branch, client):
    filing = FilingFactory()
    told = {Role.OFFICER: "Nothing is delegated", Role.OBSERVER: "Observers see the desk"}
    for role, words in told.items():
        person = _of(branch, role)
        assert words in str(may_act_at_desk(person).reason)
        client.force_login(person)
        address = reverse("desk:take-up", args=[filing.number])
        page = client.post(address, query_params={"lang": "en"})
        assert page.status_code == 403
        assert words in page.content.decode()


def test_people_of_a_body_are_told_nothing_of_branches():
    entry = EntryFactory()
    person = member_of(entry.organisation, Role.SIGNATORY)
    for question in (may_propose_act, may_carry_out):
        assert "of the regulator" in str(question(person, entry, "suspend").reason)


def test_a_refusal_that_nobody_reads_asks_the_database_nothing(branch, django_assert_num_queries):
    entry, person = EntryFactory(), _of(branch, Role.OBSERVER)
    may_carry_out(person, entry, "suspend")
    with django_assert_num_queries(0):
        assert not may_carry_out(person, entry, "suspend")
