"""Leases: one worker at a time, for a time; pauses that grow; an end to trying."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from portal.core import leases, outbox
from portal.core.failures import Failure
from portal.core.leases import LeaseLost
from portal.core.models import MessageState, OutboxEvent, OutboxMessage
from portal.core.queues import Queue, back_off

pytestmark = pytest.mark.django_db


def held_since_long_ago(message, **more):
    """The row as a worker leaves it that died in the middle."""
    past = timezone.now() - timedelta(seconds=1)
    OutboxMessage.objects.filter(pk=message.pk).update(
        leased_until=past, leased_by="a dead worker", **more
    )


def test_what_one_worker_holds_no_other_takes(done):
    message = outbox.put("test", {"what": "a"})
    assert leases.take(message.pk)
    assert leases.take(message.pk) is None
    assert not outbox.deliver(message.pk)
    assert outbox.deliver_waiting(early=True) == (0, 0)
    assert done == []


def test_of_many_workers_at_once_each_message_has_exactly_one(own_database, done):
    messages = [outbox.put("test", {"what": n}).pk for n in range(12)]
    taken: list[int] = []
    start = threading.Barrier(4)

    def work():
        start.wait()
        taken.extend(pk for pk in messages if leases.take(pk))
        connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert Counter(taken) == dict.fromkeys(messages, 1)


def test_what_a_dead_worker_held_is_carried_out_when_its_lease_has_run_out(done):
    message = outbox.put("test", {"what": "a"})
    held_since_long_ago(message, attempts=1)
    assert outbox.deliver_next(Queue.PUBLICATION)
    message.refresh_from_db()
    assert (done, message.attempts, message.leased_by) == (["a"], 2, "")


def test_a_message_that_kills_every_worker_is_given_up(done, policy):
    policy["QUEUES"]["publication"]["attempts"] = 2
    message = outbox.put("test", {"what": "a"})
    held_since_long_ago(message, attempts=2)
    assert outbox.deliver_next(Queue.PUBLICATION) is None
    message.refresh_from_db()
    assert (message.state, message.failure) == (MessageState.GIVEN_UP, Failure.INTERRUPTED)
    assert [event.event for event in message.events.all()] == ["given_up"]
    assert done == []


def test_who_lost_the_lease_changes_nothing_any_more(done, caplog):
    message = outbox.put("test", {"what": "a"})
    slow = leases.take(message.pk)
    held_since_long_ago(message)
    quick = leases.take(message.pk)
    assert not leases.finish(slow, {})
    leases.fail(slow, RuntimeError("late"))
    with pytest.raises(LeaseLost):
        leases.renew(slow)
    assert leases.finish(quick, {})


def test_who_gives_signs_of_life_keeps_the_lease(monkeypatch, policy):
    ends = []

    def handle(payload):
        for _ in range(2):
            outbox.still_at_work()
            ends.append(OutboxMessage.objects.get().leased_until)

    monkeypatch.setitem(outbox.HANDLERS, "test", handle)
    allowed: list[float | None] = []
    outbox.put("test", {})
    assert outbox.deliver_next(Queue.PUBLICATION, allowed.append)
    assert ends[0] < ends[1]
    limit = policy["QUEUES"]["publication"]["limit"]
    assert allowed == [limit, limit, limit, None]


def test_after_its_last_try_a_message_is_given_up_with_the_reason(done, policy, caplog):
    policy["QUEUES"]["publication"]["attempts"] = 3
    message = outbox.put("test", {"what": "a", "fails": True})
    for _ in range(5):
        outbox.deliver_waiting(early=True)
    message.refresh_from_db()
    assert (message.state, message.attempts) == (MessageState.GIVEN_UP, 3)
    assert (message.failure, message.last_error) == (Failure.UNEXPECTED, "RuntimeError: no way")
    assert OutboxEvent.objects.get().data == {"attempts": 3, "failure": "unexpected"}


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (5, 480), (11, 21_600), (10_000, 21_600)]
)
def test_pauses_grow_up_to_a_cap_and_vary(attempts, seconds):
    pauses = {back_off(attempts) for _ in range(20)}
    assert len(pauses) > 1
    assert all(0.75 <= pause / timedelta(seconds=seconds) <= 1.25 for pause in pauses)


def test_a_database_that_is_away_for_a_moment_is_asked_again(own_database, done, monkeypatch):
    message = outbox.put("test", {"what": "a"})
    real, refusals = leases._held, iter([OperationalError("gone"), OperationalError("gone")])

    def away(lease):
        if problem := next(refusals, None):
            raise problem
        return real(lease)

    monkeypatch.setattr(leases, "_held", away)
    monkeypatch.setattr(leases, "NOTE_PAUSE", 0)
    assert outbox.deliver(message.pk)
    assert outbox.deliver(message.pk)
    assert done == ["a"]
