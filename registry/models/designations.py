"""Which bodies carry out (实施) a scheme of the state: approved for it from a day, until a day."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import ApprovedField, Organisation
from registry.models.entries import Entry
from registry.states import DesignationStanding


class DesignationQuerySet(QuerySet["Designation"]):
    """Designations."""

    def with_all(self) -> DesignationQuerySet:
        """With what pages show of them, in the order in which they began."""
        rows = self.select_related("organisation", "entry__version", "ending")
        return rows.order_by("since", "pk")

    def not_ended(self) -> DesignationQuerySet:
        """Those whose last day nobody has set, and that have not run out today."""
        today = timezone.localdate()
        return self.filter(ending=None).filter(Q(until=None) | Q(until__gte=today))


class Designation(models.Model):
    """That a body may issue certificates under a scheme of the state. Never changed.

    Source: Regulations on Certification and Accreditation, article 9: within its approved fields.
    Whether it may today follows from the days and from the register of approvals.
    """

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="designations")
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="designations",
        verbose_name=_("certification body"),
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    ground = models.TextField(_("ground"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DesignationQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "since", "pk"]
        verbose_name = _("designation")
        verbose_name_plural = _("designations")

    def __str__(self) -> str:
        return f"{self.entry} · {self.organisation}"

    @property
    def last_day(self) -> date | None:
        """The last day on which the body issues certificates, where one is known."""
        ending = getattr(self, "ending", None)
        days = [self.until, ending.last_day if ending is not None else None]
        return min((day for day in days if day is not None), default=None)

    def standing_on(self, day: date) -> DesignationStanding:
        """Whether the body may issue certificates under it on a day, and if not, why."""
        if day < self.since:
            return DesignationStanding.TO_COME
        if self.last_day is not None and self.last_day < day:
            return DesignationStanding.ENDED
        fields = self.entry.version.document.get("domains") or ()
        approved = ApprovedField.objects.on(day).filter(organisation=self.organisation_id)
        if not approved.filter(field__in=list(fields)).exists():
            return DesignationStanding.NOT_APPROVED
        return DesignationStanding.IN_FORCE

    @property
    def standing(self) -> DesignationStanding:
        """The same today."""
        return self.standing_on(timezone.localdate())


class DesignationEnd(models.Model):
    """That a designation ends, with which day, and why. Never changed."""

    designation = models.OneToOneField(Designation, on_delete=models.PROTECT, related_name="ending")
    last_day = models.DateField(_("last day"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("end of a designation")
        verbose_name_plural = _("ends of designations")

    def __str__(self) -> str:
        return str(self.designation)
