"""The procedure: filings, their submissions and history."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import (
    Visitor,
    authors_of,
    branches_of,
    may_decide_at_all,
    may_review,
    seated_in,
    sees_desk,
    territory_of,
)
from portal.core.models import Event
from registry.delegable import ON_FILINGS, DelegatedAct
from registry.impartiality import forget_parts, has_part, has_reviewed
from registry.models.decisions import Proposal
from registry.models.delegations import acting_for, delegated_to
from registry.models.intervals import Interval, keep_time
from registry.models.owner_changes import OwnerChange, owned_before, owned_since
from registry.tracks import (
    BODY,
    REGULATOR,
    Party,
    State,
    Track,
    state_choices,
    state_of,
    states_where,
    track_of,
)
from schemes.models import Scheme, Version


def answered_by(bodies: Any) -> Q:
    """Filings that one of these bodies answers: its own, or one whose review serves its text."""
    led = Filing.objects.open().filter(led_by=OuterRef("pk"))
    of_owner = led.filter(scheme__organisation=F("organisation"))
    own = Q(organisation__in=bodies) & ~Q(Exists(of_owner))
    return own | Q(Exists(of_owner.filter(organisation__in=bodies)))


#: What has become of the effect of a text of which a newer one is listed.
REPLACED = _("replaced by a newer version")
#: The same of a text whose scheme another body has now.
GONE_OVER = _("the scheme went to another body")


class FilingQuerySet(QuerySet["Filing"]):
    """Filings."""

    def visible_to(self, user: Visitor) -> FilingQuerySet:
        """All for those who review or decide; else those of one's bodies or one's territory."""
        if sees_desk(user):
            return self
        bodies = authors_of(user)
        own = Q(organisation__in=bodies) | owned_since(bodies) | owned_before(bodies)
        own |= Q(pk__in=self.filter(co_issuers__organisation__in=bodies).values("pk"))
        own |= answered_by(bodies)
        if branches_of(user):
            own |= seated_in(territory_of(user), "organisation__")
        return self.filter(own)

    def concerning(self, user: Visitor) -> FilingQuerySet:
        """Those of the person's bodies, and those that a ministry of theirs issues as well."""
        bodies = authors_of(user)
        named = self.model.objects.filter(co_issuers__organisation__in=bodies)
        return self.filter(Q(organisation__in=bodies) | Q(pk__in=named.values("pk")))

    def of_owners(self, scheme: Scheme) -> FilingQuerySet:
        """Those of a scheme's owner and of who owned it before.

        Not those of members beside it, nor of bodies that file its text under a licence.
        """
        own = Q(organisation=scheme.organisation_id)
        licensed = scheme.licences.values("organisation")
        before = Q(scheme__joint=None) & ~Q(organisation__in=licensed)
        return self.filter(own | before, scheme=scheme)

    def open(self) -> FilingQuerySet:
        """Those without a final outcome."""
        return self.filter(state__in=states_where(lambda state: not state.is_closed))

    def closed(self) -> FilingQuerySet:
        """Those with one."""
        return self.filter(state__in=states_where(lambda state: state.is_closed))

    def cases(self) -> FilingQuerySet:
        """Those with a review of their own: not those that another one's serves."""
        led = Q(led_by__isnull=False, led_by__closed_at__isnull=True, closed_at__isnull=True)
        return self.exclude(led)

    def reviewed_by_themselves(self) -> FilingQuerySet:
        """Without those that came to their outcome with another one, by its review."""
        return self.exclude(led_by__isnull=False, state=F("led_by__state"))

    def waiting_for(self, party: Party) -> FilingQuerySet:
        """Those on which a party's clock runs."""
        return self.filter(state__in=states_where(lambda state: state.waits_for is party))

    def longest_turn_first(self) -> FilingQuerySet:
        """In the order in which the clocks that run began."""
        running = Interval.objects.running().filter(filing=OuterRef("pk"))
        return self.order_by(Subquery(running.values("began_at")[:1]), "pk")

    def waiting_for_regulator(self) -> FilingQuerySet:
        """Those on which the regulator's clock runs."""
        return self.waiting_for(REGULATOR)

    def waiting_for_body(self) -> FilingQuerySet:
        """Those on which the body's clock runs."""
        return self.waiting_for(BODY)

    def touched_by(self, user: Visitor) -> FilingQuerySet:
        """Those in which the person has a part: `registry.impartiality` says which."""
        return self.filter(has_part(user))

    def untouched_by(self, user: Visitor) -> FilingQuerySet:
        """Those that the person can judge impartially."""
        return self.exclude(has_part(user))

    def decidable_by(self, user: Visitor) -> FilingQuerySet:
        """Those that wait for a decider and that this person may decide."""
        if not may_decide_at_all(user) and not branches_of(user):
            return self.none()
        own = self if may_decide_at_all(user) else self._delegated(user, DelegatedAct.DECIDE)
        proposed = states_where(lambda state: state.awaits_decision)
        waiting = own.filter(state__in=proposed).cases().untouched_by(user)
        return waiting.exclude(has_reviewed(user))

    def reviewable_by(self, user: Visitor) -> FilingQuerySet:
        """Those that this person may review: an officer, of a branch where it was delegated."""
        own = self if may_review(user) else self._delegated(user, DelegatedAct.REVIEW)
        return own.untouched_by(user)

    def _delegated(self, user: Visitor, act: DelegatedAct) -> FilingQuerySet:
        """Those for which an act is delegated to a person's branch, for all of a joint review."""
        held = delegated_to(user, act)
        led = Filing.objects.filter(led_by__isnull=False).exclude(held)
        return self.filter(held).exclude(pk__in=led.values("led_by"))


