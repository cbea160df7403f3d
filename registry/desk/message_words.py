"""A message of the outbox in words: what it was to do, and for whom."""

from __future__ import annotations

from django.template import TemplateDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from portal.core.outbox import is_whole

#: The payload fills the places; a kind that is missing is shown by its own name.
WORDS: dict[str, Promise] = {
    "invitation": _("Invitation to an organisation (person %(user)s)"),
    "publish": _("Publication of a register entry (record %(entry)s)"),
    "render": _("PDF file of a rule (version record %(version)s, %(language)s)"),
    "notice": _("PDF file of a correction notice (record %(notice)s, %(language)s)"),
    "letter": _("PDF file of a letter (record %(letter)s, %(language)s)"),
    "impact": _("Examination of a change (run %(run)s)"),
    "renew": _("What the registers say of schemes (%(count)s of them)"),
    "stock": _("Taking over rules filed on paper (list %(stock)s, rows left: %(left)s)"),
    "digest": _("Digest of news (person %(user)s)"),
    "webhook": _("Message to a system of a body (delivery %(delivery)s)"),
    "task": _("Task of the site: %(path)s"),
}
#: Kinds whose payload names a template and an address.
MAILS = frozenset({"mail", "door_mail"})
MAIL = _("Mail to %(to)s: %(subject)s")
MAIL_WITHOUT_WORDS = _("Mail to %(to)s, of which the words are no longer kept")


def words_of(message: OutboxMessage) -> str:
    """One line for a list."""
    payload = message.payload
    if message.kind in MAILS:
        words = MAIL if is_whole(message) else MAIL_WITHOUT_WORDS
        return str(words) % {"to": payload.get("to", ""), "subject": _subject(message)}
    if message.kind not in WORDS:
        return message.kind
    try:
        return str(WORDS[message.kind]) % payload
    except KeyError:  # Written by another release, whose payload was another.
        return message.kind


def _subject(message: OutboxMessage) -> str:
    """The subject in the language of the page, though the mail has both."""
    payload, here = message.payload, get_language()
    try:
        return rendered(payload["template"], payload["context"], only=here)[0]
    except (TemplateDoesNotExist, KeyError):  # The same: an older release's mail.
        return str(message.payload.get("template", ""))
