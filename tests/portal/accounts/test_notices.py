"""Who changes how somebody signs in proves who they are, and the person hears of it."""

from __future__ import annotations

import re

import pytest
from django.core import mail

from portal.core.outbox import deliver_waiting
from tests.factories import PASSWORD
from tests.signing_in import (
    code_of,
    give_app,
    person_with_address,
    prove_again,
    recovery_code_of,
    sign_in,
)

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "laterne kubikmeter apfelmus"
NEW_ADDRESS = "new-address@test.example"


@pytest.fixture
def person(client):
    """Somebody who is signed in with a password, some time ago."""
    person = person_with_address()
    sign_in(client, person)
    return person


def _told() -> dict[str, list[str]]:
    """The addresses that got a notice, with the words of it."""
    mail.outbox.clear()
    deliver_waiting()
    return {message.to[0]: message.body for message in mail.outbox}


def _set_up_app(client):
    client.get("/accounts/2fa/totp/activate/")
    secret = client.session["mfa.totp.secret"]
    client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})


def _change_password(client):
    words = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", words)


def _change_address(client):
    client.post("/accounts/email/", {"action_add": "", "email": NEW_ADDRESS})
    deliver_waiting()
    message = mail.outbox[-1]
    assert message.to == [NEW_ADDRESS]
    code = re.search(r"^    (\S+)$", message.body, re.MULTILINE)[1]
    client.post("/accounts/confirm-email/", {"code": code})


@pytest.mark.parametrize("change", [_set_up_app, _change_password, _change_address])
def test_what_is_changed_is_told_at_the_address_that_was_theirs(
    client, person, change, django_capture_on_commit_callbacks
):
    prove_again(client)
    with django_capture_on_commit_callbacks(execute=True):
        change(client)
    assert person.email in _told()


def test_after_a_change_of_address_the_new_one_is_the_persons(client, person):
    prove_again(client)
    _change_address(client)
    person.refresh_from_db()
    assert person.email == NEW_ADDRESS
    assert sign_in(client.__class__(), person)


@pytest.mark.parametrize("act", ["totp/deactivate/", "recovery-codes/generate/"])
def test_removing_the_app_and_making_new_codes_is_told(
    client, person, act, django_capture_on_commit_callbacks
):
    give_app(person)
    prove_again(client, code=recovery_code_of(person))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/accounts/2fa/{act}")
    assert person.email in _told()


def test_a_notice_is_in_both_languages_and_says_when_and_from_where(client, person):
    prove_again(client)
    _change_password(client)
    text = _told()[person.email]
    assert "127.0.0.1" in text
    assert text.count("----------") == 1
    assert NEW_PASSWORD not in text


@pytest.mark.parametrize("address", ["2fa/totp/activate/", "2fa/webauthn/add/", "email/"])
def test_a_change_asks_to_sign_in_again(client, person, address):
    answer = client.post(f"/accounts/{address}", {"action_add": "", "email": NEW_ADDRESS})
    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_a_new_password_needs_the_old_one(client, person):
    words = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/accounts/password/change/", words)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_who_has_a_factor_is_asked_for_it_not_for_the_password(client, person):
    give_app(person)
    prove_again(client)
    answer = client.post("/accounts/password/change/", {"oldpassword": PASSWORD})
    assert answer["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_a_reset_by_mail_is_told_and_leaves_the_second_factor(client, person):
    give_app(person)
    client.logout()
    client.post("/accounts/password/reset/", {"email": person.email})
    deliver_waiting()
    address = re.search(r"http://testserver(/accounts/password/\S+)", mail.outbox[-1].body)[1]
    form = client.get(address, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert person.email in _told()
    assert not sign_in(client, person, password=NEW_PASSWORD)


def test_a_sign_in_on_a_device_for_the_first_time_is_told_and_the_next_is_not(client):
    person = person_with_address()
    sign_in(client, person)
    assert "new to us" in _told()[person.email]
    device = client.cookies["known_device"].value
    client.logout()
    client.cookies["known_device"] = device
    sign_in(client, person)
    assert _told() == {}
