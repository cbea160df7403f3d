"""The track 自我声明: a small amendment is in force as its body declares it; nobody reviews it.

Who challenges it begins the review of a filing, with the states, clocks and acts of that track.
Source: none in the law of filing asks for more than the updated text (Regulations on Certification
and Accreditation, article 17); that small amendments are declared is our proposal.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from registry.procedure.actions.declaring import Challenge, SmallAmendment
from registry.procedure.tracks import filing
from registry.states import DeclarationState, FilingState
from registry.tracks import State, Track

DECLARED = State(
    DeclarationState.DECLARED,
    DeclarationState.DECLARED.label,
    _("In effect as you declared it"),
    is_closed=True,
    without_effect=_("Declared by you"),
)

TRACK = Track(
    key="declaration",
    name=pgettext_lazy("a track", "Self-declaration"),
    nature=_(
        "Information about an amendment that changes nothing of what the scheme promises. Nobody "
        "reviews it, and the regulator can challenge it later."
    ),
    why=_("The amendment is small: no part changes whose change is material."),
    takes_effect=_("On complete submission; the new version is listed at once."),
    legal_basis=_("Regulations on Certification and Accreditation, article 17"),
    matter=_("Declaration of an amendment"),
    received=_(
        "The declaration is complete and has been received. The new version is listed in the "
        "register and in effect."
    ),
    afterwards=_(
        "Nothing more has to happen. If the regulator challenges what was declared, you are told "
        "why, and a review of the new version begins; it stays listed meanwhile."
    ),
    states=(DECLARED, *filing.TRACK.states),
    initial=DeclarationState.DECLARED,
    corrected_from=filing.TRACK.corrected_from,
    goes_on_in=FilingState.RECEIVED,
    overtaken=filing.TRACK.overtaken,
    serves_members=True,
    acts=(Challenge, *filing.TRACK.acts),
    events={
        **filing.TRACK.events,
        "submitted": _("Declared; the new version is in effect"),
        "challenged": _("Declaration challenged; a review begins"),
    },
    inside=filing.TRACK.inside,
    # Nobody looks at a declaration: what is tried out stays so.
    ends_pilots=False,
    entrance=SmallAmendment,
    hand_in=_("Submit the declaration"),
)
