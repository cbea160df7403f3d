"""States of blueprint versions and of scheme versions, with named sets beside them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BlueprintState(models.TextChoices):
    """Life of a blueprint version; a published one never changes."""

    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Waits for a second person")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Retired")
    DISCARDED = "discarded", _("Discarded")


class VersionState(models.TextChoices):
    """Life of one version of a scheme: its document changes in `draft` alone."""

    DRAFT = "draft", _("Draft")
    FROZEN = "frozen", _("Signed, not yet submitted")
    SUBMITTED = "submitted", _("Submitted")
    SET_ASIDE = "set_aside", _("Set aside")


#: Documents may follow such a blueprint version: new ones a published one, old ones a retired one.
ISSUED_STATES = frozenset({BlueprintState.PUBLISHED, BlueprintState.RETIRED})
#: Such a blueprint version is still being prepared; there is one of each key at most.
IN_PREPARATION = frozenset({BlueprintState.DRAFT, BlueprintState.PROPOSED})
#: The document of such a version never changes again.
FROZEN_STATES = frozenset({VersionState.FROZEN, VersionState.SUBMITTED, VersionState.SET_ASIDE})
#: Such a version is still on its way to a filing.
UNSUBMITTED_STATES = frozenset({VersionState.DRAFT, VersionState.FROZEN})
