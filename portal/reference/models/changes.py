"""The history of every change to a register."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models import AppendOnlyError


class ReferenceChange(models.Model):
    """One change to one row of a register: who, when, and the row before and after.

    `before` and `after` are rows as the CSV export gives them. `token` names the state of all
    registers after the change; it is never given twice, not even after a rollback.
    """

    register = models.SlugField(_("register"), max_length=40)
    record = models.CharField(_("row"), max_length=200)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("recorded at"), default=timezone.now)
    origin = models.CharField(_("by way of"), max_length=20, blank=True)
    #: Why, where whoever changed it was asked; the public reads it.
    reason = models.TextField(_("reason"), blank=True, db_default="")
    #: The same for all changes of one request, import or command.
    act = models.UUIDField(default=uuid.uuid4, db_index=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["register", "record"], name="changes_of_a_row")]
        verbose_name = _("change of reference data")
        verbose_name_plural = _("changes of reference data")

    def __str__(self) -> str:
        return f"{self.register}: {self.record}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the line; a line that exists cannot be saved again."""
        if self.pk is not None:
            raise AppendOnlyError("A history is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: nothing is deleted from a history."""
        raise AppendOnlyError("Nothing is deleted from a history.")

    @property
    def kind(self) -> str:
        """`added`, `changed` or `removed`."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "changed"

    @property
    def changed_columns(self) -> list[tuple[str, str, str]]:
        """Each column that differs: its name, the value before, the value after."""
        before, after = self.before or {}, self.after or {}
        return [
            (name, str(before.get(name, "")), str(after.get(name, "")))
            for name in {**before, **after}
            if before.get(name, "") != after.get(name, "")
        ]
