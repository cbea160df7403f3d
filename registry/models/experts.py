"""The pool of experts: a register of the regulator that is not public. Nobody in it is deleted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CertificationField, Organisation
from portal.core.models import Event
from portal.core.sorting import Alphabetised
from portal.reference.choices import Category


class ExpertLanguage(models.TextChoices):
    """In which language an expert is written to."""

    CHINESE = "zh-hans", _("Simplified Chinese")
    ENGLISH = "en", _("English")


class ExpertQuerySet(QuerySet["Expert"]):
    """Experts."""

    def on(self, day: date) -> ExpertQuerySet:
        """Those who can be drawn on a day."""
        return self.filter(active_from__lte=day).filter(
            Q(active_until__isnull=True) | Q(active_until__gte=day)
        )

    def knowing(self, fields: list[str]) -> ExpertQuerySet:
        """Those who know one of the fields, by itself or with the whole of its category."""
        above = CertificationField.objects.filter(pk__in=fields).values_list("category", flat=True)
        whole = [pk for pk, known in self.values_list("pk", "categories") if {*known} & {*above}]
        named = Expert.fields.through.objects.filter(certificationfield__in=fields)
        return self.filter(Q(pk__in=whole) | Q(pk__in=named.values("expert")))


class Expert(Alphabetised):
    """Somebody who may be asked for an opinion and has no account. Leaves by an end date."""

    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("mail address"))
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=ExpertLanguage.choices,
        default=ExpertLanguage.CHINESE,
    )
    position = models.CharField(_("position or title"), max_length=120, blank=True)
    #: Whole categories; `fields` are single ones.
    categories = models.JSONField(default=list, blank=True)
    fields = models.ManyToManyField(CertificationField, related_name="experts", blank=True)
    active_from = models.DateField(_("active from"), default=timezone.localdate)
    active_until = models.DateField(_("active until"), null=True, blank=True)

    NAMED_BY = frozenset({"name"})
    objects = ExpertQuerySet.as_manager()

    class Meta:
        ordering = ["sort_zh", "pk"]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_expert_for_an_address"),
            models.CheckConstraint(
                condition=Q(active_until__isnull=True)
                | Q(active_until__gte=models.F("active_from")),
                name="an_expert_leaves_after_coming",
            ),
        ]

    @property
    def name_text(self) -> dict[str, str]:
        """The name as localised text; an expert has one."""
        return {"zh": self.name}

    def __str__(self) -> str:
        return self.name

    @property
    def name_en(self) -> str:
        """An expert is known by one name, as the pool has it."""
        return self.name

    @property
    def known_fields(self) -> list[str]:
        """What the expert knows, in words: categories first."""
        whole = [str(Category(one).label) for one in self.categories if one in Category.values]
        return [*whole, *(field.label for field in self.fields.all())]

    def is_active_on(self, day: date) -> bool:
        """Whether the expert can be drawn on a day."""
        return self.active_from <= day and (self.active_until is None or self.active_until >= day)

    def record_event(self, **event: Any) -> ExpertEvent:
        """Append one line to what was changed in the pool."""
        line: ExpertEvent = self.events.create(**event)
        return line


class ExpertPost(models.Model):
    """For whom an expert works or worked, from when until when.

    The organisation is the register's where it has it, so that a new name hides nothing.
    """

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("organisation"), max_length=200)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["expert", "since", "pk"]

    def __str__(self) -> str:
        return f"{self.organisation or self.name} {self.since}/{self.until or '..'}"

    def held_since(self, day: date) -> bool:
        """Whether it was held on that day or later."""
        return self.until is None or self.until >= day


class ExpertEvent(Event):
    """One change in the pool: who made it, and the row as it was then."""

    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="events")
