"""Mail and a mail server that refuses, is silent, and recovers: nothing lost, nothing twice."""

from __future__ import annotations

import pytest

from portal.core import outbox
from portal.core.failures import Failure
from portal.core.mail import message_id, send_later
from portal.core.models import MessageState, OutboxMessage
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
