"""A message of the outbox in words: what it was to do, and for whom."""

from __future__ import annotations

from django.template import TemplateDoesNotExist
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core.mail import rendered
from portal.core.models import OutboxMessage

#: The payload fills the places; a kind that is missing is shown by its own name.
WORDS: dict[str, Promise] = {
    "invitation": _("Invitation to an organisation (person %(user)s)"),
    "publish": _("Publication of a register entry (record %(entry)s)"),
    "render": _("PDF file of a rule (version record %(version)s, %(language)s)"),
    "impact": _("Examination of a change (run %(run)s)"),
    "task": _("Task of the site: %(path)s"),
}


def words_of(message: OutboxMessage) -> str:
    """One line for a list."""
    payload = message.payload
    if message.kind == "mail":
        words = _("Mail to %(to)s: %(subject)s")
        return str(words) % {"to": payload.get("to", ""), "subject": _subject(message)}
    if message.kind not in WORDS:
        return message.kind
    try:
        return str(WORDS[message.kind]) % payload
    except KeyError:  # Written by another release, whose payload was another.
        return message.kind


def _subject(message: OutboxMessage) -> str:
    try:
        return rendered(message.payload["template"], message.payload["context"])[0]
    except (TemplateDoesNotExist, KeyError):  # The same: an older release's mail.
        return str(message.payload.get("template", ""))
