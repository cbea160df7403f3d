"""Mail to a person about a change of how they sign in, to the address that was theirs before it.

Whoever changes it in another's name finds no way to keep this from them.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_both_languages
from portal.core.mail import send_later

#: What happened, by allauth's name for it where it has one.
WHAT_HAPPENED = {
    "signed_in_on_new_device": _("You signed in on a device, or in a browser, that was new to us."),
    "password_changed": _("The password was changed."),
    "password_set": _("A password was set."),
    "password_reset": _("The password was set anew by way of a mail to this address."),
    "email_added": _("A further mail address was entered."),
    "email_changed": _("The mail address was changed; messages now go to the new one."),
    "email_deleted": _("A mail address was removed."),
    "totp_activated": _("An authenticator app was set up."),
    "totp_deactivated": _("The authenticator app was removed."),
    "factors_removed": _(
        "An operator removed the app, keys and recovery codes, because they were reported lost."
    ),
    "webauthn_added": _("A passkey or security key was added."),
    "webauthn_removed": _("A passkey or security key was removed."),
    "recovery_codes_generated": _("New recovery codes were made; the old ones no longer work."),
}


def tell(what: str, name: str, addresses: set[str], client: str, device: str) -> None:
    """Put a mail about what happened to a person's sign-in into the outbox, for each address."""
    context = {
        "name": name,
        "what": in_both_languages(WHAT_HAPPENED[what]),
        "at": timezone.localtime().strftime("%Y-%m-%d %H:%M %z"),
        "client": client,
        "device": device,
    }
    send_later("security_notice", addresses, context, first=get_language())


def addresses_told(context: dict[str, Any], email: str) -> set[str]:
    """Where a notice goes: the address that was theirs, and one that was taken from them."""
    return {email} | {context[key] for key in ("from_email", "deleted_email") if context.get(key)}
