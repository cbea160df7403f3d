"""What the regulator delegates to a branch: which acts, where, how long, on what ground."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.mailing import people_of
from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, branches_of, seated_in, works_at_desk
from portal.reference.words import row_from
from registry.delegable import PERMISSION_OF, ROLE_FOR, DelegatedAct


class DelegationTermsQuerySet(models.QuerySet["DelegationTerms"]):
    """Terms of delegations."""

    def on(self, day: date) -> DelegationTerms:
        """The terms that hold on a day; as shipped where the regulator has none."""
        found = self.filter(in_force_from__lte=day).order_by("-in_force_from").first()
        return found or DelegationTerms(in_force_from=day, **AS_SHIPPED)


class DelegationTerms(models.Model):
    """The terms of delegations, from a day on."""

    in_force_from = models.DateField(_("in force from"), unique=True)
    confirmation_days = models.PositiveIntegerField(
        _("days to confirm what was delegated in an emergency"),
        validators=[MinValueValidator(1)],
        help_text=_("If nobody confirms it until then, it lapses."),
    )
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = DelegationTermsQuerySet.as_manager()

    class Meta:
        ordering = ["-in_force_from"]
        verbose_name = _("terms of delegations")
        verbose_name_plural = _("terms of delegations")

    def __str__(self) -> str:
        return row_from(self.in_force_from)


#: What the portal ships with: a proposal, not verified; the regulator sets its own.
AS_SHIPPED: dict[str, Any] = {
    "confirmation_days": 3,
    "source": (
        "Not verified: our proposal, to be confirmed by the regulator. Delegation to another "
        "administrative organ, announced, without delegating further: Administrative Licensing "
        "Law, article 24"
    ),
}


class DelegationQuerySet(QuerySet["Delegation"]):
    """Delegations."""

    def in_force(self, day: date) -> DelegationQuerySet:
        """Those that hold on a day: confirmed, or of an emergency and not lapsed yet."""
        holds = Q(confirmation__isnull=False) | Q(is_emergency=True, confirm_by__gte=day)
        return self.filter(holds, since__lte=day, until__gte=day, ending__isnull=True)

    def unconfirmed(self, day: date) -> DelegationQuerySet:
        """Those that a second person can confirm still."""
        waiting = Q(is_emergency=False) | Q(confirm_by__gte=day)
        return self.filter(waiting, confirmation=None, ending=None, until__gte=day)


class Delegation(models.Model):
    """That acts of the regulator are done by a branch, in a territory, for a time. Never changed.

    Source: Administrative Licensing Law, article 24 (delegation).
    """

    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    branch = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="delegations")
    acts: Any = models.JSONField(_("acts"), default=list)
    regions: Any = models.JSONField(_("regions"), default=list)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    ground = models.TextField(_("ground"))
    is_emergency = models.BooleanField(_("in an emergency"), default=False)
    #: The last day on which an emergency holds unconfirmed; none otherwise.
    confirm_by = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField(default=timezone.now)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")

    def __str__(self) -> str:
        return f"{self.branch} {self.since}/{self.until}"

    @property
    def act_labels(self) -> list[Any]:
        """What is delegated, in words."""
        return [DelegatedAct(act).label for act in self.acts if act in DelegatedAct.values]

    @property
    def is_confirmed(self) -> bool:
        """Whether a second person agreed."""
        return hasattr(self, "confirmation")

    @property
    def is_ended(self) -> bool:
        """Whether it was taken back."""
        return hasattr(self, "ending")

    @property
    def standing(self) -> str:
        """How it stands today: a word that the page translates."""
        today = timezone.localdate()
        if self.is_ended:
            return "ended"
        if self.until < today:
            return "over"
        if self.is_confirmed:
            return "in_force" if self.since <= today else "to_come"
        if not self.is_emergency:
            return "to_confirm"
        if self.confirm_by is not None and self.confirm_by < today:
            return "lapsed"
        return "emergency" if self.since <= today else "to_confirm"

    def told(self) -> dict[str, Any]:
        """As the event of an act keeps it: by whom, for whom."""
        return {
            "delegation": self.pk,
            "by_branch": self.branch.name_text,
            "for_regulator": self.giver.name_text,
        }


class DelegationConfirmation(models.Model):
    """That a second decider agreed. Never changed."""

    delegation = models.OneToOneField(
        Delegation, on_delete=models.PROTECT, related_name="confirmation"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.delegation)


class DelegationEnd(models.Model):
    """That a delegation was taken back, and why. Never changed."""

    delegation = models.OneToOneField(Delegation, on_delete=models.PROTECT, related_name="ending")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.reason[:60]


def delegated(user: Visitor, body: Organisation, act: DelegatedAct) -> Delegation | None:
    """By which delegation a person of a branch does an act about a body today; None without one."""
    branches = branches_of(user, PERMISSION_OF[act])
    if not branches:
        return None
    held = Delegation.objects.in_force(timezone.localdate()).filter(branch__in=branches)
    for delegation in held.select_related("branch", "giver"):
        if act in delegation.acts and body.is_seated_in(delegation.regions):
            return delegation
    return None


def delegated_to(user: Visitor, act: DelegatedAct, path: str = "organisation__") -> Q:
    """Rows whose organisation is seated where somebody does an act today: `delegated` for many."""
    branches = branches_of(user, PERMISSION_OF[act])
    if not branches:
        return Q(pk__in=[])
    held = Delegation.objects.in_force(timezone.localdate()).filter(branch__in=branches)
    regions = {code for one in held if act in one.acts for code in one.regions}
    return seated_in(regions, path)


def branches_acting(
    bodies: Iterable[Organisation], *acts: DelegatedAct
) -> list[tuple[Organisation, DelegatedAct]]:
    """The branches to which these acts were delegated for all of these bodies, and are today."""
    held = Delegation.objects.in_force(timezone.localdate()).select_related("branch")
    regions: dict[tuple[Organisation, DelegatedAct], set[str]] = defaultdict(set)
    for one in held.order_by("branch__pk"):
        for act in acts:
            if act in one.acts:
                regions[one.branch, act] |= set(one.regions)
    every = list(bodies)
    return [
        pair
        for pair, codes in regions.items()
        if all(body.is_seated_in(sorted(codes)) for body in every)
    ]


def people_given(bodies: Iterable[Organisation], *acts: DelegatedAct) -> list[str]:
    """The addresses of those at branches who do one of these acts for all of these bodies today."""
    who = {(branch, ROLE_FOR[act]) for branch, act in branches_acting(bodies, *acts)}
    return sorted({address for branch, role in who for address in people_of(branch, role)})


def acts_by_delegation(user: Visitor) -> bool:
    """Whether a person of a branch does anything at all today."""
    branches = branches_of(user, *PERMISSION_OF.values())
    held = Delegation.objects.in_force(timezone.localdate())
    return bool(branches) and held.filter(branch__in=branches).exists()


def acting_for(
    actor: Visitor, body: Organisation, acts: Iterable[DelegatedAct]
) -> Delegation | None:
    """The delegation by which whoever wrote an event about a body did one of these, if by any.

    Who works at the desk of the regulator acts for it without one.
    """
    if works_at_desk(actor):
        return None
    for act in acts:
        if found := delegated(actor, body, act):
            return found
    return None
