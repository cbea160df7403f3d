"""The files that documents name, and the marks among them that are filed."""

from __future__ import annotations

import builtins
import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.core.localised import in_language
from schemes.models.schemes import Scheme

#: Media types of what office programs write.
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"


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
    #: What the mark gate compares, made from the preview; see `portal.likeness`.
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
            DOCX: ".docx",
            DOC: ".doc",
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


class FileText(models.Model):
    """The words of a file in which a rule was filed on paper, for the search; empty for a scan."""

    file = models.OneToOneField(
        StoredFile, on_delete=models.CASCADE, related_name="text", primary_key=True
    )
    passages = models.JSONField(default=list, help_text=_("One for each page or paragraph."))
    is_cut = models.BooleanField(_("only its beginning"), default=False)

    def __str__(self) -> str:
        return str(self.file_id)


class FiledMark(models.Model):
    """The artwork of a mark that the register lists with a scheme; new marks are held against it.

    One row for the mark itself and one for each variant by level, as the version in force has
    them; `schemes.marks.filed` alone writes them. The mark of a scheme that has ended keeps its
    row with the day of the end: certificates may still bear it.
    """

    scheme = models.ForeignKey(Scheme, on_delete=models.CASCADE, related_name="filed_marks")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="filed_marks"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    #: The number of the entry in the register.
    number = models.CharField(max_length=20)
    #: Where the artwork stands in the document.
    address = models.CharField(max_length=300)
    name = models.JSONField(_("name"), default=dict)
    title = models.JSONField(_("title of the scheme"), default=dict)
    #: Approval numbers of the members of the alliance whose joint mark it is.
    partners = models.JSONField(default=list)
    #: Whether it is the mark of a national unified scheme.
    is_national = models.BooleanField(default=False)
    since = models.DateField(_("filed on"))
    #: The first day on which the scheme was no longer in force.
    ended_on = models.DateField(_("ended"), null=True, blank=True)
    #: New with each row, so that a state of the table has a name that never returns.
    token = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("filed mark")
        verbose_name_plural = _("filed marks")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "organisation", "address"], name="an_artwork_is_filed_once"
            )
        ]

    def __str__(self) -> str:
        return in_language(self.name) or self.number
