"""Mail to people: both languages in one message, the Chinese text first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.dispatch import Signal
from django.template.loader import render_to_string
from django.utils import translation

from portal.core import outbox
from portal.core.models import OutboxMessage
from portal.core.queues import Queue

LANGUAGES = ("zh-hans", "en")
#: What stands between the languages of a mail.
BETWEEN = "\n\n----------\n\n"
#: What template tags on lines of their own leave behind.
BLANK_LINES = re.compile(r"\n{3,}")


#: Asked with `addresses` before mails are written; answers the wishes of those it knows.
mail_addressed = Signal()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the person of an address wishes about mail."""

    #: The one language that they want to read.
    language: str | None = None
    #: Takes news that are not to go at once: template, context, key.
    hold: Callable[[str, dict[str, Any], str | None], None] | None = None


def send_later(
    template: str,
    recipients: Iterable[str],
    context: dict[str, Any],
    *,
    key: str | None = None,
    first: str | None = None,
    news: bool = False,
) -> None:
    """Put one mail per person into the outbox; `template` names `templates/mail/<template>.txt`.

    The template's first line is the subject. The context must be plain JSON values. One row
    per person, so that a failure on the way to one does not send the mail to the others again.
    `first` is the language of the two that the person is known to read. `news` may wait for the
    person's digest, or not be wanted at all; everything else goes to everybody at once.
    """
    addresses = sorted(set(recipients))
    wishes = _wishes_of(addresses)
    for address in addresses:
        wish = wishes.get(address, Wish())
        own_key = key_for(key, address) if key else None
        if news and wish.hold is not None:
            wish.hold(template, context, own_key)
            continue
        payload: dict[str, Any] = {"template": template, "to": address, "context": context}
        if first or wish.language:
            payload["first"] = first or wish.language
        if news and wish.language:
            payload["only"] = wish.language
        outbox.put("mail", payload, key=own_key)


def _wishes_of(addresses: list[str]) -> dict[str, Wish]:
    wishes: dict[str, Wish] = {}
    if addresses:
        told: list[Any] = mail_addressed.send(sender=send_later, addresses=addresses)
        for _receiver, known in told:
            wishes |= known
    return wishes


def key_for(key: str, address: str) -> str:
    """The key of the row for one person, of mails that were sent under a common key."""
    return f"{key}:{_mark_of(address)}"


def _mark_of(address: str) -> str:
    """What stands for the address in a key: as short for the longest, and telling nobody."""
    return hashlib.sha256(address.encode()).hexdigest()[:16]


def rendered(
    template: str,
    context: Mapping[str, Any],
    first: str | None = None,
    only: str | None = None,
) -> tuple[str, str]:
    """Subject and body of a mail in both languages; Chinese first unless it is to be another.

    `only` is one language, for who wants no other.
    """
    subjects, bodies = [], []
    for language in [only] if only else sorted(LANGUAGES, key=lambda each: each != first):
        with translation.override(language):
            text = render_to_string(
                f"mail/{template}.txt", {**context, "SITE_URL": settings.SITE_URL}
            )
        subject, _, body = text.strip().partition("\n")
        subjects.append(subject.strip())
        bodies.append(BLANK_LINES.sub("\n\n", body.strip()))
    return " / ".join(subjects), BETWEEN.join(bodies) + "\n"


@outbox.handles("mail", Queue.MAIL, forgets=["context"])
def send(payload: Mapping[str, Any]) -> None:
    """Send one mail of the outbox; whom it went to is remembered for a while, its words are not."""
    languages = {"first": payload.get("first"), "only": payload.get("only")}
    subject, body = rendered(payload["template"], payload["context"], **languages)
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
