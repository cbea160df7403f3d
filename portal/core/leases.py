"""Leases: for a time, a message of the outbox belongs to one worker.

Each step is one `UPDATE … WHERE` that changes the row or does not (compare and set), so two
workers never hold one row, on SQLite as little as on PostgreSQL. A worker that dies says nothing;
its lease runs out, and the next takes the row. The clocks of the machines may differ by less than
`OUTBOX["MARGIN"]`.
"""

from __future__ import annotations

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.failures import Failure, detail_of, failure_of
from portal.core.models import MessageState, OutboxMessage, OutboxMessages
from portal.core.moves import Move, kind_of, move_rows
from portal.core.queues import Policy, Queue, back_off, policy_of

logger = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

#: How often, and after how many seconds each, a note is tried that the database did not take.
NOTE_TRIES = 5
NOTE_PAUSE = 1.0

_MESSAGE = kind_of(OutboxMessage)
_WAITING = frozenset({MessageState.WAITING})
_WORKER = _("the worker")
#: What becomes of a message without any person.
CARRY_OUT = Move(
    _MESSAGE, _WAITING, MessageState.DELIVERED, label=_("Carry out a message"), who=_WORKER
)
GIVE_UP = Move(
    _MESSAGE,
    _WAITING,
    MessageState.GIVEN_UP,
    event="given_up",
    label=_("Give up after the last try"),
    who=_WORKER,
)
MOVES_OF_THE_WORKER = (CARRY_OUT, GIVE_UP)


class LeaseLost(Exception):
    """Another worker has the message now; whoever had it before stops."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One worker's hold on one message, for one try."""

    message: OutboxMessage
    holder: str

    @property
    def policy(self) -> Policy:
        """How the queue of the message is carried out."""
        return policy_of(self.message.queue)


def take(pk: int, *, early: bool = False) -> Lease | None:
    """Take a message for one try; None when it is not due, not waiting or somebody else's.

    `early` takes it before its pause is over. The try is counted when it begins, so a message
    that kills its worker is given up as well.
    """
    now = timezone.now()
    rows = OutboxMessage.objects.filter(pk=pk)
    message = (rows.free(now) if early else rows.due(now)).first()
    if message is None:
        return None
    policy = policy_of(message.queue)
    if message.leased_until is not None and message.attempts >= policy.attempts:
        _bury(message)
        return None
    holder = f"{socket.gethostname()[:50]}:{os.getpid()}:{uuid.uuid4().hex[:12]}"
    taken = rows.free(now).update(
        leased_by=holder, leased_until=now + policy.lease, attempts=message.attempts + 1
    )
    if not taken:
        return None
    message.attempts += 1
    return Lease(message, holder)


def renew(lease: Lease) -> None:
    """Hold the message for as long again.

    Raises:
        LeaseLost: it is somebody else's by now.
    """
    until = timezone.now() + lease.policy.lease
    if not _held(lease).update(leased_until=until):
        raise LeaseLost(f"{lease.message} is not held by {lease.holder} any more")


def _persistently(note: Callable[P, T]) -> Callable[P, T]:
    """Try again while the database is away: what is not noted would happen a second time."""

    @wraps(note)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        for _again in range(NOTE_TRIES - 1):
            try:
                return note(*args, **kwargs)
            except OperationalError:
                if connection.in_atomic_block:
                    raise
                logger.warning("The database did not take a note of the outbox", exc_info=True)
                connection.close()
                time.sleep(NOTE_PAUSE)
        return note(*args, **kwargs)

    return tried


@_persistently
def finish(lease: Lease, remembered: dict[str, Any]) -> bool:
    """Note that it is done, and keep no more of the payload than what is `remembered`.

    False when the lease had run out and another worker took over.
    """
    done = bool(
        move_rows(
            _held(lease),
            CARRY_OUT,
            delivered_at=timezone.now(),
            payload=remembered,
            leased_by="",
            leased_until=None,
            failure="",
            last_error="",
        )
    )
    if done and lease.message.queue == Queue.MAIL:
        _in_line().update(due_at=timezone.now())
    return done


@_persistently
def fail(lease: Lease, problem: Exception) -> None:
    """Note why it failed: it is tried again after a pause, or given up after the last try."""
    attempts = lease.message.attempts
    is_last = attempts >= lease.policy.attempts
    columns = {
        "due_at": timezone.now() + back_off(attempts),
        "leased_by": "",
        "leased_until": None,
        "failure": failure_of(problem),
        "last_error": detail_of(problem),
    }
    with transaction.atomic():
        held = _held(lease)
        noted = move_rows(held, GIVE_UP, **columns) if is_last else held.update(**columns)
        if noted and is_last:
            _record_given_up(lease.message, failure_of(problem))
        elif noted and failure_of(problem) == Failure.UNREACHABLE:
            _line_up()


def _in_line() -> OutboxMessages:
    """The mails that wait for a server which could not be reached."""
    away = OutboxMessage.objects.waiting().filter(queue=Queue.MAIL, failure=Failure.UNREACHABLE)
    return away.filter(leased_until=None)


def _line_up() -> None:
    """While the mail server is away its oldest mail is tried; the others stand behind it.

    They leave in the order in which they were written, use up no tries of their own, and go at
    once when the first one is through (`finish`).
    """
    first = _in_line().order_by("pk").first()
    if first is not None:
        _in_line().exclude(pk=first.pk).update(due_at=first.due_at)


def _held(lease: Lease) -> OutboxMessages:
    return OutboxMessage.objects.waiting().filter(pk=lease.message.pk, leased_by=lease.holder)


@transaction.atomic
def _bury(message: OutboxMessage) -> None:
    """Give up a message of which no try has come to an end, the last one neither."""
    lost = OutboxMessage.objects.waiting().filter(pk=message.pk, leased_by=message.leased_by)
    if move_rows(
        lost,
        GIVE_UP,
        leased_by="",
        leased_until=None,
        failure=Failure.INTERRUPTED,
        last_error=message.leased_by,
    ):
        _record_given_up(message, Failure.INTERRUPTED)


def _record_given_up(message: OutboxMessage, failure: Failure) -> None:
    logger.error("Outbox message %s (%s) was given up: %s", message.pk, message.kind, failure.value)
    message.record_event(
        event=GIVE_UP.event,
        from_state=MessageState.WAITING,
        to_state=GIVE_UP.to_state,
        data={"attempts": message.attempts, "failure": failure.value},
    )
