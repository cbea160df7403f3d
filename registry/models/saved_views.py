"""Views of lists that people of the desk keep under a name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedViewQuerySet(QuerySet["SavedView"]):
    """Saved views."""

    def offered_to(self, user: Any) -> SavedViewQuerySet:
        """A person's own, and those that colleagues share."""
        return self.filter(Q(owner=user) | Q(is_shared=True)).select_related("owner")


class SavedView(models.Model):
    """Filters and order of a list under a name, for oneself or for all at the desk."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    #: Which list it is of, by its key (`registry.desk.viewed`).
    listing = models.CharField(_("list"), max_length=20, default="queue")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters and order"), max_length=1000, blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "listing", "name"], name="one_view_of_a_name_and_list"
            )
        ]

    def __str__(self) -> str:
        return self.name
