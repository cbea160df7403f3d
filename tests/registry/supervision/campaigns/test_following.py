"""Open tasks go with their entry: to a new owner, and through a suspension."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from registry.inbox.tasks import tasks_of
from registry.lifecycle import act_named
from registry.models import CampaignTask, Entry
from registry.register.due import end_suspensions
from registry.register.proposing import propose_act, put_aside
from registry.states import EntryState, TaskState, TaskWay
from registry.supervision.campaigns.acts import ChooseWay, Escalate, Excuse, Justify
from registry.supervision.campaigns.permissions import may_judge
from tests.factories import PersonFactory, decider, member_of, officer, organisation_for
from tests.registry.register.owning import gone_over

pytestmark = pytest.mark.django_db
GO_ON = "Go on with what is overdue in a campaign"


def refreshed(task: CampaignTask) -> CampaignTask:
    return CampaignTask.objects.get(pk=task.pk)


def labels(user: Any, place: str) -> list[str]:
    return [str(task.label) for task in tasks_of(user) if place in task.href]


def test_an_open_task_goes_to_the_new_owner_with_what_is_asked(
    client: Client, task: CampaignTask, author: Any
) -> None:
    before = task.organisation
    ChooseWay(task, author, way=TaskWay.AMEND).run()
    after = gone_over(task.entry).organisation
    task = refreshed(task)
    assert (task.organisation, task.state, task.way) == (after, TaskState.OPEN, "")
    place = reverse("workspace:campaign-task", args=[task.pk])
    mine = member_of(after, Role.AUTHOR)
    assert labels(mine, place) == ["Answer a campaign of the regulator"]
    assert labels(member_of(before, Role.AUTHOR), place) == []
    told = OutboxMessage.objects.filter(payload__template="campaign_handed_over")
    assert {one.payload["to"] for one in told} == {member_of(after, Role.SIGNATORY).email}
    client.force_login(author)
    assert client.get(place).status_code == 404
    client.force_login(mine)
    assert f"{before.name_en} → {after.name_en}" in client.get(place).content.decode()


def test_what_the_owner_before_justified_is_still_judged_and_by_nobody_of_it(
    task: CampaignTask, author: Any
) -> None:
    justified = Justify(task, author, reason="过渡期内。").run()
    gone_over(justified.entry)
    task = refreshed(task)
    assert (task.state, task.justification) == (TaskState.JUSTIFIED, "过渡期内。")
    tied = PersonFactory()
    join(tied, organisation_for(Role.OFFICER), Role.OFFICER)
    assert may_judge(tied, task)
    join(tied, justified.organisation, Role.AUTHOR)
    assert not may_judge(tied, task)
    place = reverse("desk:campaign", args=[task.campaign.number])
    assert labels(tied, place) == []
    assert labels(officer(), place) == ["Judge justifications in a campaign"]


def test_a_settled_task_stays_that_of_the_body_that_was_asked(task: CampaignTask) -> None:
    before = task.organisation
    Excuse(task, officer(), reason="依据未变。").run()
    gone_over(task.entry)
    assert refreshed(task).organisation == before


@pytest.fixture
def overdue(task: CampaignTask, time_machine: Any) -> CampaignTask:
    """A task the day after its last one; nobody else is asked any more."""
    for other in task.campaign.tasks.exclude(pk=task.pk):
        Excuse(other, officer(), reason="不涉及。").run()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    return task


def proposed(task: CampaignTask) -> Any:
    until = timezone.localdate() + timedelta(days=30)
    words = {"reason_code": "basis_unavailable", "certificates": "remain_valid", "until": until}
    entry = Entry.objects.get(pk=task.entry_id)
    return propose_act(entry, officer(), act_named("suspend"), reason="逾期未办。", **words)


def suspended(task: CampaignTask) -> Entry:
    proposal = proposed(task)
    entry: Entry = act_named("suspend")(proposal.entry, decider()).run()
    return entry


def test_what_is_proposed_waits_for_the_decider_and_comes_back_when_it_is_put_aside(
    overdue: CampaignTask,
) -> None:
    place = reverse("desk:campaign", args=[overdue.campaign.number])
    assert labels(officer(), place) == [GO_ON]
    proposal = proposed(overdue)
    assert labels(officer(), place) == []
    put_aside(proposal, decider(), "先再催办一次。")
    assert labels(officer(), place) == [GO_ON]


def test_the_body_does_not_read_of_a_proposal_in_the_history_of_its_task(
    client: Client, overdue: CampaignTask
) -> None:
    states = {"from_state": overdue.state, "to_state": overdue.state}
    overdue.record_event(event="suspension_proposed", actor=officer(), **states)
    client.force_login(member_of(overdue.organisation, Role.AUTHOR))
    page = client.get(reverse("workspace:campaign-task", args=[overdue.pk])).content.decode()
    assert "Asked of the certification body" in page
    assert "Suspension of the scheme proposed" not in page


def test_a_suspension_takes_an_overdue_task_further_until_it_ends_with_nothing_done(
    overdue: CampaignTask, time_machine: Any
) -> None:
    place = reverse("desk:campaign", args=[overdue.campaign.number])
    entry = suspended(overdue)
    assert refreshed(overdue).state == TaskState.ESCALATED
    assert labels(officer(), place) == []
    time_machine.move_to(timezone.now() + timedelta(days=31))
    end_suspensions(timezone.localdate())
    entry.refresh_from_db()
    assert entry.state == EntryState.LISTED
    assert refreshed(overdue).state == TaskState.OPEN
    assert labels(officer(), place) == [GO_ON]


def test_a_task_that_is_not_overdue_stays_open_in_a_suspension(task: CampaignTask) -> None:
    suspended(task)
    assert refreshed(task).state == TaskState.OPEN


def test_what_an_officer_took_further_stays_there_when_a_suspension_ends(
    overdue: CampaignTask,
) -> None:
    Escalate(overdue, officer(), reason="转入登记事项处理。").run()
    entry = suspended(overdue)
    act_named("reinstate")(entry, decider(), reason="已说明。").run()
    assert refreshed(overdue).state == TaskState.ESCALATED
