"""Mail to people: both languages in one message, the Chinese text first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from portal.core import outbox
from portal.core.models import OutboxMessage
from portal.core.queues import Queue

#: What template tags on lines of their own leave behind.
BLANK_LINES = re.compile(r"\n{3,}")


def send_later(
    template: str, recipients: Iterable[str], context: dict[str, Any], *, key: str | None = None
) -> None:
    """Put one mail per person into the outbox; `template` names `templates/mail/<template>.txt`.

    The template's first line is the subject. The context must be plain JSON values. One row
    per person, so that a failure on the way to one does not send the mail to the others again.
    """
    for address in sorted(set(recipients)):
        payload = {"template": template, "to": address, "context": context}
        outbox.put("mail", payload, key=f"{key}:{address}" if key else None)


def rendered(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and body of a mail in both languages, Chinese first."""
    subjects, bodies = [], []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            text = render_to_string(
                f"mail/{template}.txt", {**context, "SITE_URL": settings.SITE_URL}
            )
        subject, _, body = text.strip().partition("\n")
        subjects.append(subject.strip())
        bodies.append(BLANK_LINES.sub("\n\n", body.strip()))
    return " / ".join(subjects), "\n\n----------\n\n".join(bodies) + "\n"


@outbox.handles("mail", Queue.MAIL)
def send(payload: Mapping[str, Any]) -> None:
    """Send one mail of the outbox."""
    subject, body = rendered(payload["template"], payload["context"])
    send_now(EmailMessage(subject=subject, body=body, to=[payload["to"]]))


def send_now(mail: EmailMessage) -> None:
    """Hand a mail to the mail server, and note at once that it has it.

    A mail server cannot be asked whether it has a mail already. When the worker dies between
    the server's "accepted" and the note, the mail leaves again, with the same Message-ID, by
    which the receiving side knows it for the same.
    """
    if message := outbox.message_at_work():
        mail.extra_headers.setdefault("Message-ID", message_id(message))
    server = get_connection()
    server.open()
    try:
        server.send_messages([mail])
        outbox.effect_happened()
    finally:
        # A server that is silent at the farewell has the mail all the same.
        server.close()


def message_id(message: OutboxMessage) -> str:
    """The Message-ID of a row of the outbox, the same at every try (RFC 5322, 3.6.4)."""
    host = urlparse(settings.SITE_URL).hostname or "localhost"
    return f"<{message.created_at:%Y%m%d%H%M%S%f}.{message.pk}@{host}>"
