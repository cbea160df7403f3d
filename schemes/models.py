"""Blueprint versions, schemes, their versions, and the files that belong to them."""

from __future__ import annotations

import builtins
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.core.fields import OrderedJSONField
from portal.core.localised import in_language
from portal.core.models import Event
from portal.reference.choices import Category
from schemes.blueprints import Blueprint, load_blueprint
from schemes.querysets import BlueprintVersionQuerySet, SchemeQuerySet, VersionQuerySet
from schemes.states import FROZEN_STATES, BlueprintState, VersionState


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
            models.UniqueConstraint(fields=["key", "version"], name="one_row_per_blueprint_version")
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


class Scheme(models.Model):
    """The identity of a scheme: its owner, its rule number and its versions.

    What stands in the newest version is repeated here so that lists need not open documents.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="schemes")
    category = models.CharField(_("category"), max_length=20, choices=Category.choices)
    title = models.JSONField(_("title"), default=dict)
    rule_number = models.CharField(_("rule number"), max_length=80, blank=True, db_index=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    is_demonstration = models.BooleanField(_("invented for demonstration"), default=False)

    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")

    def __str__(self) -> str:
        return in_language(self.title) or str(_("Untitled scheme"))

    @cached_property
    def newest(self) -> Version:
        """The version that was begun last."""
        version = self.versions.order_by("-sequence").first()
        assert version is not None, "A scheme is created with its first version."
        return version


class Version(models.Model):
    """One version of a scheme: a document, free while a draft, never changed once frozen."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    sequence = models.PositiveIntegerField(_("sequence"))
    blueprint = models.ForeignKey(BlueprintVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT
    )
    document = models.JSONField(_("document"), default=dict)
    digest = models.CharField(_("SHA-256 digest"), max_length=64, blank=True)
    updated_at = models.DateTimeField(_("last saved"), default=timezone.now)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    frozen_at = models.DateTimeField(_("signed"), null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "-sequence"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "sequence"], name="versions_are_numbered"),
            models.UniqueConstraint(
                fields=["scheme"],
                condition=Q(state=VersionState.DRAFT),
                name="one_draft_per_scheme",
            ),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFT) | ~Q(digest=""),
                name="frozen_version_has_a_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.label}"

    @property
    def label(self) -> str:
        """The version number that the document gives itself, such as 1.2.0."""
        return str(self.document.get("version") or self.sequence)

    @property
    def is_frozen(self) -> bool:
        """Whether the document can never change again."""
        return self.state in FROZEN_STATES

    @property
    def title(self) -> str:
        """The document's title in the language of the page."""
        return in_language(self.document.get("title")) or str(_("Untitled scheme"))

    def record_event(self, **event: Any) -> VersionEvent:
        """Append one line to this version's history."""
        return self.events.create(**event)


class VersionEvent(Event):
    """One line of a version's history."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="events")


class StoredReport(models.Model):
    """A check report of one version, with all that it was computed from.

    The states of the blueprint, the rules and the registers are kept, so that a report which
    would come out differently today is known to be stale, and why.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reports")
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    #: The day for which the registers were asked.
    day = models.DateField(_("day"))
    document_digest = models.CharField(max_length=64)
    blueprint_ref = models.CharField(max_length=60)
    blueprint_digest = models.CharField(max_length=64)
    #: By rule id, the version of the rule.
    rules = models.JSONField(default=dict)
    #: By register, its state as `portal.reference.changes.states` names it.
    reference = models.JSONField(default=dict)
    #: SHA-256 of all of the above but the time: equal keys, equal findings.
    key = models.CharField(max_length=64, db_index=True)
    findings = models.JSONField(default=list)
    errors = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["version", "-id"], name="newest_report_of_a_version")]
        verbose_name = _("check report")
        verbose_name_plural = _("check reports")

    def __str__(self) -> str:
        return f"{self.version_id} {self.made_at}"


class Waiver(models.Model):
    """The written reason why a warning is left standing; published with the scheme.

    It answers one finding of one version: its code, its case and its place. A waiver whose
    finding is gone has no effect.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="waivers")
    code = models.CharField(_("rule"), max_length=60)
    case = models.CharField(max_length=60, blank=True)
    address = models.CharField(_("place"), max_length=300)
    reason = models.JSONField(_("reason"))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        ordering = ["code", "address"]
        verbose_name = _("answer to a warning")
        verbose_name_plural = _("answers to warnings")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code", "case", "address"], name="a_warning_is_answered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.address}"


def _stored_under_its_digest(instance: StoredFile, filename: str) -> str:
    """Two levels of folders by digest, so that none grows too long."""
    return f"files/{instance.sha256[:2]}/{instance.sha256}{instance.extension}"


class StoredFile(models.Model):
    """A file that documents of an organisation refer to by its SHA-256 digest."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    name = models.CharField(_("name"), max_length=200)
    mime = models.CharField(_("media type"), max_length=100)
    bytes = models.PositiveBigIntegerField(_("size in bytes"))
    content = models.FileField(upload_to=_stored_under_its_digest, max_length=200)
    #: A picture of a vector mark, made when it was uploaded.
    preview = models.FileField(upload_to="previews/", max_length=200, blank=True)
    #: What the mark gate compares, made from the preview; see `schemes.marks.likeness`.
    fingerprint = models.JSONField(null=True, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sha256"], name="a_file_is_kept_once_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """The file's extension by its media type; nothing is taken from the name."""
        return {
            "image/svg+xml": ".svg",
            "image/png": ".png",
            "application/pdf": ".pdf",
        }.get(self.mime, ".bin")

    @property
    def reference(self) -> dict[str, Any]:
        """How a document names this file."""
        return {
            "name": self.name,
            "sha256": self.sha256,
            "mime": self.mime,
            "bytes": self.bytes,
        }

    def keep(self, content: builtins.bytes, preview: builtins.bytes | None = None) -> None:
        """Write the content, and the preview where there is one, to the storage."""
        self.content.save("content", ContentFile(content), save=False)
        if preview is not None:
            self.preview.save(f"{self.sha256}.png", ContentFile(preview), save=False)
        self.save()
