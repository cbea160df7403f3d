"""A message of the outbox in words: what it was to do, and for whom."""

from __future__ import annotations

from django.template import TemplateDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from portal.core.outbox import is_whole
from registry.desk.message_subjects import subject_of

#: The payload fills the places; a kind that is missing is shown by its own name.
WORDS: dict[str, Promise] = {
    "invitation": _("Invitation to an organisation"),
    "publish": _("Publication of a register entry"),
    "render": _("PDF file of a rule (%(language)s)"),
    "notice": _("PDF file of a correction notice (%(language)s)"),
    "letter": _("PDF file of a letter (%(language)s)"),
    "impact": _("Examination of a change (run %(run)s)"),
    "renew": _("What the registers say of schemes (%(count)s of them)"),
    "stock": _("Taking over rules filed on paper (rows left: %(left)s)"),
    "digest": _("Digest of news"),
    "webhook": _("Message to a system of a body"),
    "daily": _("Daily work “%(work)s” of %(day)s"),
    "task": _("Task of the site: %(path)s"),
}
#: Kinds whose payload names a template and an address.
MAILS = frozenset({"mail", "door_mail", "expert_mail"})
MAIL = _("Mail to %(to)s: %(subject)s")
MAIL_WITHOUT_WORDS = _("Mail to %(to)s, of which the words are no longer kept")


def words_of(message: OutboxMessage) -> str:
    """One line for a list: what it does, and of which record and organisation."""
    about = subject_of(message.kind, message.payload)
    words = _what(message)
    return f"{words} · {about}" if about else words


def _what(message: OutboxMessage) -> str:
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