class Filing(models.Model):
    """One scheme put before the regulator on one track, from submission to outcome."""

    number = models.CharField(_("filing number"), max_length=20, unique=True)
    track = models.CharField(_("track"), max_length=20, default="filing")
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="filings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="filings")
    version = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        related_name="filings",
        help_text=_("The version that was submitted last."),
    )
    state = models.CharField(_("state"), max_length=30, choices=state_choices)
    round = models.PositiveIntegerField(_("round"), default=1)
    is_amendment = models.BooleanField(_("amendment of a listed scheme"), default=False)
    pilot_until = models.DateField(
        _("pilot until"),
        null=True,
        blank=True,
        help_text=_("The last day of the pilot as which it was handed in."),
    )
    in_fast_lane = models.BooleanField(
        _("in the fast lane"),
        default=False,
        help_text=_("Granted on its body’s request; its clocks run for a shorter time."),
    )
    submitted_at = models.DateTimeField(_("first submitted"), default=timezone.now)
    received_at = models.DateTimeField(
        _("last submitted"),
        default=timezone.now,
        help_text=_("When the regulator's clock last began."),
    )
    closed_at = models.DateTimeField(
        _("closed"), null=True, blank=True, help_text=_("When the filing came to its outcome.")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    led_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led",
        help_text=_("The filing of the same joint text whose review serves this one as well."),
    )

    #: Its entry or None, and whether its version was ever listed: set where those of many were
    #: read at once.
    known_entry: tuple[Any, bool] | None = None

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organisation"],
                condition=Q(closed_at__isnull=True),
                name="one_open_filing_per_scheme",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep when it was closed, by which the database holds that one of a scheme is open."""
        is_closed = self.standing.is_closed
        self.closed_at = (self.closed_at or timezone.now()) if is_closed else None
        super().save(*args, **kwargs)

    @property
    def standing(self) -> State:
        """What its state is: in whose words, for whom it waits, whether it is closed."""
        return state_of(self.state)

    @property
    def applicant_label(self) -> Any:
        """The state in the words of the certification body, by the register of today."""
        return self.standing.told_to_body(self.lost_effect)

    @property
    def lost_effect(self) -> Any:
        """Why its text is not in effect today though it was listed; empty while it is.

        The register says so, of the entry as of the text: another act may have suspended or ended
        the one, a newer version replaced the other.
        """
        return self._lost[1]

    @property
    def badge(self) -> str:
        """By which code its label is coloured for the body: its state, or what it lost."""
        return self._lost[0] or self.state

    @property
    def _lost(self) -> tuple[str, Any]:
        """A code and words for what has become of its effect; both empty while it is in effect."""
        if not self.standing.without_effect:
            return "", ""
        entry = self.known_entry[0] if self.known_entry else self.entry
        if entry is None:
            changes = OwnerChange.objects.carried_out().filter(from_body=self.organisation_id)
            has_gone = changes.filter(entry__scheme=self.scheme_id).exists()
            return ("ended", GONE_OVER) if has_gone else ("", "")
        if entry.version_id == self.version_id:
            effect = entry.status.effect
            return (entry.status.value, effect) if effect else ("", "")
        was_listed = self.known_entry[1] if self.known_entry else self.is_listed
        return ("ended", REPLACED) if was_listed else ("", "")

    @property
    def procedure(self) -> Track:
        """The track that this filing follows."""
        return track_of(self.track)

    @property
    def track_ground(self) -> dict[str, Any]:
        """Why it went on its track and by which clause, as the regulator's row said it then."""
        first = self.events.filter(event="submitted").order_by("pk").first()
        told = first.data if first is not None else {}
        return {name: told[name] for name in ("why", "basis") if told.get(name)}

    @property
    def leader(self) -> Filing | None:
        """The open filing whose review serves this one; it does nothing of its own until then."""
        led_by = self.led_by if self.closed_at is None else None
        return led_by if led_by is not None and led_by.closed_at is None else None

    @property
    def answering_body(self) -> Organisation:
        """Who answers and corrects: its body, or the owner of the text that its review serves."""
        owner = self.scheme.organisation
        if self.organisation_id == owner.pk:
            return owner
        serves_owner = self.led.open().filter(organisation=owner).exists()
        return owner if serves_owner else self.organisation

    def moved_along(self) -> list[Filing]:
        """The open filings of other bodies that its review serves, locked."""
        return list(self.led.open().select_for_update(of=("self",)).order_by("pk"))

    @property
    def awaits_correction(self) -> bool:
        """Whether the body is asked for a corrected version."""
        return self.state in self.procedure.corrected_from

    @property
    def is_overtaken(self) -> bool:
        """Whether its entry ended before its outcome; a release has neither."""
        track = self.procedure
        return bool(self.state == track.overtaken and track.overtaken != track.initial)

    @property
    def entry(self) -> Any:
        """The register's entry of its scheme for its body; None while nothing was listed."""
        own = self.scheme.entries.filter(organisation=self.organisation_id)
        return own.select_related("publication").first()

    @property
    def waits_for_fast_lane(self) -> bool:
        """Whether its body asked for the fast lane and nobody has ruled on it."""
        asked = getattr(self, "fast_lane", None)
        return asked is not None and not hasattr(asked, "ruling")

    @property
    def is_listed(self) -> bool:
        """Whether the register has listed the version that was submitted last."""
        listed = self.version.listings.filter(entry__organisation=self.organisation_id)
        return bool(listed.exists())

    @property
    def proposal(self) -> Proposal | None:
        """What waits for a decider now."""
        if not self.standing.awaits_decision:
            return None
        return self.proposals.filter(round=self.round).order_by("-pk").first()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """Also who has a part in it is asked anew."""
        super().refresh_from_db(*args, **kwargs)
        forget_parts(self)

    def told_of_delegation(self, actor: Any) -> dict[str, Any]:
        """By which branch for whom somebody acts on it, for history and letters; else nothing."""
        held = acting_for(actor, self.organisation, ON_FILINGS)
        return held.told() if held is not None else {}

    def record_event(self, **event: Any) -> FilingEvent:
        """Append one line to this filing's history; clocks stop and start with it.

        What somebody of a branch does says by which delegation, and for whom.
        """
        if told := self.told_of_delegation(event.get("actor")):
            event["data"] = {**event.get("data", {}), **told}
        line: FilingEvent = self.events.create(**event)
        keep_time(self, line)
        return line


class Submission(models.Model):
    """One frozen version handed in: what was filed, when, by whom, under which receipt."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="submissions")
    round = models.PositiveIntegerField()
    version = models.ForeignKey(
        Version,
        on_delete=models.PROTECT,
        related_name="submissions",
        related_query_name="submission",
    )
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    submitted_at = models.DateTimeField(default=timezone.now)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    findings = models.JSONField(
        default=list, help_text=_("The check report at the time of submission.")
    )
    words = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("What the track asked for and was told, such as a promise in its words."),
    )

    class Meta:
        ordering = ["filing", "round"]
        constraints = [
            models.UniqueConstraint(fields=["filing", "round"], name="one_submission_per_round")
        ]

    def __str__(self) -> str:
        return f"{self.filing} #{self.round}"


class FilingEvent(Event):
    """One line of a filing's history."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="events")
