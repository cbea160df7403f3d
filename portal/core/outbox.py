"""Side effects leave through here: a row now, carried out by the worker after the commit.

The row is the unit of work. A worker takes a lease on it, carries it out and notes that it is
done; what fails is tried again after a growing pause and, after the last try, given up and shown
at the desk. A handler may run twice (a worker can die between the effect and the note that it
happened), so each must be safe to repeat.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from portal.core import leases
from portal.core.leases import Lease
from portal.core.models import MessageState, OutboxMessage
from portal.core.queues import Queue

if TYPE_CHECKING:
    from collections.abc import Iterator

logger = logging.getLogger(__name__)

Handler = Callable[[Mapping[str, Any]], None]
#: Told how many seconds the work may go on without another sign of life; None when it has ended.
Watch = Callable[[float | None], None]

HANDLERS: dict[str, Handler] = {}
QUEUES: dict[str, Queue] = {}
#: What of a message's payload is nobody's business once it is carried out.
FORGOTTEN: dict[str, frozenset[str]] = {}


def handles(
    kind: str, queue: Queue, *, forgets: Iterable[str] = ()
) -> Callable[[Handler], Handler]:
    """Register the function that carries out messages of this kind, and the queue they wait in.

    What it `forgets` of the payload is taken out of the row with the note that it is done.
    """

    def register(handler: Handler) -> Handler:
        HANDLERS[kind] = handler
        QUEUES[kind] = queue
        FORGOTTEN[kind] = frozenset(forgets)
        return handler

    return register


def remembered(message: OutboxMessage) -> dict[str, Any]:
    """The payload without what is forgotten."""
    forgotten = FORGOTTEN.get(message.kind, frozenset())
    return {name: value for name, value in message.payload.items() if name not in forgotten}


def is_whole(message: OutboxMessage) -> bool:
    """Whether the message still has all that it takes to carry it out."""
    return FORGOTTEN.get(message.kind, frozenset()) <= message.payload.keys()


def put(kind: str, payload: dict[str, Any], *, key: str | None = None) -> OutboxMessage:
    """Write one message into the transaction that is under way; with a key, only once ever."""
    if kind not in HANDLERS:
        raise LookupError(f"Nobody handles outbox messages of kind {kind!r}.")
    row = {"kind": kind, "payload": payload, "queue": QUEUES.get(kind, Queue.PUBLICATION)}
    if key is None:
        return OutboxMessage.objects.create(**row)
    message, _created = OutboxMessage.objects.get_or_create(key=key, defaults=row)
    return message


class Delivery:
    """One try that is under way."""

    def __init__(self, lease: Lease, watch: Watch) -> None:
        self.lease = lease
        self.watch = watch
        self.is_noted = False

    def note(self) -> None:
        """Write down that the effect has happened."""
        self.is_noted = True
        if not leases.finish(self.lease, remembered(self.lease.message)):
            logger.warning("%s was carried out after its lease had run out", self.lease.message)


_under_way: ContextVar[Delivery | None] = ContextVar("outbox_delivery", default=None)


def message_at_work() -> OutboxMessage | None:
    """The message that is being carried out; None outside the worker."""
    delivery = _under_way.get()
    return delivery.lease.message if delivery else None


def still_at_work() -> None:
    """Ask for as much time again; a handler that does much calls it between two portions.

    Raises:
        LeaseLost: another worker has taken over.
    """
    if delivery := _under_way.get():
        leases.renew(delivery.lease)
        delivery.watch(delivery.lease.policy.limit)


def effect_happened() -> None:
    """Note at once that the effect cannot be taken back; what the handler still does is tidying.

    The moment between the effect and this note is all that is left for it to happen twice.
    """
    if delivery := _under_way.get():
        delivery.note()


def _unwatched(_seconds: float | None) -> None:
    """Nobody ends what takes too long."""


def deliver(message_id: int) -> bool:
    """Carry out one message now, even in its pause; whether it is done, now or before."""
    lease = leases.take(message_id, early=True)
    if lease is None:
        done = OutboxMessage.objects.filter(pk=message_id, state=MessageState.DELIVERED)
        return done.exists()
    return _carry_out(lease, _unwatched)


def deliver_next(queue: str, watch: Watch = _unwatched) -> bool | None:
    """Carry out what is due in one queue for the longest; None when nothing is."""
    now = timezone.now()
    due = OutboxMessage.objects.due(now).filter(queue=queue).order_by("due_at", "pk")
    # Another worker may be quicker with the first ones.
    for pk in due.values_list("pk", flat=True)[:10]:
        if lease := leases.take(pk):
            return _carry_out(lease, watch)
    return None


def deliver_waiting(*, early: bool = False) -> tuple[int, int]:
    """Carry out once all that is due, oldest first; returns how many were done, how many failed.

    `early` includes what failed before and is in its pause.
    """
    now = timezone.now()
    rows = OutboxMessage.objects.free(now) if early else OutboxMessage.objects.due(now)
    results = [
        _carry_out(lease, _unwatched)
        for pk in list(rows.values_list("pk", flat=True))
        if (lease := leases.take(pk, early=early))
    ]
    return results.count(True), results.count(False)


def _carry_out(lease: Lease, watch: Watch) -> bool:
    with _delivery(lease, watch) as delivery:
        try:
            HANDLERS[lease.message.kind](lease.message.payload)
        except Exception as problem:  # the next message must not wait for this one
            logger.exception("Outbox message %s (%s) failed", lease.message.pk, lease.message.kind)
            if not delivery.is_noted:
                leases.fail(lease, problem)
        else:
            if not delivery.is_noted:
                delivery.note()
    return delivery.is_noted


@contextmanager
def _delivery(lease: Lease, watch: Watch) -> Iterator[Delivery]:
    delivery = Delivery(lease, watch)
    outer = _under_way.set(delivery)
    watch(lease.policy.limit)
    try:
        yield delivery
    finally:
        watch(None)
        _under_way.reset(outer)
