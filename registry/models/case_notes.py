"""What the people of the desk write to each other about a filing. The body never sees it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CaseNoteQuerySet(QuerySet["CaseNote"]):
    """Internal notes."""

    def with_words(self) -> CaseNoteQuerySet:
        """With all their versions and the people; three queries however many there are."""
        return self.select_related("author", "withdrawal__by").prefetch_related("versions")


class CaseNote(models.Model):
    """A note on a filing, whose words are its versions. Never changed, never deleted."""

    filing = models.ForeignKey(
        "registry.Filing", on_delete=models.PROTECT, related_name="case_notes"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = CaseNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")

    def __str__(self) -> str:
        return f"{self.filing} {self.pk}"

    @property
    def newest(self) -> CaseNoteVersion:
        """Its words as they stand now."""
        return list(self.versions.all())[-1]

    @property
    def is_withdrawn(self) -> bool:
        """Whether its author took it back."""
        return hasattr(self, "withdrawal")


class CaseNoteVersion(models.Model):
    """The words of a note from a moment on. Never changed."""

    note = models.ForeignKey(CaseNote, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField(_("note"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["note", "number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="one_version_of_a_number")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class CaseNoteWithdrawal(models.Model):
    """That a note was taken back, by whom and why; its words stay. Never changed."""

    note = models.OneToOneField(CaseNote, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("why it was taken back"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.reason[:60]


class MentionQuerySet(QuerySet["Mention"]):
    """Mentions."""

    def waiting_for(self, person: Any) -> MentionQuerySet:
        """Those that a person has not seen to yet; not of a note that was taken back."""
        open_ones = self.filter(person=person, done_at__isnull=True)
        return open_ones.filter(note__withdrawal__isnull=True)


class Mention(models.Model):
    """That a note calls somebody (@name): a task until the person has seen to it."""

    note = models.ForeignKey(CaseNote, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions"
    )
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["note", "person"], name="one_mention_in_a_note")
        ]

    def __str__(self) -> str:
        return f"{self.note} {self.person}"
