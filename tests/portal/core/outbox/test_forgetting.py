"""What the outbox has carried out is forgotten after a time; what must not happen twice later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from portal.core import forgetting, worker
from portal.core.forgetting import forget_what_is_over
from portal.core.mail import send_later
from portal.core.models import MessageState, OutboxMessage
from portal.core.outbox import deliver_waiting
from portal.core.queues import Queue
from registry.outbox.tending import SetAside, TryAgain
from tests.factories import officer
from tests.portal.core.outbox.test_outbox import WORDS

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def days(number):
    return timedelta(days=number)


def message(state=MessageState.DELIVERED, age=0, **more):
    at = NOW - days(age)
    more |= {"delivered_at": at} if state == MessageState.DELIVERED else {}
    return OutboxMessage.objects.create(
        kind="mail", queue=Queue.MAIL, state=state, created_at=at, due_at=at, **more
    )


@pytest.mark.parametrize(
    ("given", "stays"),
    [
        ({"age": 29}, True),
        ({"age": 31}, False),
        ({"age": 31, "key": "calendar:2027"}, True),
        ({"age": 401, "key": "calendar:2027"}, False),
        ({"age": 401, "state": MessageState.WAITING}, True),
        ({"age": 401, "state": MessageState.GIVEN_UP}, True),
        ({"age": 401, "state": MessageState.SET_ASIDE}, True),
    ],
)
def test_what_was_carried_out_is_forgotten_after_its_time(given, stays):
    message(**given)
    forget_what_is_over(Queue.MAIL)
    assert OutboxMessage.objects.exists() is stays


def test_another_queue_is_left_to_its_own_worker():
    message(age=31)
    forget_what_is_over(Queue.RENDERING)
    assert OutboxMessage.objects.exists()


def test_one_look_takes_a_bounded_number(monkeypatch):
    monkeypatch.setattr(forgetting, "PORTION", 2)
    monkeypatch.setattr(forgetting, "PORTIONS", 2)
    for _ in range(5):
        message(age=31)
    assert (forget_what_is_over(Queue.MAIL), forget_what_is_over(Queue.MAIL)) == (4, 1)


def _set_aside_by(person):
    send_later("receipt", ["a@test.example"], WORDS)
    OutboxMessage.objects.update(state=MessageState.GIVEN_UP, created_at=NOW - days(31))
    return SetAside(OutboxMessage.objects.get(), person, reason="sent by hand").run()


def test_what_somebody_decided_about_stays_without_its_words():
    given_up = _set_aside_by(officer())
    forget_what_is_over(Queue.MAIL)
    given_up.refresh_from_db()
    assert given_up.payload == {"template": "receipt", "to": "a@test.example"}
    assert given_up.events.get().data == {"reason": "sent by hand"}
    assert not forget_what_is_over(Queue.MAIL)


def test_without_its_words_it_is_shown_and_cannot_be_tried_again(client):
    person = officer()
    given_up = _set_aside_by(person)
    forget_what_is_over(Queue.MAIL)
    given_up.refresh_from_db()
    client.force_login(person)
    assert "a@test.example" in client.get("/en/desk/outbox/").content.decode()
    assert client.post(f"/en/desk/outbox/{given_up.pk}/try-again/").status_code == 422


def test_what_was_decided_and_then_carried_out_stays():
    person = officer()
    TryAgain(_set_aside_by(person), person).run()
    deliver_waiting()
    OutboxMessage.objects.update(delivered_at=NOW - days(401))
    forget_what_is_over(Queue.MAIL)
    assert OutboxMessage.objects.get().events.count() == 2


def test_sessions_that_have_ended_go_with_it_and_the_command_does_both(capsys):
    message(age=31)
    for number, age in enumerate((1, -1)):
        Session.objects.create(session_key=f"k{number}", expire_date=NOW - days(age))
    call_command("deliver_outbox")
    assert not OutboxMessage.objects.exists()
    assert Session.objects.get().session_key == "k1"


def test_the_worker_looks_once_in_a_while_and_a_busy_database_does_not_end_it(monkeypatch, caplog):
    looks = []

    def look(queue):
        looks.append(queue)
        raise OperationalError("database is locked")

    monkeypatch.setattr(worker, "forget_what_is_over", look)
    at_work = worker.QueueWorker(Queue.MAIL, supervisor=0)
    at_work._tend()
    at_work._tend()
    assert looks == [Queue.MAIL]
