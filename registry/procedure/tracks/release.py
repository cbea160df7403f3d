"""The track of scheme owners: a text is released to the licensed bodies, each of which files it.

The owner certifies nothing, so it files nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.roles import OrganisationKind
from registry.licences.telling import tell_released
from registry.models import Filing
from registry.states import ReleaseState
from registry.tracks import Entrance, State, Track

RELEASED = State(
    ReleaseState.RELEASED,
    ReleaseState.RELEASED.label,
    _("Released; licensed bodies can file it"),
    is_closed=True,
)


class Release(Entrance):
    """A release asks nothing; licensed bodies hear of it."""

    @classmethod
    def begin(cls, filing: Filing, words: Mapping[str, Any]) -> None:
        """Each of them has a text to file."""
        tell_released(filing)


TRACK = Track(
    key="release",
    name=pgettext_lazy("a track", "Release by a scheme owner"),
    nature=_(
        "A scheme owner that certifies nothing makes its text known to the bodies that it has "
        "licensed. Nothing is filed and nothing is listed by it."
    ),
    why=_("The scheme belongs to a scheme owner that is no certification body."),
    takes_effect=_("For each licensed body with its own filing."),
    legal_basis=_("ISO/IEC 17067; Regulations on Certification and Accreditation, article 17"),
    matter=_("Release of a scheme"),
    received=_("The text is released. Licensed bodies are told and can file it."),
    afterwards=_(
        "Each licensed body signs the text and files it on its own approval. What the regulator "
        "asks to be corrected you correct in a new version, which they file in answer."
    ),
    states=(RELEASED,),
    initial=ReleaseState.RELEASED,
    corrected_from=frozenset(),
    overtaken=ReleaseState.RELEASED,
    acts=(),
    events={
        "submitted": _("Released to licensed bodies"),
    },
    lists_on_submission=False,
    hand_in=_("Release the text"),
    entrance=Release,
    kinds=frozenset({OrganisationKind.SCHEME_OWNER}),
)
