"""A campaign asks each body that a change touches, follows what it does, and forgets nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.models import Campaign, CampaignTask
from registry.procedure.actions import Submit, TakeUp, Withdraw
from registry.register.acts.deregistering import Deregister
from registry.states import OPEN_TASK_STATES, CampaignState, TaskState, TaskWay
from registry.supervision.campaigns.acts import (
    TASK_ACTIONS,
    AcceptJustification,
    ChooseWay,
    CloseCampaign,
    Escalate,
    Excuse,
    Justify,
    RefuseJustification,
)
from registry.supervision.campaigns.beginning import touched_by
from registry.supervision.campaigns.reminding import remind
from tests.factories import answer_neighbours, member_of, officer, record_no_objection
from tests.registry.amending import next_version
from tests.registry.supervision.campaigns.conftest import resting_on

pytestmark = pytest.mark.django_db


def mails(template):
    return OutboxMessage.objects.filter(kind="mail", payload__template=template)


def test_each_entry_that_the_change_touches_has_a_task_and_each_body_one_mail(begin, entries):
    campaign = begin()

    assert {task.entry for task in campaign.tasks.all()} == set(entries)
    assert {task.state for task in campaign.tasks.all()} == {TaskState.OPEN}
    assert {f["code"] for task in campaign.tasks.all() for f in task.findings} == {"SCH-014"}
    told = {mail.payload["to"] for mail in mails("campaign_begun")}
    for entry in entries:
        assert told & {user.email for user in entry.organisation.members.all()}


def test_an_entry_with_an_open_task_is_not_asked_a_second_time(begin, run, entries):
    begin(entries=[entries[0].pk])

    assert [touched.entry for touched in touched_by(run)] == [entries[1]]
    with pytest.raises(RulesBroken, match="has a task for this change"):
        begin(entries=[entry.pk for entry in entries])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"entries": []}, "Choose the entries"),
        ({"title": {"zh": " "}}, "Say in Chinese"),
        ({"text": {"en": "Amend."}}, "Say in Chinese"),
        ({"due_on": timezone.localdate()}, "lies in the future"),
    ],
)
def test_a_campaign_that_asks_for_nothing_of_nobody_or_too_late_is_refused(begin, changes, words):
    with pytest.raises(RulesBroken, match=words):
        begin(**changes)
    assert not Campaign.objects.exists()


def test_nothing_is_asked_because_of_a_preview(run, begin):
    run.is_preview = True
    run.save()
    with pytest.raises(WrongState, match="was made"):
        begin()


def test_a_body_begins_no_campaign(begin, entries):
    with pytest.raises(NotAllowed, match="Only officers"):
        begin(user=member_of(entries[0].organisation, Role.SIGNATORY))


# --- what a body does ---------------------------------------------------------------------


def test_saying_what_one_will_do_settles_nothing(task, author):
    ChooseWay(task, author, way=TaskWay.AMEND).run()

    task.refresh_from_db()
    assert (task.state, task.way) == (TaskState.OPEN, TaskWay.AMEND)


def test_a_justification_is_judged_and_can_be_given_again(task, author):
    Justify(task, author, reason="过渡期内证书仍依据旧版。").run()
    RefuseJustification(task, officer(), reason="过渡期已届满。").run()
    task.refresh_from_db()
    assert task.state == TaskState.OPEN
    Justify(task, author, reason="合同约定保留。").run()
    AcceptJustification(task, officer(), reason="理由成立。").run()

    task.refresh_from_db()
    assert (task.state, task.way) == (TaskState.SETTLED, TaskWay.JUSTIFY)
    assert task.settled_at is not None
    assert [event.event for event in task.events.all()] == [
        "asked",
        "justified",
        "justification_refused",
        "justified",
        "justification_accepted",
    ]
    assert mails("campaign_judged").exists()


def _amended(task, **parts):
    entry = task.entry
    filing = TakeUp(entry.scheme.filings.get(), reviewer := officer()).run()
    record_no_objection(filing, reviewer, reasons="未发现问题")
    version = next_version(entry.scheme, "2.0.0", **parts)
    answer_neighbours(version)
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    Submit(version, signatory).run()
    task.refresh_from_db()
    return task


def test_a_new_version_without_the_findings_settles_the_task(task):
    first, *others = task.version.document["basis"]
    newer = f"{resting_on(task.entry).rpartition('-')[0]}-2026"

    _amended(task, basis=[{**first, "ref": newer, "year": 2026}, *others])

    assert (task.state, task.way) == (TaskState.SETTLED, TaskWay.AMEND)
    assert task.campaign.tasks.open().count() == 1, "the other body's task is not touched"


def test_an_amendment_that_is_withdrawn_opens_the_task_again(task):
    first, *others = task.version.document["basis"]
    newer = f"{resting_on(task.entry).rpartition('-')[0]}-2026"
    _amended(task, basis=[{**first, "ref": newer, "year": 2026}, *others])
    assert task.state == TaskState.SETTLED

    filing = task.entry.scheme.filings.open().get()
    signatory = member_of(task.organisation, Role.SIGNATORY)
    Withdraw(filing, signatory, reason="另行备案", none_issued=True).run()

    task.refresh_from_db()
    assert (task.state, task.settled_at) == (TaskState.OPEN, None)
    assert task.events.last().event == "reopened"


def test_a_scheme_that_ends_needs_nothing_more(task):
    signatory = member_of(task.organisation, Role.SIGNATORY)
    Deregister(task.entry, signatory, plan="none_issued", reason="不再开展").run()

    task.refresh_from_db()
    assert (task.state, task.way) == (TaskState.SETTLED, TaskWay.END)


# --- the last day -------------------------------------------------------------------------


def let_pass(campaign):
    Campaign.objects.filter(pk=campaign.pk).update(due_on=timezone.localdate() - timedelta(days=1))
    campaign.refresh_from_db()


def test_the_next_step_is_taken_only_after_the_last_day(task, author):
    with pytest.raises(WrongState, match="not passed yet"):
        Escalate(task, officer(), reason="逾期未处理。").run()
    let_pass(task.campaign)
    Escalate(task, officer(), reason="逾期未处理。").run()

    task.refresh_from_db()
    assert task.state == TaskState.ESCALATED
    Justify(task, author, reason="迟到的说明。").run()


def test_who_has_something_left_to_do_is_reminded_once_before_and_once_after(task, author):
    campaign, due = task.campaign, task.campaign.due_on
    Justify(task, author, reason="过渡期内。").run()
    remind(due - timedelta(days=11))
    assert not mails("campaign_reminder").exists()
    for days in (10, 9, 0):
        remind(due - timedelta(days=days))
    other = campaign.tasks.exclude(pk=task.pk).get()
    assert {m.payload["context"]["body"]["zh"] for m in mails("campaign_reminder")} == {
        other.organisation.name_zh
    }
    before = mails("campaign_reminder").count()

    for days in (1, 2, 30):
        remind(due + timedelta(days=days))

    assert mails("campaign_reminder").count() == before
    numbers = [
        [s["number"] for s in m.payload["context"]["schemes"]] for m in mails("campaign_overdue")
    ]
    assert numbers == [[other.number]] * len(numbers) != []
    assert mails("campaign_silence").exists(), "the officers are told too"


def test_a_campaign_is_closed_when_everything_is_settled(task):
    with pytest.raises(RulesBroken, match="not settled"):
        CloseCampaign(task.campaign, officer(), reason="结束。").run()
    for each in task.campaign.tasks.all():
        Excuse(each, officer(), reason="变更已撤回。").run()

    CloseCampaign(task.campaign, officer(), reason="结束。").run()

    assert Campaign.objects.get().state == CampaignState.CLOSED
    assert not remind(task.campaign.due_on + timedelta(days=1))


# --- who may what, when -------------------------------------------------------------------


def _people(task):
    body = task.organisation
    return {
        "author": member_of(body, Role.AUTHOR),
        "signatory": member_of(body, Role.SIGNATORY),
        "administrator": member_of(body, Role.ADMINISTRATOR),
        "other": member_of(task.campaign.tasks.exclude(pk=task.pk).get().organisation, Role.AUTHOR),
        "officer": officer(),
        "nobody": None,
    }


OF_BODY, OF_REGULATOR = {"author", "signatory"}, {"officer"}
WHO = {act: OF_BODY if act in (ChooseWay, Justify) else OF_REGULATOR for act in TASK_ACTIONS}
IN = {
    ChooseWay: {TaskState.OPEN, TaskState.ESCALATED},
    Justify: {TaskState.OPEN, TaskState.ESCALATED},
    AcceptJustification: {TaskState.JUSTIFIED},
    RefuseJustification: {TaskState.JUSTIFIED},
    Excuse: set(OPEN_TASK_STATES),
    Escalate: {TaskState.OPEN},
}


def test_every_act_is_open_to_its_people_in_its_states_and_to_nobody_else(task):
    people = _people(task)
    let_pass(task.campaign)
    table = {
        (state, act, name): act.is_available(person, _in_state(task, state))
        for state in TaskState
        for act in TASK_ACTIONS
        for name, person in people.items()
    }
    assert table == {
        (state, act, name): state in IN[act] and name in WHO[act] for state, act, name in table
    }


def _in_state(task, state):
    settled = timezone.now() if state == TaskState.SETTLED else None
    CampaignTask.objects.filter(pk=task.pk).update(state=state, settled_at=settled)
    return CampaignTask.objects.get(pk=task.pk)


def test_an_officer_who_belongs_to_the_body_judges_nothing(task):
    judge = officer()
    join(judge, task.organisation, Role.ADMINISTRATOR)
    assert not Excuse.access(judge, task)


def test_of_two_officers_the_second_is_told_that_it_has_changed(task, author):
    Justify(task, author, reason="过渡期内。").run()
    seen_by_both = CampaignTask.objects.get(pk=task.pk)
    AcceptJustification(task, officer(), reason="理由成立。").run()
    with pytest.raises(WrongState, match="changed meanwhile"):
        RefuseJustification(seen_by_both, officer(), reason="不成立。").run()
