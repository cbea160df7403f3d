"""Mails of the door: a forgotten password, the code that confirms a mail address.

They wait in the outbox like all mail, but what opens an account never lies there to be read: the
key of a new password is made when the mail is sent, and a code is sealed until then.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from portal.accounts.models import User
from portal.core import outbox
from portal.core.mail import send
from portal.core.queues import Queue
from portal.core.sealing import seal, unseal

#: Our mails for those that allauth sends; signing up, which has more, is closed.
MAILS = {
    "account/email/password_reset_key": "password_reset",
    "account/email/email_confirmation": "address_code",
    # At the first sign-in of an account whose address nobody has confirmed.
    "account/email/email_confirmation_signup": "address_code",
    "account/email/unknown_account": "unknown_account",
}


def send_door_mail(allauths_template: str, email: str, context: Mapping[str, Any]) -> None:
    """Put the mail into the outbox, first in the language in which the person asks for it."""
    template = MAILS[allauths_template]
    words: dict[str, Any] = {}
    if template == "password_reset":
        words["user"] = context["user"].pk
    elif template == "address_code":
        words = {"code": seal(context["code"]), "until": _end_of_code().isoformat()}
    payload = {"template": template, "to": email, "first": get_language(), "context": words}
    outbox.put("door_mail", payload)


@outbox.handles("door_mail", Queue.MAIL, forgets=["context"])
def deliver_door_mail(payload: Mapping[str, Any]) -> None:
    """Send the mail, unless what is in it would be of no use any more."""
    words = payload["context"]
    if "user" in words:
        words = _words_of_reset(words["user"], payload["to"])
    elif "code" in words:
        words = _words_of_code(words)
    if words is not None:
        send({**payload, "context": words})


def address_to_set_password(user: User) -> str:
    """The path of the page that sets a password once; its key is made now and holds for days."""
    key = default_token_generator.make_token(user)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), key])


def _words_of_reset(pk: int, email: str) -> dict[str, str] | None:
    """None when the account is closed or the address is not that person's any more."""
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:
        return None
    own = EmailAddress.objects.filter(user=user, email__iexact=email).exists()
    if not own and user.email.lower() != email.lower():
        return None
    return {"password_reset_url": f"{settings.SITE_URL}{address_to_set_password(user)}"}


def _words_of_code(words: Mapping[str, str]) -> dict[str, str] | None:
    """None when the time to enter the code is over."""
    if timezone.now() > datetime.fromisoformat(words["until"]):
        return None
    return {"code": unseal(words["code"])}


def _end_of_code() -> datetime:
    return timezone.now() + timedelta(seconds=app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT)
