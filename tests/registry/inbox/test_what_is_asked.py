"""What others ask of a person stands in the inbox: evidence, opinions, notes, delegations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import OrganisationKind, Role
from portal.core.models import OutboxMessage
from registry.delegable import ON_FILINGS, DelegatedAct
from registry.inbox.tasks import tasks_of
from registry.lifecycle import act_named
from registry.models import Delegation, EntryCondition, Filing, OpinionKind
from registry.models import OpinionRequest as Asked
from registry.procedure.actions import RecordNoObjection, Submit, TakeUp
from registry.procedure.cases import AskForOpinion
from registry.procedure.cases.notes import see_to, write_note
from registry.procedure.cases.opinions import give_opinion
from registry.procedure.delegating import confirm_delegation, delegate
from registry.register.proposing import propose_act
from tests.factories import (
    EntryFactory,
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    SchemeFactory,
    VersionFactory,
    decider,
    member_of,
    officer,
    organisation_of,
    propose,
)
from tests.registry.actors import actors
from tests.registry.register.playing import play, words_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def tasks(person: Any, words: str) -> list[Any]:
    fresh = User.objects.get(pk=person.pk)
    return [task for task in tasks_of(fresh) if words in str(task.label)]


def test_a_condition_waits_for_its_signatory_then_for_an_officer_then_for_nobody() -> None:
    entry = play(EntryFactory(), "set_condition")
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    condition = EntryCondition.objects.get()
    for answer in ("return_evidence", "accept_evidence"):
        [task] = tasks(signatory, "Hand in evidence")
        assert task.due == condition.due_on
        assert not tasks(member_of(entry.organisation, Role.AUTHOR), "Hand in evidence")
        assert not tasks(officer(), "evidence for a condition")
        handed_in = act_named("hand_in_evidence")
        handed_in(entry, signatory, condition=condition.pk, reason="见公示页").run()
        assert not tasks(signatory, "Hand in evidence")
        [task] = tasks(officer(), "Look at the evidence")
        assert task.href == f"/en/desk/register/{entry.number}/"
        assert not tasks(decider(), "Look at the evidence")
        act_named(answer)(entry, officer(), condition=condition.pk, reason="已核对").run()
    assert not tasks(signatory, "evidence")
    assert not tasks(officer(), "evidence")


def test_who_has_a_part_in_the_scheme_does_not_look_at_its_evidence() -> None:
    entry = play(EntryFactory(), "set_condition")
    words = {"condition": EntryCondition.objects.get().pk, "reason": "见公示页"}
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    act_named("hand_in_evidence")(entry, signatory, **words).run()
    who = {name for name, person in actors(entry.organisation).items() if person.pk}
    people = actors(entry.organisation)
    asked = {name for name in who if tasks(people[name], "Look at the evidence")}
    assert asked == {"officer of the regulator"}


def test_what_has_ended_asks_for_no_evidence() -> None:
    entry = play(play(EntryFactory(), "set_condition"), "deregister")
    assert not tasks(member_of(entry.organisation, Role.SIGNATORY), "Hand in evidence")


def test_a_proposed_act_on_an_entry_waits_for_another_decider() -> None:
    entry = EntryFactory()
    suspend = act_named("suspend")
    propose_act(entry, officer(), suspend, **words_of("suspend"))
    [task] = tasks(decider(), "act on an entry")
    assert task.href == f"/en/desk/register/{entry.number}/proposal/"
    assert not tasks(officer(), "act on an entry")
    suspend(entry, decider()).run()
    assert not tasks(decider(), "act on an entry")


def test_an_opinion_waits_for_whom_it_was_asked_of_until_it_is_given() -> None:
    filing, colleague = FilingFactory(under_review=True), PersonFactory(role=Role.OFFICER)
    words = {"kind": OpinionKind.TECHNICAL, "question": "检测方法是否适用？"}
    AskForOpinion(filing, officer(), person=colleague, due_on=TODAY(), **words).run()
    [task] = tasks(colleague, "opinion")
    asked = Asked.objects.get()
    assert task.href == f"/en/desk/filings/{filing.number}/opinions/{asked.pk}/"
    assert task.due == TODAY()
    assert not tasks(officer(), "Give your opinion")
    give_opinion(asked, colleague, stance="agrees", text="适用")
    assert not tasks(colleague, "opinion")


def test_a_note_waits_for_whom_it_calls_until_they_have_seen_to_it() -> None:
    filing, colleague = FilingFactory(), PersonFactory(role=Role.OFFICER)
    note = write_note(filing, officer(), f"@{colleague.email} 请看第三章")
    assert len(tasks(colleague, "internal note")) == 1
    assert not tasks(decider(), "internal note")
    see_to(note.mentions.get())
    assert not tasks(colleague, "internal note")


# Branches


def given(branch: Any, *acts: DelegatedAct, **words: Any) -> Delegation:
    """Delegated for its whole territory, not confirmed yet."""
    said = {"since": TODAY(), "until": TODAY() + timedelta(days=90), "ground": "第二十四条"}
    every = {"acts": [act.value for act in acts], "regions": branch.territory}
    return delegate(branch, decider(), **every, **said, **words)


def held(branch: Any, *acts: DelegatedAct) -> Delegation:
    """The same, and in force."""
    return confirm_delegation(given(branch, *acts), PersonFactory(role=Role.DECIDER))


def test_a_delegation_waits_for_a_second_decider() -> None:
    one = given(organisation_of(OrganisationKind.BRANCH), DelegatedAct.DECIDE, is_emergency=True)
    second = PersonFactory(role=Role.DECIDER)
    [task] = tasks(second, "Confirm a delegation")
    assert task.due == one.confirm_by
    assert not tasks(decider(), "Confirm a delegation")
    assert not tasks(officer(), "Confirm a delegation")
    confirm_delegation(one, second)
    assert not tasks(second, "Confirm a delegation")


def test_what_was_delegated_waits_for_the_people_of_the_branch_as_well() -> None:
    branch = organisation_of(OrganisationKind.BRANCH)
    held(branch, DelegatedAct.REVIEW, DelegatedAct.DECIDE)
    reviews = PersonFactory(role=Role.OFFICER, organisation=branch)
    decides = PersonFactory(role=Role.DECIDER, organisation=branch)
    inside, outside = FilingFactory(), FilingFactory(organisation=elsewhere())
    assert [task.href for task in tasks(reviews, "Take up")] == [desk(inside)]
    assert len(tasks(officer(), "Take up")) == 2
    for filing in (inside, outside):
        TakeUp(filing, officer()).run()
        propose(filing, "no_objection", officer())
    assert [task.href for task in tasks(decides, "Decide on")] == [desk(inside)]
    assert not tasks(reviews, "Decide on")
    filing = Filing.objects.get(pk=inside.pk)
    RecordNoObjection(filing, User.objects.get(pk=decides.pk), reasons="未发现问题").run()
    assert not tasks(decides, "Decide on")


def elsewhere() -> Any:
    return OrganisationFactory(region="110000")


def desk(filing: Filing) -> str:
    return f"/en/desk/filings/{filing.number}/"


@pytest.mark.parametrize("act", ON_FILINGS)
def test_deciders_of_a_branch_hear_of_proposals_where_decisions_were_delegated(
    act: DelegatedAct,
) -> None:
    branch = organisation_of(OrganisationKind.BRANCH)
    held(branch, act)
    decides = PersonFactory(role=Role.DECIDER, organisation=branch)
    inside = FilingFactory(under_review=True)
    outside = FilingFactory(under_review=True, organisation=elsewhere())
    for filing in (inside, outside):
        propose(filing, "no_objection", officer())
    decides_by_delegation = act == DelegatedAct.DECIDE
    assert mailed("filing_proposed", decides) == ([inside.number] * decides_by_delegation)
    assert len(mailed("filing_proposed", decider())) == 2


def test_officers_of_a_branch_hear_of_what_comes_in_where_reviews_were_delegated() -> None:
    branch = organisation_of(OrganisationKind.BRANCH)
    held(branch, DelegatedAct.REVIEW)
    reviews = PersonFactory(role=Role.OFFICER, organisation=branch)
    submitted = submit(OrganisationFactory())
    submit(elsewhere())
    assert mailed("filing_received", reviews) == [submitted.number]


def submit(body: Any) -> Filing:
    """A version of a body is submitted now, by the real act."""
    version: Any = VersionFactory(scheme=SchemeFactory(organisation=body), frozen=True)
    Submit(version, member_of(body, Role.SIGNATORY)).run()
    return Filing.objects.get(version=version)


def mailed(template: str, person: Any) -> list[str]:
    sent = OutboxMessage.objects.filter(payload__template=template, payload__to=person.email)
    return [message.payload["context"]["filing"] for message in sent.order_by("pk")]
