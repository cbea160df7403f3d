"""What is said of an entry that goes on: notices of risk, and conditions with their evidence."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.states import ENDED_ENTRY_STATES


class EntryNoticeQuerySet(QuerySet["EntryNotice"]):
    """Notices by the day."""

    def on(self, day: date) -> EntryNoticeQuerySet:
        """Those that the public reads on a day."""
        open_end = Q(until__isnull=True) | Q(until__gte=day)
        return self.filter(open_end, since__lte=day, lifted_on__isnull=True)


class EntryNotice(models.Model):
    """A warning to the public about an entry (风险提示). Its words never change; it is lifted."""

    entry = models.ForeignKey("registry.Entry", on_delete=models.PROTECT, related_name="notices")
    text = models.TextField(_("notice"))
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    lifted_on = models.DateField(_("lifted"), null=True, blank=True)

    objects = EntryNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "-since", "-pk"]
        verbose_name = _("notice on an entry")
        verbose_name_plural = _("notices on entries")

    def __str__(self) -> str:
        return f"{self.entry} {self.since}"


class EntryConditionQuerySet(QuerySet["EntryCondition"]):
    """Conditions by what became of them."""

    def open(self) -> EntryConditionQuerySet:
        """Those that are not met."""
        return self.filter(met_on__isnull=True)

    def unanswered(self) -> EntryConditionQuerySet:
        """Those that wait for their body: no evidence is there that an officer has to look at."""
        return self._going_on().exclude(pk__in=_evidenced())

    def answered(self) -> EntryConditionQuerySet:
        """Those that wait for an officer, who says whether the evidence will do."""
        return self._going_on().filter(pk__in=_evidenced())

    def _going_on(self) -> EntryConditionQuerySet:
        return self.open().exclude(entry__state__in=ENDED_ENTRY_STATES)


def _evidenced() -> QuerySet[ConditionEvidence, int]:
    return ConditionEvidence.objects.waiting().values_list("condition", flat=True)


class EntryCondition(models.Model):
    """Something that a body has to show about an entry by a day. Its words never change."""

    entry = models.ForeignKey("registry.Entry", on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField(_("condition"))
    evidence_wanted = models.TextField(_("what would show that it is met"))
    due_on = models.DateField(_("due"))
    set_on = models.DateField(_("set"), default=timezone.localdate)
    met_on = models.DateField(_("met"), null=True, blank=True)
    decision = models.ForeignKey(
        "registry.Decision",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="set_conditions",
        help_text=_("The decision that set it; without one, an act on the entry did."),
    )

    objects = EntryConditionQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "due_on", "pk"]
        verbose_name = _("condition of an entry")
        verbose_name_plural = _("conditions of entries")

    def __str__(self) -> str:
        return f"{self.entry} {self.due_on}"

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over and it is not met."""
        return self.met_on is None and self.due_on < timezone.localdate()

    @property
    def waiting(self) -> ConditionEvidence | None:
        """The evidence on which no officer has ruled; one at most."""
        return next((one for one in self.evidence.all() if one.is_accepted is None), None)


class ConditionEvidenceQuerySet(QuerySet["ConditionEvidence"]):
    """Evidence by what was said of it."""

    def waiting(self) -> ConditionEvidenceQuerySet:
        """What no officer has ruled on."""
        return self.filter(is_accepted=None)


class ConditionEvidence(models.Model):
    """What a body handed in for a condition, and what an officer said of it."""

    condition = models.ForeignKey(EntryCondition, on_delete=models.PROTECT, related_name="evidence")
    text = models.TextField(_("evidence"))
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    handed_in_at = models.DateTimeField(default=timezone.now)
    is_accepted = models.BooleanField(_("accepted"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ruled_at = models.DateTimeField(null=True)

    objects = ConditionEvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["condition", "pk"]
        verbose_name = _("evidence for a condition")
        verbose_name_plural = _("evidence for conditions")

    def __str__(self) -> str:
        return str(self.condition)
