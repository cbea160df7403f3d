"""What a machine that watches over the portal is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.core.leases import take
from portal.core.models import MessageState, OutboxMessage
from portal.core.queues import Queue

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(hours=1)


def message(**more):
    return OutboxMessage.objects.create(kind="mail", queue=Queue.MAIL, **more)


def health(client):
    return client.get("/healthz").json()


def test_all_is_well_where_nothing_waits(client):
    assert health(client)["status"] == "ok"


@pytest.mark.parametrize(
    ("more", "worker"),
    [
        ({}, "ok"),
        ({"due_at": LONG_AGO}, "failing"),
        ({"due_at": LONG_AGO, "attempts": 3, "failure": "silent"}, "failing"),
        ({"due_at": LONG_AGO, "leased_until": LONG_AGO}, "failing"),
        ({"due_at": LONG_AGO, "state": MessageState.DELIVERED, "delivered_at": LONG_AGO}, "ok"),
        ({"due_at": LONG_AGO, "state": MessageState.SET_ASIDE}, "ok"),
    ],
)
def test_a_worker_that_does_not_take_what_is_due_is_failing(client, more, worker):
    message(**more)
    assert health(client)["worker"] == worker


def test_what_a_worker_holds_is_not_overdue(client):
    take(message(due_at=LONG_AGO).pk)
    assert health(client)["worker"] == "ok"


@pytest.mark.parametrize(
    ("queue", "minutes", "worker"),
    [(Queue.MAIL, 1, "ok"), (Queue.MAIL, 11, "failing"), (Queue.RENDERING, 1, "failing")],
)
def test_who_carried_something_out_lately_only_has_much_to_do(client, queue, minutes, worker):
    message(due_at=LONG_AGO)
    lately = timezone.now() - timedelta(minutes=minutes)
    OutboxMessage.objects.create(
        kind="x", queue=queue, state=MessageState.DELIVERED, delivered_at=lately
    )
    assert health(client)["worker"] == worker


def test_who_holds_a_message_is_at_work_on_those_behind_it(client):
    message(due_at=LONG_AGO)
    take(message(due_at=LONG_AGO).pk)
    assert health(client)["worker"] == "ok"


def test_what_was_given_up_is_told_by_queue_and_is_degraded(client):
    message(state=MessageState.GIVEN_UP)
    message(failure="silent", attempts=1)
    message()
    told = health(client)
    assert told["status"] == "degraded"
    assert told["outbox"]["mail"] == {"waiting": 2, "failing": 1, "given_up": 1}
    assert told["outbox"]["rendering"] == {"waiting": 0, "failing": 0, "given_up": 0}
