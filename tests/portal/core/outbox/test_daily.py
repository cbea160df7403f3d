"""What each day asks for is put into the outbox once a day, and done."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import CommandError, call_command

from portal.core import daily, outbox
from portal.core.daily import begin_day, each_day
from portal.core.models import MessageState, OutboxMessage
from portal.core.queues import Queue

pytestmark = pytest.mark.django_db

TODAY, TOMORROW = date(2026, 11, 29), date(2026, 11, 30)


@pytest.fixture
def done(monkeypatch) -> list[date]:
    """The days that the one work there is was told."""
    monkeypatch.setattr(daily, "WORKS", {})
    days: list[date] = []
    each_day("note")(days.append)
    return days


def test_the_work_of_a_day_is_done_once_however_often_the_worker_looks(done):
    for _ in range(3):
        begin_day(daily.QUEUE, TODAY)
        outbox.deliver_waiting()

    begin_day(daily.QUEUE, TOMORROW)
    outbox.deliver_waiting()

    assert done == [TODAY, TOMORROW]


def test_the_workers_of_other_queues_leave_it_alone(done):
    for queue in set(Queue.values) - {daily.QUEUE}:
        begin_day(queue, TODAY)

    assert not OutboxMessage.objects.exists()


def test_work_that_fails_waits_for_another_try(monkeypatch):
    monkeypatch.setattr(daily, "WORKS", {})
    each_day("fail")(lambda day: 1 / 0)

    begin_day(daily.QUEUE, TODAY)

    assert outbox.deliver_waiting() == (0, 1)
    assert OutboxMessage.objects.get().state == MessageState.WAITING


def test_work_that_a_later_release_no_longer_has_is_nothing_to_do(done, monkeypatch):
    begin_day(daily.QUEUE, TODAY)
    monkeypatch.setattr(daily, "WORKS", {})

    assert outbox.deliver_waiting() == (1, 0)


def test_the_command_does_the_work_of_the_day_that_it_is_given(done):
    call_command("daily", "--on", "2026-11-30")

    assert done == [TOMORROW]


def test_the_command_refuses_what_is_no_day(done):
    with pytest.raises(CommandError) as refused:
        call_command("daily", "--on", "2026-13-01")

    assert refused.value.returncode == 2
    assert not done
