"""A campaign is begun at the desk, followed on one page, and answered in the workspace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from registry.models import Campaign
from registry.states import TaskState, TaskWay
from tests.factories import member_of, officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(run):
    return reverse("desk:campaign-begin", args=[run.pk])


def sent(entries, **changes):
    due = timezone.localdate() + timedelta(days=30)
    words = {"title_zh": "标准废止后的整改", "text_zh": "请修订、说明理由或者终止。"}
    chosen = [entry.pk for entry in entries]
    return {**words, "due_on": due.isoformat(), "remind_days": "10", "entries": chosen, **changes}


def test_from_what_a_change_touches_a_campaign_is_begun(desk, run, address, entries):
    assert address in desk.get(reverse("desk:impact-run", args=[run.pk])).content.decode()

    answer = desk.post(address, sent(entries))

    campaign = Campaign.objects.get()
    assert answer.url == reverse("desk:campaign", args=[campaign.number])
    page = desk.get(answer.url).content.decode()
    for entry in entries:
        assert entry.number in page
    assert campaign.number in desk.get(reverse("desk:campaigns")).content.decode()


def test_what_was_refused_comes_back_as_it_was_typed(desk, address, entries):
    answer = desk.post(address, sent(entries, due_on="2020-01-01", text_zh="要求原文"))

    assert answer.status_code == 422
    assert "要求原文" in answer.content.decode()
    assert not Campaign.objects.exists()


def test_the_page_costs_the_same_however_many_tasks_there_are(
    desk, begin, entries, django_assert_max_num_queries
):
    campaign = begin()
    with django_assert_max_num_queries(20):
        desk.get(reverse("desk:campaign", args=[campaign.number]))


def test_the_table_has_every_task(desk, begin, entries):
    campaign = begin()
    table = desk.get(reverse("desk:campaign", args=[campaign.number]), {"file": "csv"})
    text = table.content.decode("utf-8-sig")
    assert len(text.strip().splitlines()) == 1 + len(entries)
    assert all(entry.number in text for entry in entries)


def test_the_body_finds_its_task_and_justifies_there(client, task, author):
    client.force_login(author)
    place = reverse("workspace:campaign-task", args=[task.pk])
    assert place in client.get(reverse("workspace:dashboard")).content.decode()
    assert place in client.get(reverse("workspace:campaign-tasks")).content.decode()
    assert task.campaign.words in client.get(place).content.decode()

    refused = client.post(place, {"way": TaskWay.JUSTIFY, "reason": ""})
    assert refused.status_code == 422
    client.post(place, {"way": TaskWay.JUSTIFY, "reason": "过渡期内。"})

    task.refresh_from_db()
    assert (task.state, task.justification) == (TaskState.JUSTIFIED, "过渡期内。")
    assert place not in client.get(reverse("workspace:dashboard")).content.decode()


def test_the_officer_judges_it_from_the_page_of_the_campaign(client, task, author):
    client.force_login(author)
    place = reverse("workspace:campaign-task", args=[task.pk])
    client.post(place, {"way": TaskWay.JUSTIFY, "reason": "过渡期内。"})
    client.force_login(officer())
    number = task.campaign.number
    act = reverse("desk:task-act", args=[number, task.pk, "accept"])
    assert act in client.get(reverse("desk:campaign", args=[number])).content.decode()

    client.post(act, {"reason": "理由成立。"})

    task.refresh_from_db()
    assert task.state == TaskState.SETTLED


def test_another_body_s_task_is_not_there(client, task):
    other = task.campaign.tasks.exclude(pk=task.pk).get()
    client.force_login(member_of(other.organisation, Role.SIGNATORY))
    place = reverse("workspace:campaign-task", args=[task.pk])
    assert client.get(place).status_code == 404
    assert client.post(place, {"way": TaskWay.END}).status_code == 404


@pytest.mark.parametrize("state", [*TaskState.values, "overdue", "nonsense"])
def test_the_tasks_are_filtered_by_state(desk, begin, state):
    campaign = begin()
    page = desk.get(reverse("desk:campaign", args=[campaign.number]), {"state": state})
    shown = page.content.decode().count('id="task-')
    assert shown == (2 if state in (TaskState.OPEN, "nonsense") else 0)
