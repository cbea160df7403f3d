"""Alliances (认证联盟): bodies with joint rules, who belongs to one from when to when, who signed.

A joint rule is a scheme of the lead. Each member files the same text for itself, so that filing and
entry name the member, and scheme and version are the lead's (Regulations, article 17).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, bodies_of
from portal.core.localised import in_language
from portal.core.models import Event
from portal.core.sorting import Alphabetised
from registry.states import STANDING_MEMBERSHIPS, MembershipState
from schemes.models import Scheme, Version


class AllianceQuerySet(QuerySet["Alliance"]):
    """Alliances."""

    def visible_to(self, user: Visitor) -> AllianceQuerySet:
        """Those to which a body of the person belongs, belonged, or is invited."""
        rows = AllianceMember.objects.filter(organisation__in=bodies_of(user))
        return self.filter(pk__in=rows.values("alliance"))


class Alliance(Alphabetised):
    """Several bodies with joint rules: the lead writes them, and each member files them as well."""

    name_zh = models.CharField(_("name in Chinese"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    lead = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("lead")
    )
    next_lead = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("to whom the lead is offered"),
    )
    founded_on = models.DateField(_("founded"), default=timezone.localdate)

    objects = AllianceQuerySet.as_manager()

    class Meta:
        ordering = ["sort_zh", "pk"]
        verbose_name = _("alliance")
        verbose_name_plural = _("alliances")

    def __str__(self) -> str:
        return in_language(self.name_text)

    @property
    def name_text(self) -> dict[str, str]:
        """The name as localised text."""
        return {"zh": self.name_zh, **({"en": self.name_en} if self.name_en else {})}


class MembershipQuerySet(QuerySet["AllianceMember"]):
    """Memberships of bodies in alliances."""

    def current(self) -> MembershipQuerySet:
        """Of those who belong to it today."""
        return self.filter(state=MembershipState.MEMBER)

    def ever(self) -> MembershipQuerySet:
        """Of those who belong to it, or did."""
        return self.filter(joined_on__isnull=False)


class AllianceMember(models.Model):
    """That a body is invited to an alliance, belongs to it from a day, and did until a day.

    A row for each time; who comes back has a new one. Never deleted.
    """

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="alliances"
    )
    state = models.CharField(_("state"), max_length=20, choices=MembershipState.choices)
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["alliance", "joined_on", "pk"]
        verbose_name = _("membership in an alliance")
        verbose_name_plural = _("memberships in alliances")
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "organisation"],
                condition=Q(state__in=sorted(STANDING_MEMBERSHIPS)),
                name="one_standing_membership_of_a_body",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[MembershipState.MEMBER, MembershipState.LEFT])
                | Q(joined_on__isnull=False),
                name="a_member_joined_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=MembershipState.LEFT, left_on__isnull=False)
                | (~Q(state=MembershipState.LEFT) & Q(left_on__isnull=True)),
                name="who_left_did_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alliance} · {self.organisation}"

    @property
    def is_lead(self) -> bool:
        """Whether the body leads the alliance."""
        return self.organisation_id == self.alliance.lead_id

    def record_event(self, **event: Any) -> AllianceEvent:
        """Append one line to the history of the alliance."""
        return AllianceEvent.objects.create(alliance=self.alliance, member=self, **event)


class AllianceEvent(Event):
    """One line of an alliance's history; of one of its members where it names one."""

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="events")
    member = models.ForeignKey(
        AllianceMember, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )


class JointScheme(models.Model):
    """That a scheme of the lead is a joint one, which the members file as well."""

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="joint_schemes")
    scheme = models.OneToOneField(Scheme, on_delete=models.PROTECT, related_name="joint")
    since = models.DateField(_("since"), default=timezone.localdate)

    class Meta:
        ordering = ["alliance", "pk"]
        verbose_name = _("joint scheme")
        verbose_name_plural = _("joint schemes")

    def __str__(self) -> str:
        return f"{self.alliance} · {self.scheme}"


class CounterSignature(models.Model):
    """That a member answers for a joint text as the lead does: who, when, under which digest.

    `statement` is what was signed, as canonical JSON; the signature is the portal's, given when the
    named signatory had proved who they are. Only ever added to.
    """

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="counter_signatures"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    statement = models.JSONField(_("what was signed"))
    signature = models.TextField(_("signature"))
    signed_at = models.DateTimeField(_("signed"), default=timezone.now)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["version", "signed_at", "pk"]
        verbose_name = _("counter-signature")
        verbose_name_plural = _("counter-signatures")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"], name="one_counter_signature_of_a_body"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.organisation}"
