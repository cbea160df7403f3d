"""Whose turn it was on a filing, from when until when, and what brought it about."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models import Event
from registry.states import PauseCause
from registry.tracks import state_of


class IntervalQuerySet(QuerySet["Interval"]):
    """Intervals."""

    def running(self) -> IntervalQuerySet:
        """Those that have not ended; one of a filing at most."""
        return self.filter(ended_at__isnull=True)


class Interval(models.Model):
    """A time in which one clock of a filing ran, or stood. Written with the events around it.

    When its limit ends is worked out from these rows and the calendar (`registry.procedure.clock`)
    and kept nowhere.
    """

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="intervals"
    )
    clock = models.CharField(_("clock"), max_length=20)
    began_at = models.DateTimeField(_("began"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    cause = models.CharField(_("begun by"), max_length=60, help_text=_("An event of the filing."))
    pause = models.CharField(
        _("stands for"),
        max_length=20,
        choices=PauseCause.choices,
        blank=True,
        help_text=_("Why the clock does not count; empty while it runs."),
    )

    objects = IntervalQuerySet.as_manager()

    class Meta:
        ordering = ["filing", "began_at", "pk"]
        verbose_name = _("interval")
        verbose_name_plural = _("intervals")
        constraints = [
            models.UniqueConstraint(
                fields=["filing"], condition=Q(ended_at__isnull=True), name="one_running_interval"
            )
        ]

    def __str__(self) -> str:
        return f"{self.filing} {self.clock}"


def turn_aside(filing: Any, pause: str, event: str) -> None:
    """Let the clock that runs stand for a cause, or go on without one."""
    running = filing.intervals.running().get()
    now = timezone.now()
    running.ended_at = now
    running.save(update_fields=["ended_at"])
    filing.intervals.create(clock=running.clock, began_at=now, cause=event, pause=pause)


def keep_time(filing: Any, event: Event) -> None:
    """Stop the clock that ran before an event, and start the one that runs after it.

    A clock that stands goes on standing while the state changes under the same clock.
    """
    rule = state_of(event.to_state).clock if event.to_state else None
    running = filing.intervals.running().first()
    if running is not None and rule is not None and running.clock == rule.key:
        return
    if running is not None:
        running.ended_at = event.at
        running.save(update_fields=["ended_at"])
    if rule is not None:
        filing.intervals.create(clock=rule.key, began_at=event.at, cause=event.event)
