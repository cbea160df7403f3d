"""The procedures a filing can follow, as data that pages, API and documentation read.

The time limits here are those that the portal ships with; the regulator's `TimeLimit` holds
those in force.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from registry.states import FilingState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Track:
    """One procedure: what it is in law, when it takes effect, which clocks run."""

    key: str
    name: StrOrPromise
    nature: StrOrPromise
    takes_effect: StrOrPromise
    legal_basis: StrOrPromise
    states: tuple[str, ...]
    review_working_days: int
    answer_days: int


FILING = Track(
    key="filing",
    name=_("Filing"),
    nature=_(
        "Information for supervision after the fact. It is not a licence: nobody has to say yes "
        "before the rules may be used."
    ),
    takes_effect=_("On complete submission; the scheme is listed at once and reviewed after."),
    legal_basis=_(
        "Regulations on Certification and Accreditation, article 17; Regulations on Optimising "
        "the Business Environment, article 39"
    ),
    states=tuple(FilingState.values),
    review_working_days=20,
    answer_days=30,
)

TRACKS: dict[str, Track] = {FILING.key: FILING}
