"""People at the door, as the pages do it: password, second factor, and proof again."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.contrib.auth import SESSION_KEY
from django.test import Client

from portal.accounts.models import User
from tests.factories import PASSWORD, PersonFactory


def person_with_address(**words: Any) -> User:
    """A new person whose mail address is verified, so that they can sign in."""
    person: User = PersonFactory(**words)
    give_address(person)
    return person


def give_address(person: User) -> None:
    """Verify the person's mail address, without which nobody signs in."""
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def give_app(person: User) -> str:
    """Give the person an authenticator app and recovery codes; returns the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    RecoveryCodes.activate(person)
    return secret


def code_of(secret: str) -> str:
    """What the app shows now. It is good once; further proofs in one test take recovery codes."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def recovery_code_of(person: User) -> str:
    """The next recovery code that is unused."""
    codes: list[str] = RecoveryCodes.activate(person).get_unused_codes()
    return codes[0]


def sign_in(browser: Client, person: User, code: str = "", password: str = PASSWORD) -> bool:
    """Go through the door; whether that led inside."""
    browser.post("/accounts/login/", {"login": person.email, "password": password})
    if code:
        browser.post("/accounts/2fa/authenticate/", {"code": code})
    return is_inside(browser)


def is_inside(browser: Client) -> bool:
    """Whether somebody is signed in with this browser."""
    return SESSION_KEY in browser.session


def prove_again(browser: Client, *, code: str = "", password: str = PASSWORD) -> None:
    """Show once more who is at work, as the portal asks before what is sensitive."""
    if code:
        browser.post("/accounts/2fa/reauthenticate/", {"code": code})
    else:
        browser.post("/accounts/reauthenticate/", {"password": password})
