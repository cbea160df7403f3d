"""How often and in which language people get mail; news gathered into digests.

A legal notice, such as a decision or a request for correction, is no news: it goes at once to
everybody, in both languages, the one that the person reads first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.dispatch import receiver
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from portal.accounts.mail_models import Frequency, HeldMail, MailWishes
from portal.accounts.models import User
from portal.core import outbox
from portal.core.daily import each_day
from portal.core.mail import BETWEEN, LANGUAGES, Wish, mail_addressed, rendered, send_now
from portal.core.queues import Queue

MONDAY = 0


def wishes_of(user: User) -> MailWishes:
    """What the person wishes, or what holds for who said nothing."""
    return MailWishes.objects.filter(user=user).first() or MailWishes(user=user)


@receiver(mail_addressed, dispatch_uid="accounts.mail_wishes")
def tell_wishes(sender: Any, addresses: Collection[str], **kwargs: Any) -> dict[str, Wish]:
    """The wishes of the people who have these addresses; one query."""
    rows = MailWishes.objects.filter(user__email__in=addresses).select_related("user")
    return {row.user.email: _wish(row) for row in rows}


def _wish(row: MailWishes) -> Wish:
    hold = None if row.frequency == Frequency.AT_ONCE else partial(_hold, row)
    return Wish(row.language or None, hold)


def _hold(row: MailWishes, template: str, context: dict[str, Any], key: str | None) -> None:
    """Keep a mail for the digest; who wants none gets none."""
    if row.frequency == Frequency.NEVER:
        return
    words = {"user": row.user, "template": template, "context": context}
    if key is None:
        HeldMail.objects.create(**words)
    else:
        HeldMail.objects.get_or_create(key=key, defaults=words)


@each_day("digests")
def send_digests(day: date) -> None:
    """Have the digest of each person sent whose day it is."""
    waiting = HeldMail.objects.filter(sent_at=None)
    people = set(waiting.values_list("user_id", "user__mail_wishes__frequency"))
    for pk, frequency in sorted(people):
        if frequency != Frequency.WEEKLY or day.weekday() == MONDAY:
            outbox.put("digest", {"user": pk}, key=f"digest:{pk}:{day}")
    over = timezone.now() - timedelta(days=settings.OUTBOX["KEYS_KEPT_DAYS"])
    HeldMail.objects.filter(sent_at__lt=over).delete()


@outbox.handles("digest", Queue.MAIL)
def send_digest(payload: Mapping[str, Any]) -> None:
    """One mail with all that waits for a person; what came since is in it as well."""
    user = User.objects.filter(pk=payload["user"], is_active=True).first()
    held = HeldMail.objects.filter(user_id=payload["user"], sent_at=None)
    rows = list(held)
    wishes = wishes_of(user) if user is not None else None
    if wishes is not None and rows and wishes.frequency != Frequency.NEVER:
        subject, body = _digest(rows, wishes.language)
        send_now(EmailMessage(subject=subject, body=body, to=[wishes.user.email]))
    done = held.filter(pk__in=[row.pk for row in rows])
    done.update(sent_at=timezone.now(), context={})


def _digest(rows: list[HeldMail], language: str) -> tuple[str, str]:
    """Subject and text: each mail below its own subject, in one language or in both."""
    subjects, bodies = [], []
    for each in [language] if language else LANGUAGES:
        mails = [rendered(row.template, row.context, only=each) for row in rows]
        with translation.override(each):
            count = len(rows)
            subject = ngettext("%(count)d message", "%(count)d messages", count) % {"count": count}
            subjects.append(f"Touchstone: {subject}")
            words = {"mails": mails, "SITE_URL": settings.SITE_URL}
            bodies.append(render_to_string("mail/digest.txt", words).strip())
    return " / ".join(subjects), BETWEEN.join(bodies) + "\n"
