"""A passkey in a browser: set up at the first sign-in, shown for an act, signed in with, removed.

The device is Chromium's own virtual one. Passkeys belong to a host name, never to the number of an
address, and browsers take no name but "localhost" without TLS.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Page

from portal.accounts.roles import Role
from portal.core.outbox import deliver_waiting
from schemes.states import VersionState
from tests.factories import PASSWORD, VersionFactory, member_of
from tests.signing_in import give_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live_server, settings, page: Page) -> str:
    """The portal at localhost, as in production, for a person with a device of their own."""
    settings.SECOND_FACTOR_REQUIRED = True
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    settings.ALLOWED_HOSTS = ["*"]
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return f"http://localhost:{urlsplit(live_server.url).port}"


def press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def sign_in_by_password(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")


def test_a_passkey_from_its_setting_up_to_its_removal(page, site):
    version = VersionFactory()
    person = member_of(version.scheme.organisation, Role.SIGNATORY)
    give_address(person)
    keys = Authenticator.objects.filter(user=person, type="webauthn")

    # Set up at the first sign-in.
    page.goto(f"{site}/accounts/login/?lang=en")
    sign_in_by_password(page, person.email)
    page.wait_for_url("**/accounts/2fa/")
    press(page, "Add a key")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Go on")
    page.get_by_label("What you call this key").fill("Notebook")
    page.locator("[name=passwordless]").check()
    press(page, "Add")
    page.wait_for_url("**/recovery-codes/**")
    assert keys.get().wrap().is_passwordless

    # Sign the commitment: it is asked for, and what was posted is carried out afterwards.
    page.goto(site + reverse("workspace:sign", args=[version.scheme_id]))
    page.locator("[name=agreed]").check()
    page.locator("form:has([name=agreed]) [type=submit]").click()
    press(page, "Use a security key")
    page.wait_for_url("**/workspace/**")
    version.refresh_from_db()
    assert version.state == VersionState.FROZEN

    # Sign in with it alone.
    page.context.clear_cookies()
    page.goto(f"{site}/accounts/login/?lang=en")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/workspace/**")

    # Remove it, which asks for it once more, and hear of both.
    page.goto(f"{site}/accounts/2fa/webauthn/")
    press(page, "Remove")
    press(page, "Use a security key")
    press(page, "Remove")
    # The role needs one, so everything else is closed again.
    page.wait_for_url("**/accounts/2fa/")
    assert not keys.exists()
    mail.outbox.clear()
    deliver_waiting()
    told = [message.body for message in mail.outbox if message.to == [person.email]]
    assert sum("passkey or security key was" in body for body in told) == 2
