"""Mail and a mail server that refuses, is silent, and recovers: nothing lost, nothing twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.core import outbox
from portal.core.failures import Failure
from portal.core.mail import message_id, send_later
from portal.core.models import MessageState, OutboxMessage
from portal.core.queues import Queue
from tests.factories import officer
from tests.portal.core.outbox.test_outbox import WORDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    """A mail in the outbox."""
    send_later("receipt", ["a@test.example"], WORDS)
    return OutboxMessage.objects.get()


@pytest.mark.parametrize(
    ("command", "failure"),
    [
        ("MAIL", Failure.MAIL_REFUSED),
        ("RCPT", Failure.ADDRESS_REFUSED),
        ("DATA", Failure.MAIL_REFUSED),
    ],
)
def test_a_refused_mail_leaves_once_when_the_server_takes_it(
    letter, mail_server, caplog, command, failure
):
    mail_server.refuses_at = command
    assert not outbox.deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.failure) == (MessageState.WAITING, failure)

    mail_server.recovers()
    assert outbox.deliver_waiting(early=True) == (1, 0)
    assert outbox.deliver_waiting(early=True) == (0, 0)
    assert mail_server.recipients == ["a@test.example"]


@pytest.mark.parametrize("command", ["EHLO", "MAIL", "RCPT"])
def test_a_silent_server_is_left_in_time_and_gets_the_mail_once_when_it_answers(
    letter, mail_server, caplog, command
):
    mail_server.silent_at = command
    assert not outbox.deliver(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.failure) == (MessageState.WAITING, Failure.SILENT)

    mail_server.recovers()
    assert outbox.deliver_waiting(early=True) == (1, 0)
    assert mail_server.recipients == ["a@test.example"]


def test_a_server_that_is_away_gets_the_mail_when_it_is_back(letter, mail_server, caplog, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert not outbox.deliver(letter.pk)
    letter.refresh_from_db()
    assert letter.failure == Failure.UNREACHABLE
    settings.EMAIL_PORT = port
    assert outbox.deliver(letter.pk)
    assert mail_server.recipients == ["a@test.example"]


def test_a_server_silent_at_the_farewell_has_the_mail_and_gets_it_no_second_time(
    letter, mail_server, caplog
):
    mail_server.silent_at = "QUIT"
    assert outbox.deliver(letter.pk)
    assert outbox.deliver_waiting(early=True) == (0, 0)
    assert mail_server.recipients == ["a@test.example"]


def test_a_mail_whose_acceptance_was_never_heard_comes_again_under_the_same_id(
    letter, mail_server, caplog
):
    mail_server.silent_at = "DATA"
    assert not outbox.deliver(letter.pk)
    mail_server.recovers()
    assert outbox.deliver(letter.pk)
    assert len(mail_server.received) == 2
    assert mail_server.ids == {message_id(letter)}


def _rounds(hours, clock):
    """A worker that looks every ten minutes; how often it tried without success."""
    failed = 0
    for _ in range(hours * 6):
        clock.shift(timedelta(minutes=10))
        while (done := outbox.deliver_next(Queue.MAIL)) is not None:
            failed += not done
    return failed


def test_after_a_day_without_a_mail_server_each_mail_goes_once_and_in_order(
    client, mail_server, caplog, settings
):
    written = [f"{name}@test.example" for name in "cabcda"]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
        for address in written[:4]:
            send_later("receipt", [address], WORDS)
        assert _rounds(12, clock) >= 10
        for address in written[4:]:  # others are written meanwhile
            send_later("receipt", [address], WORDS)
        _rounds(12, clock)

        waiting = OutboxMessage.objects.waiting()
        assert waiting.count() == len(written)
        assert set(waiting.values_list("failure", flat=True)) == {Failure.UNREACHABLE}
        client.force_login(officer())
        page = client.get(reverse("desk:outbox")).content.decode()
        assert str(Failure.UNREACHABLE.label) in page
        assert all(address in page for address in set(written))

        settings.EMAIL_PORT = port
        assert _rounds(8, clock) == 0  # the longest pause is over by then
    assert mail_server.recipients == written
    sent = OutboxMessage.objects.filter(state=MessageState.DELIVERED)
    assert len({message_id(one) for one in sent}) == len(written)
    assert not OutboxMessage.objects.waiting().exists()


def test_while_the_server_is_away_one_mail_is_tried_and_the_others_keep_their_tries(
    mail_server, caplog, settings
):
    for name in "abc":
        send_later("receipt", [f"{name}@test.example"], WORDS)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    with time_machine.travel(timezone.now(), tick=False) as clock:
        _rounds(24, clock)
        attempts = list(OutboxMessage.objects.order_by("pk").values_list("attempts", flat=True))
        assert attempts[0] > 10
        assert attempts[1:] == [1, 1]
        settings.EMAIL_PORT = port
        send_later("receipt", ["d@test.example"], WORDS)  # goes at once, and so do the others
        assert _rounds(1, clock) == 0
    assert sorted(mail_server.recipients) == [f"{name}@test.example" for name in "abcd"]


def test_a_mail_that_the_server_refuses_stands_in_nobodys_way(mail_server, caplog, settings):
    for name in "ab":
        send_later("receipt", [f"{name}@test.example"], WORDS)
    mail_server.refuses_at = "RCPT"
    first, second = OutboxMessage.objects.order_by("pk")
    assert not outbox.deliver(first.pk)
    mail_server.recovers()
    assert outbox.deliver_next(Queue.MAIL)
    assert mail_server.recipients == ["b@test.example"]
    second.refresh_from_db()
    assert second.state == MessageState.DELIVERED
