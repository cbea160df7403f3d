"""Devices on which a person has signed in before, so that nobody else can lock them out there.

Whoever signs in gets a signed cookie. Wrong passwords from a device that has it count for that
device alone; those from everywhere else count for the account and for their address. An attacker
can use up the second count, never the first. After OWASP, "Slow Down Online Guessing Attacks with
Device Cookies".
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "known_device"
SALT = "portal.accounts.known_devices"
LIFETIME = 365 * 24 * 60 * 60
#: On a shared machine the person who has not signed in for longest is forgotten.
PEOPLE_ON_ONE_DEVICE = 5


def device_of(request: HttpRequest, email: str) -> str | None:
    """The name of this device if the person with this mail address has signed in on it before."""
    return _known_people(request).get(_mark_of(email))


def remember_device(request: HttpRequest, response: HttpResponseBase, email: str) -> None:
    """Note on the device that this person has signed in on it."""
    known = _known_people(request)
    mark = _mark_of(email)
    device = known.pop(mark, None) or secrets.token_urlsafe(12)
    newest = dict([*known.items(), (mark, device)][-PEOPLE_ON_ONE_DEVICE:])
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=SALT),
        max_age=LIFETIME,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _known_people(request: HttpRequest) -> dict[str, str]:
    """For each person, oldest sign-in first, the name that this device has for them."""
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFETIME)
    except signing.BadSignature:
        return {}
    return known if isinstance(known, dict) else {}


def _mark_of(email: str) -> str:
    """The address so that the cookie does not tell it to who finds the device."""
    return salted_hmac(SALT, email.strip().lower(), algorithm="sha256").hexdigest()[:24]
