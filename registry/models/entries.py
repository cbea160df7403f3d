"""The legal effect: entries of the register, the versions they list, their dated events."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.core.models import Event
from registry.querysets import EntryQuerySet
from registry.states import EntryState, PublicStatus, public_status
from schemes.models import Scheme, Version


class Entry(models.Model):
    """One row of the register: a scheme as filed by one certification body. Never deleted."""

    number = models.CharField(_("register number"), max_length=20, unique=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entries")
    rule_number = models.CharField(_("rule number"), max_length=80)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=20, choices=EntryState.choices, default=EntryState.LISTED
    )
    listed_at = models.DateTimeField(_("listed"), default=timezone.now)
    effective_from = models.DateField(_("in force from"))
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    end_reason = models.TextField(_("reason of the end"), blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-listed_at", "-pk"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organisation"], name="one_entry_per_scheme_and_body"
            ),
            models.UniqueConstraint(
                fields=["organisation", "rule_number"], name="rule_number_is_unique_per_body"
            ),
            models.CheckConstraint(
                condition=Q(state=EntryState.LISTED) | Q(ended_on__isnull=False),
                name="ended_entry_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The permanent address of the scheme."""
        return reverse("register:scheme", args=[self.number])

    def status_on(self, day: date) -> PublicStatus:
        """What the public is told about this entry on a day."""
        return public_status(day, self.state, self.effective_from, self.expires_on, self.ended_on)

    @property
    def status(self) -> PublicStatus:
        """What the public is told today."""
        return self.status_on(timezone.localdate())

    def record_event(self, **event: Any) -> EntryEvent:
        """Append one line to this entry's public history."""
        return self.events.create(**event)


class ListedVersion(models.Model):
    """A version that the register has listed; the newest one is the text in force."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="listed_versions")
    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="listed")
    label = models.CharField(_("version"), max_length=40)
    listed_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entry", "-listed_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.entry} {self.label}"


class EntryEvent(Event):
    """A dated event in the public life of an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="events")
    effective_on = models.DateField(_("takes effect"), default=timezone.localdate)

    @property
    def label(self) -> Any:
        """The event in words."""
        return ENTRY_EVENT_LABELS.get(self.event, self.event)


ENTRY_EVENT_LABELS: dict[str, Any] = {
    "filed": _("Filed and listed"),
    "corrected": _("New version after a request for correction"),
    "amended": _("Amended"),
    "correction_requested": _("Correction requested"),
    "reviewed": _("Reviewed without objection"),
    "deregistered": _("Deregistered at the body's own wish"),
}
