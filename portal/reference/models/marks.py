"""Marks that a certification mark may not resemble."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.fields import TextListField
from portal.reference.choices import MarkKind
from portal.reference.models.base import NamedRecord


class ProtectedMark(NamedRecord):
    """A mark that others may not resemble (Regulations, article 25).

    `fingerprint` is made from the artwork when it is saved; it is computed, never edited.
    """

    key = models.SlugField(_("key"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=MarkKind.choices)
    owner_zh = models.CharField(_("owner in Chinese"), max_length=200, blank=True)
    owner_en = models.CharField(_("owner in English"), max_length=300, blank=True)
    words = TextListField(_("words"), help_text=_("Words that stand on the mark."))
    artwork = models.FileField(_("artwork"), upload_to="protected-marks/", blank=True)
    fingerprint = models.JSONField(null=True, blank=True, editable=False)

    class Meta(NamedRecord.Meta):
        ordering = ["kind", "name_zh"]
        verbose_name = _("protected mark")
        verbose_name_plural = _("protected marks")
