"""Which of a body's systems hear of an event, and what they are told.

A message says what happened to which record, no more: whoever wants to know the rest asks the API
with a token. It is written in the transaction of the event and leaves through a queue of its own,
so that a system that does not answer holds up neither mail nor anybody else's records.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.core import outbox
from portal.core.daily import each_day
from portal.core.failures import NotTaken
from portal.core.localised import in_both_languages
from portal.core.queues import Queue
from registry.lifecycle import entry_state_choices
from registry.models import (
    TEST,
    Delivery,
    Entry,
    EntryEvent,
    Filing,
    FilingEvent,
    OwnerChange,
    Topic,
    Webhook,
)
from registry.opendata.records import absolute
from registry.procedure.timeline import event_label
from registry.register.acts.owners import ChangeOwner
from registry.register.telling import events_written
from registry.tracks import events_inside, state_of
from registry.webhooks.sending import send

logger = logging.getLogger(__name__)

TAKEN = range(200, 300)
#: The receiver says that this address is no more (RFC 9110, 15.5.11).
GONE = 410


@receiver(post_save, sender=FilingEvent, dispatch_uid="registry.webhooks.filing")
def tell_of_filing(instance: FilingEvent, created: bool, **kwargs: Any) -> None:
    """What the body is told of a filing, its systems are told as well."""
    if not created or instance.event in events_inside():
        return
    filing = instance.filing
    moved = instance.from_state != instance.to_state
    topic = Topic.FILING_CHANGED if moved else Topic.FILING_NOTED
    state = state_of(instance.to_state)
    told = {
        "filing": filing.number,
        "event": instance.event,
        "label": in_both_languages(event_label(instance.event)),
        "state": {
            "label": in_both_languages(state.told_to_body(filing.lost_effect)),
            "is_closed": state.is_closed,
        },
        "address": absolute(reverse("api-1:filing", args=[filing.number])),
    }
    for body in _concerned(filing, instance.event):
        _tell(body, topic, instance.at, told)


@receiver(post_save, sender=EntryEvent, dispatch_uid="registry.webhooks.entry")
def tell_of_entry(instance: EntryEvent, created: bool, **kwargs: Any) -> None:
    """What happens in the life of an entry is public."""
    if created:
        _tell_of_entry(instance)


@receiver(events_written, dispatch_uid="registry.webhooks.entries")
def tell_of_entries(events: Sequence[EntryEvent], **kwargs: Any) -> None:
    """The same of events that were written together; most bodies have no system that hears."""
    hearing = set(Webhook.objects.in_use().values_list("organisation_id", flat=True))
    for event in events:
        if hearing.intersection(_concerned(event.entry, event.event)):
            _tell_of_entry(event)


def _tell_of_entry(event: EntryEvent) -> None:
    entry = event.entry
    told = {
        "entry": entry.number,
        "event": event.event,
        "label": in_both_languages(event.label),
        "state": {"label": in_both_languages(dict(entry_state_choices()).get(entry.state, ""))},
        "address": absolute(reverse("api-1:scheme", args=[entry.number])),
    }
    for body in _concerned(entry, event.event):
        _tell(body, Topic.ENTRY_CHANGED, event.at, told)


def _concerned(record: Filing | Entry, event: str) -> list[int]:
    """The body whose it is; that it went over, the owner before hears as well, for the last time.

    By key.
    """
    if event != ChangeOwner.event:
        return [record.organisation_id]
    change = OwnerChange.objects.carried_out().filter(entry__scheme=record.scheme_id).last()
    return [record.organisation_id, *([change.from_body_id] if change is not None else [])]


def _tell(organisation: int, topic: str, at: datetime, data: dict[str, Any]) -> None:
    for webhook in Webhook.objects.in_use().filter(organisation=organisation):
        if topic in webhook.topics:
            put(webhook, topic, at, data)


def put(webhook: Webhook, topic: str, at: datetime, data: Mapping[str, Any]) -> Delivery:
    """Write one message for one address into its queue."""
    body = {"type": str(topic), "timestamp": at.isoformat(), "data": dict(data)}
    delivery = Delivery.objects.create(
        webhook=webhook,
        identifier=f"msg_{secrets.token_urlsafe(18)}",
        topic=str(topic),
        body=body,
    )
    return put_again(delivery)


def put_again(delivery: Delivery) -> Delivery:
    """The same message, with all its tries before it."""
    delivery.message = outbox.put("webhook", {"delivery": delivery.pk})
    delivery.save(update_fields=["message"])
    return delivery


def try_address(webhook: Webhook, organisation: Organisation) -> Delivery:
    """A message that says nothing but that the address works."""
    return put(webhook, TEST, timezone.now(), {"body": organisation.name_text})


@outbox.handles("webhook", Queue.WEBHOOKS)
def deliver(payload: Mapping[str, Any]) -> None:
    """Send one message; what the receiver does not take is sent again later.

    Raises:
        NotTaken: it did not answer, or not with 2xx.
    """
    found = Delivery.objects.select_related("webhook").filter(pk=payload["delivery"])
    delivery = found.first()
    if delivery is None or delivery.taken_at is not None or delivery.webhook.ended_at is not None:
        return
    status, problem = 0, ""
    try:
        status = send(delivery)
    except NotTaken as refusal:
        problem = str(refusal)
    if status not in TAKEN:
        problem = problem or f"HTTP {status}"
    found.update(
        attempts=F("attempts") + 1,
        status=status,
        problem=problem[:300],
        taken_at=None if problem else timezone.now(),
    )
    if status == GONE:
        Webhook.objects.filter(pk=delivery.webhook_id).update(ended_at=timezone.now())
    elif problem:
        raise NotTaken(problem)


@each_day("webhook_deliveries")
def forget_deliveries(day: date) -> None:
    """What was sent is kept for some days."""
    kept = timezone.make_aware(datetime.combine(day, time.min))
    kept -= timedelta(days=settings.WEBHOOKS["KEPT_DAYS"])
    Delivery.objects.filter(at__lt=kept).delete()
