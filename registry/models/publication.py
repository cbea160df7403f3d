"""What the public may see: a read model, rebuilt from entries, never edited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_language
from portal.reference.choices import Category
from registry.models.entries import Entry
from registry.querysets import PublicationQuerySet
from registry.states import PublicStatus, public_status


class Publication(models.Model):
    """One entry as the catalogue shows and finds it. Rebuilt by `registry.catalogue`."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="publication")
    number = models.CharField(max_length=20, unique=True)
    rule_number = models.CharField(max_length=80, db_index=True)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=400, blank=True)
    promise = models.JSONField(default=dict)
    summary = models.JSONField(default=dict, help_text=_("Scope, objects, scheme type, mark."))
    category = models.CharField(max_length=20, db_index=True)
    fields = models.JSONField(default=list)
    body_slug = models.SlugField(db_index=True)
    body_zh = models.CharField(max_length=160)
    body_en = models.CharField(max_length=200, blank=True)
    version_label = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    has_mark = models.BooleanField(default=False)
    state = models.CharField(max_length=20)
    effective_from = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    listed_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField(
        db_index=True, help_text=_("When the last public event of the entry was recorded.")
    )
    fingerprint = models.CharField(
        max_length=64, default="", help_text=_("Changes with anything that the public sees of it.")
    )
    rebuilt_at = models.DateTimeField(
        default=timezone.now,
        db_index=True,
        help_text=_("When the fingerprint last changed."),
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-listed_at", "-pk"]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The permanent address of the scheme."""
        return reverse("register:scheme", args=[self.number])

    @property
    def title(self) -> str:
        """The title in the language of the page."""
        return in_language({"zh": self.title_zh, "en": self.title_en})

    @property
    def body(self) -> str:
        """The name of the certification body in the language of the page."""
        return in_language({"zh": self.body_zh, "en": self.body_en})

    @property
    def category_label(self) -> Any:
        """The category in words."""
        return Category(self.category).label

    def status_on(self, day: date) -> PublicStatus:
        """What the public is told on a day."""
        return public_status(day, self.state, self.effective_from, self.expires_on, self.ended_on)

    @property
    def status(self) -> PublicStatus:
        """What the public is told today."""
        return self.status_on(timezone.localdate())

    @property
    def mark(self) -> dict[str, Any] | None:
        """The mark: `name` (localised), `sha256`, `extension` and `has_picture`; or None."""
        return self.summary.get("mark")


class PublishedField(models.Model):
    """A field of certification of a publication, for the filter."""

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="field_rows"
    )
    key = models.CharField(max_length=120, db_index=True)

    def __str__(self) -> str:
        return self.key


class PublishedStandard(models.Model):
    """A standard that a publication rests on, normalised for search (`gbt19001`, `2016`)."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="standards")
    ref = models.CharField(max_length=80)
    compact = models.CharField(max_length=80, db_index=True)
    year = models.CharField(max_length=4, blank=True)
    title = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.ref


class PublishedText(models.Model):
    """The words of a publication by place, from which the matching passage is taken."""

    publication = models.OneToOneField(
        Publication, on_delete=models.CASCADE, related_name="text", primary_key=True
    )
    passages = models.JSONField(
        default=list, help_text=_("Address and text, in the order of the document.")
    )

    def __str__(self) -> str:
        return str(self.publication_id)


class Rendering(models.Model):
    """A file made from one frozen document, made once per digest and kept."""

    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    content = models.FileField(upload_to="renderings/", max_length=200)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "kind", "language"], name="one_rendering_per_kind_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]} {self.language}"
