"""That a scheme of the register goes to another certification body: asked, accepted, decided.

What was carried out is the history of its owners; who owned it before reads what was filed then.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.core.models import Event
from registry.models.entry_proposals import EntryProposal
from registry.states import STANDING_OWNER_CHANGES, OwnerChangeCause, OwnerChangeState


class OwnerChangeQuerySet(QuerySet["OwnerChange"]):
    """Changes of owner by what became of them."""

    def standing(self) -> OwnerChangeQuerySet:
        """Those that wait for the other body or for the regulator."""
        return self.filter(state__in=STANDING_OWNER_CHANGES)

    def accepted(self) -> OwnerChangeQuerySet:
        """Those on which the regulator has to decide."""
        return self.filter(state=OwnerChangeState.ACCEPTED)

    def unproposed(self) -> OwnerChangeQuerySet:
        """Those for which no officer has proposed anything that waits."""
        return self.exclude(entry__proposals__in=EntryProposal.objects.waiting())

    def carried_out(self) -> OwnerChangeQuerySet:
        """The history of owners, in its order."""
        done = self.filter(state=OwnerChangeState.CARRIED_OUT)
        return done.select_related("from_body", "to_body").order_by("done_on", "pk")


def owned_since(bodies: Any) -> Q:
    """Filings of schemes that went over to one of these bodies, whoever filed them."""
    done = OwnerChange.objects.filter(state=OwnerChangeState.CARRIED_OUT)
    theirs = done.filter(entry__scheme=OuterRef("scheme"), from_body=OuterRef("organisation"))
    return Q(Exists(theirs.filter(entry__organisation__in=bodies)))


def owned_before(bodies: Any) -> Q:
    """Filings that were made while one of these bodies owned their scheme."""
    done = OwnerChange.objects.filter(state=OwnerChangeState.CARRIED_OUT, from_body__in=bodies)
    theirs = done.filter(
        entry__scheme=OuterRef("scheme"), done_on__gte=OuterRef("submitted_at__date")
    )
    return Q(Exists(theirs))


class OwnerChange(models.Model):
    """One scheme goes from one body to another, from the request to its outcome. Never deleted."""

    entry = models.ForeignKey(
        "registry.Entry", on_delete=models.PROTECT, related_name="owner_changes"
    )
    from_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("owner so far")
    )
    to_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("new owner")
    )
    cause = models.CharField(_("cause"), max_length=20, choices=OwnerChangeCause.choices)
    state = models.CharField(_("state"), max_length=20, choices=OwnerChangeState.choices)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    done_on = models.DateField(_("carried out"), null=True, blank=True)

    objects = OwnerChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("change of owner")
        verbose_name_plural = _("changes of owner")
        constraints = [
            models.UniqueConstraint(
                fields=["entry"],
                condition=Q(state__in=sorted(STANDING_OWNER_CHANGES)),
                name="one_standing_change_of_owner",
            ),
            models.CheckConstraint(
                condition=Q(state=OwnerChangeState.CARRIED_OUT, done_on__isnull=False)
                | (~Q(state=OwnerChangeState.CARRIED_OUT) & Q(done_on__isnull=True)),
                name="what_was_carried_out_was_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry} · {self.from_body} → {self.to_body}"

    def record_event(self, **event: Any) -> OwnerChangeEvent:
        """Append one line to its history."""
        return self.events.create(**event)


class OwnerChangeEvent(Event):
    """One line of the history of a change of owner."""

    change = models.ForeignKey(OwnerChange, on_delete=models.PROTECT, related_name="events")
