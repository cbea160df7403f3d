"""How a draft came to be: every change of its document, with the way back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from schemes.models.schemes import Version


class Cause(models.TextChoices):
    """By what a document changed."""

    BEGUN = "begun", pgettext_lazy("cause of a change", "draft begun")
    COPIED = "copied", pgettext_lazy("cause of a change", "begun as a copy")
    FOLLOWED = "followed", pgettext_lazy("cause of a change", "begun from the version before")
    FOUND = "found", pgettext_lazy("cause of a change", "as it stood when the history began")
    TYPED = "typed", pgettext_lazy("cause of a change", "written")
    PASTED = "pasted", pgettext_lazy("cause of a change", "rows of a table added")
    WORD = "word", pgettext_lazy("cause of a change", "taken from a Word file")
    IMPORTED = "imported", pgettext_lazy("cause of a change", "imported")
    CLEANED = "cleaned", pgettext_lazy("cause of a change", "signs cleaned")
    SUMMARISED = "summarised", pgettext_lazy("cause of a change", "summary of changes composed")
    UNDONE = "undone", pgettext_lazy("cause of a change", "last change undone")
    RESTORED = "restored", pgettext_lazy("cause of a change", "earlier state restored")
    BLUEPRINT = "blueprint", pgettext_lazy("cause of a change", "moved to a newer blueprint")
    HANDED_OVER = "handed_over", pgettext_lazy("cause of a change", "taken over from another body")
    MEMBERS = "members", pgettext_lazy("cause of a change", "members of the alliance named")
    SIGNED = "signed", pgettext_lazy("cause of a change", "signed")


#: What begins a history: there is no way back from it.
BEGINNINGS = frozenset(
    {Cause.BEGUN, Cause.COPIED, Cause.FOLLOWED, Cause.IMPORTED, Cause.FOUND, Cause.HANDED_OVER}
)


class DraftChange(models.Model):
    """One change of a version's document: who, when, where, and the way back.

    It belongs to the body that owns the scheme, as the draft does: nobody else sees it, and it
    does not go along to another body (docs/adr/0064).
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="changes")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("changed by"),
    )
    begun_at = models.DateTimeField(_("begun"), default=timezone.now)
    at = models.DateTimeField(_("changed"), default=timezone.now)
    cause = models.CharField(_("cause"), max_length=12, choices=Cause.choices)
    #: Keys of sections, each between strokes: `|scope|requirements|`.
    chapters = models.CharField(_("chapters"), max_length=500, blank=True)
    places = models.JSONField(_("places"), default=list)
    count = models.PositiveIntegerField(_("number of changes"), default=0)
    #: From the document after the change to that before; nothing where the history begins.
    back: Any = models.JSONField(null=True, blank=True, editable=False)
    #: The whole document after the change, now and then.
    whole: Any = models.JSONField(null=True, blank=True, editable=False)
    #: How many signs of ways back there are since the last whole document.
    weight = models.PositiveIntegerField(default=0, editable=False)
    digest = models.CharField(_("SHA-256 digest of the document after"), max_length=64)
    #: What was restored, or which blueprints it went from and to.
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("change of a draft")
        verbose_name_plural = _("changes of drafts")
        indexes = [models.Index(fields=["version", "-id"], name="changes_of_a_version")]

    def __str__(self) -> str:
        return f"{self.get_cause_display()} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_beginning(self) -> bool:
        """Whether no state of this version is known before it."""
        return self.back is None
