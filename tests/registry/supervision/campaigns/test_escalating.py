"""From a task that a body let pass to the suspension of its entry; what inboxes say of tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from registry.inbox.tasks import tasks_of
from registry.models import Campaign, CampaignTask, EntryProposal
from registry.states import EntryState, TaskState
from registry.supervision.campaigns.acts import Justify
from tests.factories import decider, member_of, officer

pytestmark = pytest.mark.django_db
GROUND = "basis_unavailable"


@pytest.fixture
def overdue(begin: Any, time_machine: Any) -> CampaignTask:
    """A task of a campaign with a ground, the day after its last one."""
    task: CampaignTask = begin(ground=GROUND).tasks.first()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    return task


def labels(user: Any, place: str) -> list[str]:
    return [str(task.label) for task in tasks_of(user) if place in task.href]


def page_of(client: Client, campaign: Campaign) -> str:
    return client.get(reverse("desk:campaign", args=[campaign.number])).content.decode()


def way_of(task: CampaignTask) -> str:
    return f"{reverse('desk:entry-act', args=[task.number, 'suspend'])}?task={task.pk}"


def test_a_task_waits_in_the_inboxes_of_those_who_write_for_the_body(begin: Any) -> None:
    task = begin().tasks.first()
    place = reverse("workspace:campaign-task", args=[task.pk])
    for role, waits in ((Role.AUTHOR, 1), (Role.SIGNATORY, 1), (Role.ADMINISTRATOR, 0)):
        assert len(labels(member_of(task.organisation, role), place)) == waits
    [mine] = [
        one for one in tasks_of(member_of(task.organisation, Role.AUTHOR)) if place == one.href
    ]
    assert mine.due == task.campaign.due_on


def test_officers_find_what_is_justified_and_what_is_overdue(overdue: CampaignTask) -> None:
    place = reverse("desk:campaign", args=[overdue.campaign.number])
    assert labels(officer(), place) == ["Go on with what is overdue in a campaign"]
    assert labels(decider(), place) == []
    for task in overdue.campaign.tasks.all():
        Justify(task, member_of(task.organisation, Role.AUTHOR), reason="过渡期内。").run()
    assert labels(officer(), place) == ["Judge justifications in a campaign"]


@pytest.mark.parametrize(
    ("ground", "days", "is_open"), [(GROUND, 31, True), (GROUND, 30, False), ("", 31, False)]
)
def test_a_suspension_is_proposed_from_an_overdue_task_where_the_campaign_has_a_ground(
    client: Client, begin: Any, time_machine: Any, ground: str, days: int, is_open: bool
) -> None:
    campaign = begin(ground=ground)
    time_machine.move_to(timezone.now() + timedelta(days=days))
    client.force_login(officer())
    assert (way_of(campaign.tasks.first()) in page_of(client, campaign)) is is_open


def test_the_proposal_begins_with_the_ground_and_what_was_asked(
    client: Client, overdue: CampaignTask
) -> None:
    client.force_login(officer())
    form = client.get(way_of(overdue)).context["form"]
    assert form["reason_code"].value() == GROUND
    assert overdue.campaign.number in form["reason"].value()
    other = overdue.campaign.tasks.exclude(pk=overdue.pk).get()
    elsewhere = way_of(other).replace(f"task={other.pk}", f"task={overdue.pk}")
    assert not client.get(elsewhere).context["form"]["reason"].value()


def test_the_page_of_the_campaign_shows_the_proposal_and_then_the_suspension(
    client: Client, overdue: CampaignTask
) -> None:
    client.force_login(officer())
    form = client.get(way_of(overdue)).context["form"]
    given = {name: form[name].value() or "" for name in form.fields} | {"impartial": "on"}
    assert client.post(way_of(overdue), given).status_code == 302
    proposal = reverse("desk:entry-proposal", args=[overdue.number])
    shown = page_of(client, overdue.campaign)
    assert proposal in shown
    assert way_of(overdue) not in shown
    assert overdue.events.filter(event="suspension_proposed").count() == 1

    client.force_login(decider())
    client.post(proposal, {"seen": EntryProposal.objects.get().pk, "impartial": "on"})
    overdue.entry.refresh_from_db()
    assert overdue.entry.state == EntryState.SUSPENDED
    client.force_login(officer())
    shown = page_of(client, overdue.campaign)
    assert proposal not in shown
    assert "ts-state--suspended" in shown
    overdue.refresh_from_db()
    assert overdue.state == TaskState.ESCALATED


def test_a_campaign_names_a_reason_of_the_list_or_none(begin: Any) -> None:
    with pytest.raises(RulesBroken, match="reason from the list"):
        begin(ground="invented")
