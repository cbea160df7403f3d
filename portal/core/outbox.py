"""Side effects leave through here: a row now, carried out by the worker after the commit.

A handler may run twice (a worker can die between the effect and the note that it happened), so
each must be safe to repeat.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from portal.core.models import OutboxMessage

logger = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, Any]], None]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that carries out messages of this kind."""

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        return handler

    return register


def put(kind: str, payload: dict[str, Any], *, key: str | None = None) -> OutboxMessage:
    """Write one message into the transaction that is under way; with a key, only once ever."""
    if kind not in HANDLERS:
        raise LookupError(f"Nobody handles outbox messages of kind {kind!r}.")
    if key is None:
        message = OutboxMessage.objects.create(kind=kind, payload=payload)
    else:
        message, created = OutboxMessage.objects.get_or_create(
            key=key, defaults={"kind": kind, "payload": payload}
        )
        if not created:
            return message
    transaction.on_commit(lambda: deliver_later.enqueue(message.pk))
    return message


@task()
def deliver_later(message_id: int) -> None:
    """The worker's door to `deliver`."""
    deliver(message_id)


def deliver(message_id: int) -> bool:
    """Carry out one message unless that is done; a failure is noted and can be tried again."""
    message = OutboxMessage.objects.get(pk=message_id)
    if message.delivered_at is not None:
        return True
    try:
        HANDLERS[message.kind](message.payload)
    except Exception as failure:  # the next message must not wait for this one
        logger.exception("Outbox message %s (%s) failed", message.pk, message.kind)
        OutboxMessage.objects.filter(pk=message.pk).update(
            attempts=message.attempts + 1, last_error=repr(failure)[:2000]
        )
        return False
    OutboxMessage.objects.filter(pk=message.pk).update(
        attempts=message.attempts + 1, delivered_at=timezone.now(), last_error=""
    )
    return True


def deliver_waiting() -> tuple[int, int]:
    """Carry out all that waits, oldest first; returns how many were done and how many failed."""
    waiting = OutboxMessage.objects.filter(delivered_at__isnull=True).values_list("pk", flat=True)
    results = [deliver(pk) for pk in list(waiting)]
    return results.count(True), results.count(False)
