"""Attempts to sign in are counted so that guessing ends and nobody is locked out by others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from allauth.account.app_settings import RATE_LIMITS
from allauth.core.internal.ratelimit import parse_rates
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory, override_settings

from portal.accounts.adapters import AccountAdapter
from tests.factories import PASSWORD
from tests.signing_in import is_inside, person_with_address

pytestmark = pytest.mark.django_db
ATTACKER, COLLEAGUE, HOME = "198.51.100.7", "198.51.100.8", "203.0.113.4"


def _sign_in(email: str, password: str = PASSWORD, browser: Client | None = None, **meta) -> bool:
    """Whether somebody comes in, in a new browser unless one is given."""
    browser = browser or Client()
    browser.post("/accounts/login/", {"login": email, "password": password}, **meta)
    return is_inside(browser)


def _used_by(person, **meta) -> Client:
    """A browser in which the person has signed in before."""
    browser = Client()
    browser.post("/accounts/login/", {"login": person.email, "password": PASSWORD}, **meta)
    assert is_inside(browser)
    device = browser.cookies["known_device"].value
    browser.logout()  # which forgets all cookies of a test's browser
    browser.cookies["known_device"] = device
    return browser


def test_guessing_one_persons_password_ends():
    person = person_with_address()
    for _ in range(6):
        _sign_in(person.email, "wrong")
    assert not _sign_in(person.email)


def test_whoever_guesses_cannot_lock_the_person_out_of_their_own_device():
    person = person_with_address()
    own = _used_by(person, REMOTE_ADDR=HOME)
    for _ in range(40):
        _sign_in(person.email, "wrong", REMOTE_ADDR=ATTACKER)
    assert not _sign_in(person.email, REMOTE_ADDR=HOME)
    assert _sign_in(person.email, browser=own, REMOTE_ADDR=HOME)


def test_a_known_device_guesses_no_further_than_others():
    person = person_with_address()
    own = _used_by(person)
    for _ in range(12):
        _sign_in(person.email, "wrong", browser=own)
    assert not _sign_in(person.email, browser=own)


def test_a_device_is_known_for_its_own_people_alone():
    person, other = person_with_address(), person_with_address()
    device = _used_by(other)
    for _ in range(6):
        _sign_in(person.email, "wrong")
    assert not _sign_in(person.email, browser=device)


def test_a_forged_device_counts_as_unknown():
    person = person_with_address()
    device = _used_by(person)
    device.cookies["known_device"] = device.cookies["known_device"].value + "x"
    for _ in range(6):
        _sign_in(person.email, "wrong")
    assert not _sign_in(person.email, browser=device)


def test_one_address_tries_no_endless_list_of_accounts():
    for n in range(21):
        _sign_in(f"guess-{n}@test.example", "wrong", REMOTE_ADDR=ATTACKER)
    person = person_with_address()
    assert not _sign_in(person.email, REMOTE_ADDR=ATTACKER)
    assert _sign_in(person.email, REMOTE_ADDR=COLLEAGUE)


def test_many_who_sign_in_rightly_from_one_address_all_come_in():
    assert all(_sign_in(person_with_address().email, REMOTE_ADDR=HOME) for _ in range(35))


PROXIED = [  # proxies, header of the attacker, header of the colleague, address of the connection
    (0, "", "", (ATTACKER, COLLEAGUE)),
    (1, ATTACKER, COLLEAGUE, ("10.0.0.1", "10.0.0.1")),
    (1, ATTACKER, COLLEAGUE, ("", "")),  # a unix socket
    (2, f"{ATTACKER}, 10.0.0.2", f"{COLLEAGUE}, 10.0.0.2", ("10.0.0.1", "10.0.0.1")),
    (1, f"{COLLEAGUE}, {ATTACKER}", COLLEAGUE, ("10.0.0.1", "10.0.0.1")),  # the attacker lies
    (0, "", "", ("", "")),  # a socket, and nobody reports the address
]


@pytest.mark.parametrize(("proxies", "attackers", "colleagues", "connection"), PROXIED)
def test_behind_a_proxy_one_attacker_does_not_lock_out_everybody(
    proxies, attackers, colleagues, connection
):
    theirs, ours = {"REMOTE_ADDR": connection[0]}, {"REMOTE_ADDR": connection[1]}
    if proxies:
        theirs["HTTP_X_FORWARDED_FOR"] = attackers
        ours["HTTP_X_FORWARDED_FOR"] = colleagues
    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=proxies):
        for n in range(25):
            _sign_in(f"guess-{n}@test.example", "wrong", **theirs)
        assert _sign_in(person_with_address().email, **ours)


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=0)
def test_without_a_proxy_a_forged_header_gives_no_new_attempts():
    for n in range(21):
        forged = {"REMOTE_ADDR": ATTACKER, "HTTP_X_FORWARDED_FOR": f"192.0.2.{n}"}
        _sign_in(f"guess-{n}@test.example", "wrong", **forged)
    forged["HTTP_X_FORWARDED_FOR"] = "192.0.2.200"
    assert not _sign_in(person_with_address().email, **forged)


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=2)
def test_a_header_with_too_few_addresses_is_no_error():
    assert _sign_in(person_with_address().email, REMOTE_ADDR=HOME, HTTP_X_FORWARDED_FOR=ATTACKER)


def _looked_at_in_an_hour(tries) -> int:
    """How many attempts of an hour are not refused unseen; each is made every half minute."""
    passed = 0
    with time_machine.travel(datetime(2026, 11, 30, 9, tzinfo=UTC), tick=False) as clock:
        for _ in range(120):
            for attempt in tries:
                passed += attempt()
            clock.shift(30)
    return passed


def _attempt(email: str, browser: Client):
    """One attempt as the door counts it, without the page around it."""
    request = RequestFactory().post("/accounts/login/", REMOTE_ADDR=HOME)
    request.COOKIES = {name: morsel.value for name, morsel in browser.cookies.items()}

    def attempt() -> bool:
        try:
            AccountAdapter(request).pre_authenticate(request, email=email, password="wrong")
        except ValidationError:
            return False
        return True

    return attempt


def test_no_more_than_a_hundred_passwords_of_an_account_are_looked_at_in_an_hour():
    person = person_with_address()
    with time_machine.travel(datetime(2026, 11, 30, 8, 59, tzinfo=UTC), tick=False):
        devices = [_used_by(person), _used_by(person), Client()]
    passed = _looked_at_in_an_hour([_attempt(person.email, device) for device in devices])
    changes = [rate for rate in parse_rates(RATE_LIMITS["change_password"]) if rate.per == "user"]
    asked_for_changes = min(rate.amount * 3600 / rate.duration for rate in changes)
    assert passed > 60
    assert passed + asked_for_changes <= 100
