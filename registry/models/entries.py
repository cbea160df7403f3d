"""The legal effect: entries of the register, the versions they list, their dated events."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, seated_in, sees_desk, territory_of
from portal.core.models import Event
from portal.reference.models import NationalScheme
from registry.caveat import Caveat
from registry.delegable import ON_FILINGS
from registry.impartiality import forget_parts, has_part_in_entry
from registry.lifecycle import delegable_behind, entry_events, entry_state_choices
from registry.models.delegations import acting_for
from registry.models.entry_proposals import EntryProposal
from registry.models.publication import Publication
from registry.models.spans import without_approval
from registry.public_status import PublicStatus, public_status, status_asked
from registry.states import ENDED_ENTRY_STATES, EntryState, last_issue
from schemes.models import Scheme, Version

#: The way from an entry to its body.
OWNER = "organisation__"


class EntryQuerySet(QuerySet["Entry"]):
    """Entries of the register; all of them are public, for ever."""

    def listed(self) -> EntryQuerySet:
        """Those that have not ended."""
        return self.exclude(state__in=ENDED_ENTRY_STATES)

    def ended(self) -> EntryQuerySet:
        """Those that stay as a record."""
        return self.filter(state__in=ENDED_ENTRY_STATES)

    def untouched_by(self, user: Visitor) -> EntryQuerySet:
        """Those that a person can judge impartially."""
        return self.exclude(has_part_in_entry(user))

    def seen_at_desk(self, user: Visitor) -> EntryQuerySet:
        """Those that a person sees at the desk: all, or of a branch those of its territory."""
        return self if sees_desk(user) else self.filter(seated_in(territory_of(user), OWNER))

    def with_status(self, day: date) -> EntryQuerySet:
        """With what the public is told on a day, as `status_code`."""
        asked = status_asked(day, without_approval(day, "publication"))
        return self.annotate(status_code=asked)


class Entry(models.Model):
    """One row of the register: a scheme as filed by one certification body. Never deleted."""

    number = models.CharField(_("register number"), max_length=20, unique=True)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="entries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entries")
    rule_number = models.CharField(_("rule number"), max_length=80)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=20, choices=entry_state_choices, default=EntryState.LISTED
    )
    listed_at = models.DateTimeField(_("listed"), default=timezone.now)
    effective_from = models.DateField(_("in force from"))
    expires_on = models.DateField(_("expires"), null=True, blank=True)
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    end_reason = models.TextField(_("reason of the end"), blank=True)
    no_new_after = models.DateField(
        _("no new certificates after"),
        null=True,
        blank=True,
        help_text=_("The last day on which certificates are issued, where an act has set one."),
    )
    certificates_until = models.DateField(
        _("certificates valid until"),
        null=True,
        blank=True,
        help_text=_("The last day on which any certificate is valid, where an act has set one."),
    )
    absorbed_by = models.ForeignKey(
        NationalScheme,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The national scheme that took its place."),
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("The entry that follows one that has ended."),
    )
    pilot_until = models.DateField(
        _("pilot until"),
        null=True,
        blank=True,
        help_text=_("The last day of a pilot; empty of what is in force for good."),
    )
    state_until = models.DateField(
        _("the state ends by itself after"),
        null=True,
        blank=True,
        help_text=_("Such as the last day of a suspension."),
    )

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
                condition=~Q(state__in=sorted(ENDED_ENTRY_STATES)) | Q(ended_on__isnull=False),
                name="ended_entry_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The permanent address of the scheme."""
        return reverse("register:scheme", args=[self.number])

    @property
    def has_ended(self) -> bool:
        """Whether it stays as a record alone; any other entry is listed."""
        return self.state in ENDED_ENTRY_STATES

    def status_on(self, day: date) -> PublicStatus:
        """What the public is told about this entry on a day."""
        dates = (self.effective_from, self.expires_on, self.ended_on)
        published = self.published
        gaps = published.gaps_of_approval if published is not None else ()
        last, pilot = self.state_until, self.pilot_until
        return public_status(day, self.state, *dates, gaps, state_until=last, pilot_until=pilot)

    @property
    def last_issue_on(self) -> date | None:
        """The last day on which certificates are issued under it, where one is known."""
        return last_issue(self.no_new_after, self.expires_on, self.ended_on, self.pilot_until)

    @property
    def published(self) -> Publication | None:
        """Its publication; None where it was not made yet."""
        return getattr(self, "publication", None)

    @property
    def caveats_today(self) -> list[Caveat]:
        """What the regulator's registers say against it today."""
        published = self.published
        return published.caveats_today if published is not None else []

    @property
    def status(self) -> PublicStatus:
        """What the public is told today."""
        return self.status_on(timezone.localdate())

    @property
    def waiting_proposal(self) -> EntryProposal | None:
        """What an officer proposed to do to it and nobody has ruled on; one at most."""
        waiting = self.proposals.waiting().select_related("proposed_by")
        return waiting.order_by("-pk").first()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Also who has a part in it is asked anew."""
        super().refresh_from_db(*args, **kwargs)
        forget_parts(self)

    def record_event(self, **event: Any) -> EntryEvent:
        """Append one line to this entry's public history.

        What somebody of a branch does says by which delegation, and for whom.
        """
        may_be = (*delegable_behind(event["event"]), *ON_FILINGS)
        held = acting_for(event.get("actor"), self.organisation, may_be)
        if held is not None:
            event["data"] = {**event.get("data", {}), **held.told()}
        return self.events.create(**event)


class ListedVersion(models.Model):
    """A version that the register has listed; the newest one is the text in force."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="listed_versions")
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="listings", related_query_name="listed"
    )
    label = models.CharField(_("version"), max_length=40)
    listed_at = models.DateTimeField(default=timezone.now)
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entry", "-listed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "version"], name="an_entry_lists_a_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.label}"


class EntryEvent(Event):
    """A dated event in the public life of an entry."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="events")
    effective_on = models.DateField(_("takes effect"), default=timezone.localdate)

    @property
    def label(self) -> Any:
        """The event in words."""
        return ENTRY_EVENT_LABELS.get(self.event) or entry_events().get(self.event, self.event)


#: What filings and reviews leave in the public history; the acts on entries declare the rest.
ENTRY_EVENT_LABELS: dict[str, Any] = {
    "filed": _("Filed and listed"),
    "taken_over": _("Taken over from paper"),
    "approved": _("Approved and listed"),
    "entered": _("Registered and listed"),
    "issued": _("Issued and listed"),
    "promise_kept": _("The promise on which it was listed was verified"),
    "corrected": _("New version after a request for correction"),
    "amended": _("Amended"),
    "correction_requested": _("Correction requested"),
    "withdrawn": _("Filing withdrawn by the body before its outcome"),
    "reviewed": _("Reviewed without objection"),
}
