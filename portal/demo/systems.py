"""What systems of the demonstration heard and did not hear, and a mail that nobody took.

No machine stands behind the invented names: how it went is written as the worker would have.
"""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.core import leases
from portal.core.failures import NotTaken
from portal.core.models import OutboxMessage
from portal.core.outbox import remembered
from portal.core.queues import policy_of
from portal.demo.moments import moment, working_day_after
from registry.models import Delivery, Topic
from registry.webhooks.addresses import enter
from registry.webhooks.telling import try_address

ADDRESS = "https://systems.body.example/touchstone"
DOWN = NotTaken("HTTP 503")
#: Whose mail is refused.
UNKNOWN = "author@slxf.example"


def enter_webhook(body: Organisation) -> None:
    """The administrator of a body has its system told of filings and entries; once."""
    if body.webhooks.exists():
        return
    with moment(working_day_after(timezone.localdate(), -70), 10):
        administrator = User.objects.get(email="administrator@body.example")
        topics = [Topic.FILING_CHANGED.value, Topic.ENTRY_CHANGED.value]
        webhook, _secret = enter(body, administrator, address=ADDRESS, topics=topics)
        try_address(webhook, body)


def tell_how_it_went(body: Organisation) -> None:
    """The system took all messages but the newest, at which it was down; once."""
    if Delivery.objects.filter(attempts__gt=0).exists():
        return
    own = Delivery.objects.filter(webhook__organisation=body, message__isnull=False)
    newest, *earlier = own.select_related("message").order_by("-at", "-pk")
    for delivery in earlier:
        _write(delivery, attempts=1, status=204, taken_at=delivery.at + timedelta(seconds=2))
        _carried_out(delivery.message)
    _write(newest, attempts=_given_up(newest.message, DOWN), status=503, problem=str(DOWN))


def give_up_a_mail() -> None:
    """The newest mail to an author could not be delivered, and waits for the desk; once."""
    if OutboxMessage.objects.given_up().filter(kind="mail").exists():
        return
    mails = OutboxMessage.objects.waiting().filter(kind="mail", payload__to=UNKNOWN)
    newest = mails.order_by("-pk").first()
    if newest is not None:
        _given_up(newest, smtplib.SMTPRecipientsRefused({UNKNOWN: (550, b"5.1.1 user unknown")}))


def _write(delivery: Delivery, **how: Any) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(**how)


def _carried_out(message: OutboxMessage | None) -> None:
    lease = leases.take(message.pk, early=True) if message is not None else None
    if lease is not None:
        leases.finish(lease, remembered(lease.message))


def _given_up(message: OutboxMessage | None, problem: Exception) -> int:
    """Have the last of all tries fail; how many there were."""
    if message is None:
        return 0
    tries = policy_of(message.queue).attempts
    OutboxMessage.objects.filter(pk=message.pk).update(attempts=tries - 1)
    lease = leases.take(message.pk, early=True)
    if lease is not None:
        leases.fail(lease, problem)
    return tries
