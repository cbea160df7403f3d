"""A soft lock while a correction is asked for: the form says which sections were returned.

Nothing keeps the author from changing others; each such change is declared before submission.
"""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from registry.procedure.corrections import ALWAYS_NEW
from registry.procedure.extra_changes import asked_places
from registry.procedure.readiness import filing_under_way
from schemes.blueprints import Section
from schemes.designer.notes import Note, section_shown
from schemes.documents.addresses import parse
from schemes.models import Version

RETURNED = _("The correction notice returned something in this section.")
NOT_RETURNED = _(
    "This section was not returned for correction. You can change it all the same; before you "
    "submit, say why."
)


@receiver(section_shown, dispatch_uid="registry.procedure.returned_parts")
def say_whether_returned(
    sender: Any, version: Version, section: Section, **kwargs: Any
) -> Note | None:
    """Whether a section was returned; nothing of one that every version has anew."""
    filing = filing_under_way(version)
    if filing is None or not filing.awaits_correction or set(section.parts) <= ALWAYS_NEW:
        return None
    asked = asked_places(filing)
    is_returned = any(not place or parse(place)[0] in section.parts for place in asked)
    text = RETURNED if is_returned else NOT_RETURNED
    href = reverse("workspace:filing", args=[filing.number])
    return Note(text, href, _("See the items of the notice"))
