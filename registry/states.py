"""States of filings and entries: one enum each, two labels for a filing, named sets beside."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class FilingState(models.TextChoices):
    """States of a filing on the track 备案, as the officer calls them.

    A filing takes effect when it is received; all that follows is review after the fact
    (Regulations on Optimising the Business Environment, article 39: filing is no licence).
    """

    RECEIVED = "received", _("Waiting for review")
    UNDER_REVIEW = "under_review", _("Under review")
    PROPOSED = "proposed", _("Waiting for the decision")
    CORRECTION_REQUESTED = "correction_requested", _("Correction requested")
    NO_OBJECTION = "no_objection", _("No objection")
    ENDED = "ended", _("Ended with the scheme")


APPLICANT_LABELS: dict[str, StrOrPromise] = {
    FilingState.RECEIVED: _("In effect; review has not begun"),
    FilingState.UNDER_REVIEW: _("In effect; under review"),
    # What an officer proposed is between the officer and the decider.
    FilingState.PROPOSED: _("In effect; under review"),
    FilingState.CORRECTION_REQUESTED: _("In effect; your correction is requested"),
    FilingState.NO_OBJECTION: _("In effect; reviewed without objection"),
    FilingState.ENDED: _("Ended: the scheme was deregistered during its review"),
}

#: The regulator's clock runs.
WAITING_FOR_REGULATOR = frozenset(
    {FilingState.RECEIVED, FilingState.UNDER_REVIEW, FilingState.PROPOSED}
)
#: The body's clock runs.
WAITING_FOR_BODY = frozenset({FilingState.CORRECTION_REQUESTED})
OPEN_STATES = WAITING_FOR_REGULATOR | WAITING_FOR_BODY
CLOSED_STATES = frozenset({FilingState.NO_OBJECTION, FilingState.ENDED})


class EntryState(models.TextChoices):
    """Legal state of an entry of the register."""

    LISTED = "listed", _("Listed")
    DEREGISTERED = "deregistered", _("Deregistered")


class PublicStatus(models.TextChoices):
    """What the public is told, from the entry's state and its dates."""

    NOT_YET_EFFECTIVE = "not_yet_effective", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    EXPIRED = "expired", _("Expired")
    DEREGISTERED = "deregistered", _("Deregistered")


def public_status(
    day: date, state: str, effective_from: date, expires_on: date | None, ended_on: date | None
) -> PublicStatus:
    """What the public is told on a day about an entry in this state with these dates."""
    if state == EntryState.DEREGISTERED and ended_on and day >= ended_on:
        return PublicStatus.DEREGISTERED
    if expires_on and day > expires_on:
        return PublicStatus.EXPIRED
    if day < effective_from:
        return PublicStatus.NOT_YET_EFFECTIVE
    return PublicStatus.IN_FORCE


class Outcome(models.TextChoices):
    """Outcomes of a review."""

    NO_OBJECTION = "no_objection", _("No objection")
    CORRECTION_REQUESTED = "correction_requested", _("Correction requested")


class RemarkKind(models.TextChoices):
    """How binding a remark is."""

    MUST = "must", _("Must be corrected")
    SHOULD = "should", _("Should be corrected")
    QUESTION = "question", _("Question")


class AnswerKind(models.TextChoices):
    """How the body answered a remark."""

    CHANGED = "changed", _("Changed")
    EXPLAINED = "explained", _("Explained")
    DISPUTED = "disputed", _("Disputed")
