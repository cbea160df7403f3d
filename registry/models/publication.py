"""What the public may see: a read model, rebuilt from entries, never edited."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_language
from portal.reference.choices import Category
from registry.caveat import Caveat
from registry.models.spans import without_approval
from registry.public_status import PublicStatus, public_status, status_asked, statuses
from registry.states import AuthorKind, Gap, last_issue
from registry.tracks import Track, track_of


class PublicationQuerySet(QuerySet["Publication"]):
    """What the catalogue shows."""

    def with_status(self, day: date) -> PublicationQuerySet:
        """With what the public is told on a day, as `status_code`."""
        return self.annotate(status_code=status_asked(day, without_approval(day)))

    def current_on(self, day: date) -> PublicationQuerySet:
        """Those that are not over on a day."""
        over = [status.value for status in statuses() if status.is_over]
        return self.with_status(day).exclude(Q(("status_code__in", over)))

    def newest_first(self) -> PublicationQuerySet:
        """In the order of the register, backwards."""
        return self.order_by("-listed_at", "-pk")


class Publication(models.Model):
    """One entry as the public sees it: in lists, and wherever else the same is told.

    Rebuilt by `registry.publication`, in the transaction of each act on the entry.
    """

    entry = models.OneToOneField(
        "registry.Entry", on_delete=models.CASCADE, related_name="publication"
    )
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
    is_structured = models.BooleanField(
        default=True, db_index=True, help_text=_("No: filed on paper; its text is in a file.")
    )
    author = models.CharField(max_length=20, choices=AuthorKind.choices, default=AuthorKind.BODY)
    creators = models.JSONField(default=list, help_text=_("Who made the scheme."))
    track = models.CharField(
        max_length=20, default="", help_text=_("By which procedure the version in force came in.")
    )
    state = models.CharField(max_length=20)
    effective_from = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    state_until = models.DateField(null=True, blank=True)
    pilot_until = models.DateField(null=True, blank=True)
    no_new_after = models.DateField(null=True, blank=True)
    certificates_until = models.DateField(null=True, blank=True)
    listed_at = models.DateTimeField(db_index=True)
    changed_at = models.DateTimeField(
        db_index=True, help_text=_("When the last public event of the entry was recorded.")
    )
    caveats = models.JSONField(
        default=list, help_text=_("What the registers say against it, each with its days.")
    )
    gaps = models.JSONField(
        default=list, help_text=_("The days on which its body is approved for none of its fields.")
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
        dates = (self.effective_from, self.expires_on, self.ended_on)
        gaps = self.gaps_of_approval
        last, pilot = self.state_until, self.pilot_until
        return public_status(day, self.state, *dates, gaps, state_until=last, pilot_until=pilot)

    @property
    def last_issue_on(self) -> date | None:
        """The last day on which certificates are issued under it, where one is known."""
        return last_issue(self.no_new_after, self.expires_on, self.ended_on, self.pilot_until)

    @property
    def gaps_of_approval(self) -> list[Gap]:
        """The days on which the body is approved for none of the fields."""
        return [(_day(begins), _day(ends)) for begins, ends in self.gaps]

    def caveats_on(self, day: date) -> list[Caveat]:
        """What the regulator's registers say against it on a day, in the order of the document."""
        every = (Caveat.from_json(value) for value in self.caveats)
        return [caveat for caveat in every if caveat.holds_on(day)]

    @property
    def caveats_today(self) -> list[Caveat]:
        """What the regulator's registers say against it today."""
        return self.caveats_on(timezone.localdate())

    @property
    def status(self) -> PublicStatus:
        """What the public is told today."""
        return self.status_on(timezone.localdate())

    @property
    def procedure(self) -> Track | None:
        """The track by which the version in force came in."""
        return track_of(self.track) if self.track else None

    @property
    def mark(self) -> dict[str, Any] | None:
        """The mark: `name` (localised), `sha256`, `extension` and `has_picture`; or None."""
        return self.summary.get("mark")


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


class FootingKind(models.TextChoices):
    """What an entry rests on in the regulator's registers."""

    BODY = "body"
    STANDARD = "standard"


class PublishedFooting(models.Model):
    """A body or a standard that an entry rests on: by it what a change touches is found.

    Bodies by approval number, standards by their number without kind and year.
    """

    publication = models.ForeignKey(
        Publication, on_delete=models.CASCADE, related_name="footing_rows"
    )
    kind = models.CharField(max_length=10, choices=FootingKind.choices)
    key = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["kind", "key"], name="footings_by_key")]

    def __str__(self) -> str:
        return self.key


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
    """A file made from one frozen document or letter, made once per digest and kept."""

    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    content = models.FileField(upload_to="renderings/", max_length=200)
    digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of the file itself; older files have none."
    )
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256", "kind", "language"], name="one_rendering_per_kind_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]} {self.language}"
