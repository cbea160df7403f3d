"""Blueprint versions and their history."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.fields import OrderedJSONField
from portal.core.models import Event
from portal.reference.choices import Category
from schemes.blueprints import PAPER, Blueprint, load_blueprint
from schemes.states import IN_PREPARATION, ISSUED_STATES, BlueprintState


class BlueprintVersionQuerySet(QuerySet["BlueprintVersion"]):
    """Blueprint versions."""

    def published(self) -> BlueprintVersionQuerySet:
        """Those that new schemes may use."""
        return self.filter(state=BlueprintState.PUBLISHED)

    def public(self) -> BlueprintVersionQuerySet:
        """Those whose shape everybody may read, since documents of the register follow them."""
        return self.filter(state__in=ISSUED_STATES)

    def issued(self) -> BlueprintVersionQuerySet:
        """Those that documents are written by: published, or published once and retired since."""
        return self.public().exclude(version=PAPER)

    def in_preparation(self) -> BlueprintVersionQuerySet:
        """Those that are written, or wait for the second person."""
        return self.filter(state__in=IN_PREPARATION)

    def to_begin_with(self, day: date) -> BlueprintVersionQuerySet:
        """The published ones with which drafts may be begun on a day."""
        return self.published().filter(Q(drafts_until__isnull=True) | Q(drafts_until__gte=day))

    def newest_to_begin_with(self, key: str, day: date) -> BlueprintVersion | None:
        """That of this key with the highest number."""
        return self.to_begin_with(day).filter(key=key).order_by("-version").first()

    def by_ref(self, ref: str) -> BlueprintVersion:
        """The version named `<key>/<version>`; raises `DoesNotExist`."""
        key, _slash, number = ref.partition("/")
        return self.get(key=key, version=int(number) if number.isdecimal() else -1)


class BlueprintVersion(models.Model):
    """One version of a blueprint (备案模板). Published ones are frozen, by a trigger too."""

    key = models.CharField(_("key"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    state = models.CharField(
        _("state"), max_length=12, choices=BlueprintState.choices, default=BlueprintState.DRAFT
    )
    schema = OrderedJSONField(_("schema"))
    digest = models.CharField(_("SHA-256 digest"), max_length=64)
    note = models.TextField(
        _("what is new"), blank=True, help_text=_("For authors; shown with the version.")
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    drafts_until = models.DateField(
        _("last day for beginning drafts"), null=True, blank=True, help_text=_("None: no last day.")
    )
    filing_until = models.DateField(
        _("last day for filing"), null=True, blank=True, help_text=_("None: no last day.")
    )

    objects = BlueprintVersionQuerySet.as_manager()

    class Meta:
        ordering = ["key", "-version"]
        verbose_name = _("blueprint version")
        verbose_name_plural = _("blueprint versions")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "version"], name="one_row_per_blueprint_version"
            ),
            models.UniqueConstraint(
                fields=["key"],
                condition=Q(state__in=sorted(IN_PREPARATION)),
                name="one_blueprint_in_preparation_per_key",
            ),
            models.CheckConstraint(
                condition=Q(filing_until__isnull=True)
                | Q(drafts_until__isnull=False, filing_until__gte=F("drafts_until")),
                name="filing_ends_no_sooner_than_beginning",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """`<key>/<version>`, as documents name it."""
        return f"{self.key}/{self.version}"

    @property
    def title(self) -> dict[str, str]:
        """What it is called, by language."""
        return dict(self.schema.get("x-title") or {})

    @property
    def blueprint(self) -> Blueprint:
        """The blueprint as a value, parsed once per digest."""
        return _parsed(self.digest, self.pk)

    @property
    def is_paper(self) -> bool:
        """Whether it describes what was filed on paper: a few facts, and the text in a file."""
        return self.version == PAPER

    @property
    def has_last_days(self) -> bool:
        """Whether a day was set on which its use ends."""
        return self.drafts_until is not None

    def may_be_begun_with(self, day: date) -> bool:
        """Whether drafts may be begun with it on a day of the portal's calendar."""
        is_in_time = self.drafts_until is None or day <= self.drafts_until
        return self.state == BlueprintState.PUBLISHED and is_in_time

    def may_be_filed_by(self, day: date) -> bool:
        """Whether what follows it may be signed and filed on a day; a last day counts."""
        return self.filing_until is None or day <= self.filing_until

    def record_event(self, **event: Any) -> BlueprintEvent:
        """Append one line to this blueprint version's history."""
        return self.events.create(**event)


@lru_cache(maxsize=64)
def _parsed(digest: str, pk: int) -> Blueprint:
    """The digest is part of the key, so a changed draft is parsed anew."""
    return load_blueprint(BlueprintVersion.objects.values_list("schema", flat=True).get(pk=pk))


class BlueprintEvent(Event):
    """One line of a blueprint version's history: begun, edited, proposed, published, retired."""

    blueprint = models.ForeignKey(BlueprintVersion, on_delete=models.PROTECT, related_name="events")
