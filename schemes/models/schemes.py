"""Schemes, their versions and the history of these."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, authors_of
from portal.core.localised import in_language
from portal.core.models import Event
from portal.core.sorting import Alphabetised
from portal.reference.choices import Category
from schemes.blueprints import PAPER
from schemes.models.blueprints import BlueprintVersion
from schemes.states import FROZEN_STATES, UNSUBMITTED_STATES, VersionState


class SchemeQuerySet(QuerySet["Scheme"]):
    """Schemes."""

    def visible_to(self, user: Visitor) -> SchemeQuerySet:
        """The schemes of the certification bodies this person works for."""
        return self.filter(organisation__in=authors_of(user))

    def structured(self) -> SchemeQuerySet:
        """Those that have a text to be read and signed, not only a rule filed on paper."""
        texts = Version.objects.filter(scheme=OuterRef("pk")).exclude(blueprint__version=PAPER)
        return self.filter(Exists(texts))


class Scheme(Alphabetised):
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
    former_owners = models.JSONField(
        _("approval numbers of its owners before"), default=list, blank=True
    )

    copied_from = models.ForeignKey(
        "Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    NAMED_BY = frozenset({"title"})
    objects = SchemeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")

    def __str__(self) -> str:
        return in_language(self.title) or str(_("Untitled scheme"))

    @property
    def name_text(self) -> dict[str, str]:
        """By what lists order it: its title, where it has the shape of one."""
        title: object = self.title
        return title if isinstance(title, dict) else {}

    @cached_property
    def newest(self) -> Version:
        """The version that was begun last."""
        version = self.versions.order_by("-sequence").first()
        assert version is not None, "A scheme is created with its first version."
        return version


class VersionQuerySet(QuerySet["Version"]):
    """Versions of schemes."""

    def visible_to(self, user: Visitor) -> VersionQuerySet:
        """The versions of schemes this person may see in the workspace."""
        return self.filter(scheme__organisation__in=authors_of(user))

    def drafts(self) -> VersionQuerySet:
        """Those still being written."""
        return self.filter(state=VersionState.DRAFT)

    def unsubmitted(self) -> VersionQuerySet:
        """Those on their way to a filing: drafts, and what is signed and not yet submitted."""
        return self.filter(state__in=UNSUBMITTED_STATES)


class Version(models.Model):
    """One version of a scheme: a document, free while a draft, never changed once frozen."""

    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    sequence = models.PositiveIntegerField(_("sequence"))
    blueprint = models.ForeignKey(BlueprintVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        _("state"), max_length=12, choices=VersionState.choices, default=VersionState.DRAFT
    )
    document = models.JSONField(_("document"), default=dict)
    set_aside = models.JSONField(
        _("parts that an answer excludes for now"),
        default=dict,
        blank=True,
        help_text=_("By their names in the form; never part of the document."),
    )
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
    def is_open(self) -> bool:
        """Whether it is still on its way to a filing."""
        return self.state in UNSUBMITTED_STATES

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
