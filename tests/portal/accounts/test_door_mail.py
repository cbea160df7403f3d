"""Mails of the door wait in the outbox, and what opens an account does not lie there."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.utils import timezone

from portal.accounts import notices
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver, deliver_waiting
from portal.core.queues import Queue
from tests.factories import PASSWORD, PersonFactory
from tests.signing_in import person_with_address, prove_again, sign_in

pytestmark = pytest.mark.django_db
NEW_ADDRESS = "new-address@test.example"
NEW_PASSWORD = "laterne kubikmeter apfelmus"


@pytest.fixture
def person(client):
    """Somebody who is signed in and has just proved it."""
    person = person_with_address()
    sign_in(client, person)
    prove_again(client)
    deliver_waiting()
    mail.outbox.clear()
    return person


def _ask_for_a_new_password(client, email, language="zh-hans"):
    client.logout()
    client.post("/accounts/password/reset/", {"email": email}, HTTP_ACCEPT_LANGUAGE=language)
    return OutboxMessage.objects.get(kind="door_mail")


def _ask_for_a_code(client):
    client.post("/accounts/email/", {"action_add": "", "email": NEW_ADDRESS})
    return OutboxMessage.objects.get(kind="door_mail")


def _link_in(message):
    return re.search(r"http://testserver(/accounts/password/\S+)", message.body)[1]


def test_a_forgotten_password_waits_in_the_queue_of_mail_without_its_key(client, person):
    waiting = _ask_for_a_new_password(client, person.email)
    assert (mail.outbox, waiting.queue) == ([], Queue.MAIL)
    assert set(waiting.payload["context"]) == {"user"}

    deliver_waiting()

    [message] = mail.outbox
    assert message.to == [person.email]
    assert message.body.count("----------") == 1
    assert client.get(_link_in(message)).status_code == 302


def test_the_code_of_an_address_is_sealed_while_it_waits(client, person):
    waiting = _ask_for_a_code(client)
    code = client.session["account_email_verification_code"]["code"]
    assert code not in json.dumps(waiting.payload)
    deliver_waiting()
    assert code in mail.outbox[-1].body


@pytest.mark.parametrize("ask", [_ask_for_a_code, _ask_for_a_new_password])
def test_what_was_sent_is_forgotten_at_once(client, person, ask):
    words = [person.email] if ask is _ask_for_a_new_password else []
    waiting = ask(client, *words)
    deliver(waiting.pk)
    waiting.refresh_from_db()
    assert set(waiting.payload) == {"template", "to", "first"}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_language_in_which_it_was_asked_for_comes_first(client, person, language):
    _ask_for_a_new_password(client, person.email, language)
    deliver_waiting()
    body = mail.outbox[0].body
    assert (body.index("Somebody") < body.index("有人")) is (language == "en")


def test_a_code_whose_time_is_over_is_not_sent(client, person):
    waiting = _ask_for_a_code(client)
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        assert deliver(waiting.pk)
    assert mail.outbox == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": NEW_ADDRESS}])
def test_no_key_goes_to_who_is_not_the_person_any_more(client, person, change):
    waiting = _ask_for_a_new_password(client, person.email)
    EmailAddress.objects.filter(user=person).delete()
    type(person).objects.filter(pk=person.pk).update(**change)
    assert deliver(waiting.pk)
    assert mail.outbox == []


def test_who_has_no_account_is_told_so_by_the_outbox_as_well(client):
    _ask_for_a_new_password(client, "stranger@test.example")
    deliver_waiting()
    assert mail.outbox[0].to == ["stranger@test.example"]


def test_an_account_whose_address_nobody_confirmed_gets_a_code_at_its_first_sign_in(client):
    person = PersonFactory()
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    assert not sign_in(client, person)
    deliver_waiting()
    code = re.search(r"^    (\S+)$", mail.outbox[0].body, re.MULTILINE)[1]
    client.post("/accounts/confirm-email/", {"code": code})
    assert client.get("/accounts/email/").status_code == 200


def test_a_change_that_cannot_be_told_is_not_made(client, person, monkeypatch):
    def fails(*args, **kwargs):
        raise OSError("no room")

    monkeypatch.setattr(notices, "send_later", fails)
    client.raise_request_exception = False
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post("/accounts/password/change/", words).status_code == 500
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
