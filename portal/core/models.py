"""Records shared by all packages: the outbox, and the base of every history."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.core.failures import Failure
from portal.core.queues import Queue


class AppendOnlyError(RuntimeError):
    """Something tried to change or delete a line of a history."""


class Event(models.Model):
    """One line of a record's history: what happened, who did it, when. Never changed."""

    event = models.CharField(_("event"), max_length=60)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("recorded at"), default=timezone.now)
    data = models.JSONField(default=dict, blank=True, encoder=DjangoJSONEncoder)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; a line that exists cannot be saved again."""
        if self.pk is not None:
            raise AppendOnlyError("A history is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: nothing is deleted from a history."""
        raise AppendOnlyError("Nothing is deleted from a history.")


class MessageState(models.TextChoices):
    """Where a message of the outbox is."""

    WAITING = "waiting", pgettext_lazy("message", "waiting")
    DELIVERED = "delivered", pgettext_lazy("message", "carried out")
    GIVEN_UP = "given_up", pgettext_lazy("message", "given up")
    SET_ASIDE = "set_aside", pgettext_lazy("message", "set aside")


class OutboxMessages(models.QuerySet["OutboxMessage"]):
    """Messages by what is to be done with them."""

    def waiting(self) -> OutboxMessages:
        """What has still to be carried out, now or later."""
        return self.filter(state=MessageState.WAITING)

    def due(self, now: datetime) -> OutboxMessages:
        """What may be carried out now: its pause is over and no worker holds it."""
        return self.free(now).filter(due_at__lte=now)

    def free(self, now: datetime) -> OutboxMessages:
        """What waits and no worker holds; a lease that has run out holds nothing."""
        unheld = models.Q(leased_until__isnull=True) | models.Q(leased_until__lt=now)
        return self.waiting().filter(unheld)

    def overdue(self, now: datetime, patience: timedelta) -> OutboxMessages:
        """What is due for so long although no worker is at its queue.

        Where one is, there is only much to do: it holds a message, or carried one out lately.
        """
        old = self.due(now).filter(due_at__lt=now - patience)
        held = models.Q(state=MessageState.WAITING, leased_until__gte=now)
        lately = models.Q(delivered_at__gte=now - patience)
        at_work = OutboxMessage.objects.filter(held | lately, queue=models.OuterRef("queue"))
        return old.filter(~models.Exists(at_work))

    def failing(self) -> OutboxMessages:
        """What was tried without success and will be tried again."""
        return self.waiting().exclude(failure="")

    def given_up(self) -> OutboxMessages:
        """What was tried often enough and waits for a person."""
        return self.filter(state=MessageState.GIVEN_UP)

    def load_of_queues(self) -> dict[str, dict[str, int]]:
        """How much waits in each queue, how much of it failed before, how much was given up."""
        waits = models.Q(state=MessageState.WAITING)
        counted: dict[str, Any] = {
            row["queue"]: row
            for row in self.filter(state__in=("waiting", "given_up"))
            .order_by()
            .values("queue")
            .annotate(
                waiting=models.Count("pk", filter=waits),
                failing=models.Count("pk", filter=waits & ~models.Q(failure="")),
                given_up=models.Count("pk", filter=models.Q(state=MessageState.GIVEN_UP)),
            )
        }
        names = ("waiting", "failing", "given_up")
        return {
            queue: {name: counted.get(queue, {}).get(name, 0) for name in names}
            for queue in Queue.values
        }


class OutboxMessage(models.Model):
    """A side effect that must happen once the transaction that wrote this row is committed.

    A worker that is at it holds a lease: until `leased_until` nobody else takes the row.
    """

    kind = models.CharField(max_length=40)
    queue = models.CharField(max_length=20, choices=Queue.choices, default=Queue.PUBLICATION)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    key = models.CharField(
        max_length=200,
        unique=True,
        null=True,
        blank=True,
        help_text=_("Two rows for the same effect would have the same key, so there is one."),
    )
    state = models.CharField(
        max_length=10, choices=MessageState.choices, default=MessageState.WAITING
    )
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(null=True, blank=True)
    leased_by = models.CharField(max_length=100, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=20, choices=Failure.choices, blank=True)
    last_error = models.TextField(blank=True)

    objects = OutboxMessages.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["queue", "due_at"],
                name="outbox_waiting",
                condition=models.Q(state="waiting"),
            ),
            # Nearly all rows are delivered; what is asked for is the rest.
            models.Index(
                fields=["queue", "state"],
                name="outbox_unfinished",
                condition=models.Q(state__in=["waiting", "given_up"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="delivered", delivered_at__isnull=False)
                | ~models.Q(state="delivered") & models.Q(delivered_at__isnull=True),
                name="what_was_carried_out_says_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state="waiting") | models.Q(leased_until__isnull=True),
                name="only_what_waits_is_held_by_a_worker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def record_event(self, **event: Any) -> OutboxEvent:
        """Append one event to the message's history."""
        return OutboxEvent.objects.create(message=self, **event)


class OutboxEvent(Event):
    """What became of a message that could not be carried out, and who saw to it."""

    message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, related_name="events")

    def __str__(self) -> str:
        return f"{self.message_id} {self.event}"
