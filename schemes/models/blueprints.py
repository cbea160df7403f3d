"""Blueprint versions and their history."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.fields import OrderedJSONField
from portal.core.models import Event
from portal.reference.choices import Category
from schemes.blueprints import Blueprint, load_blueprint
from schemes.querysets import BlueprintVersionQuerySet
from schemes.states import IN_PREPARATION, BlueprintState


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
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """`<key>/<version>`, as documents name it."""
        return f"{self.key}/{self.version}"

    @property
    def blueprint(self) -> Blueprint:
        """The blueprint as a value, parsed once per digest."""
        return _parsed(self.digest, self.pk)

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
