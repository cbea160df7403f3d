"""The transitions of standards that the text of an entry is in."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from portal.reference.transitions_told import TransitionTold, transitions_at
from registry.footing.naming import bases_in
from registry.footing.standards import editions_of, numbers_of
from registry.models import Entry


def transitions_of(entry: Entry, day: date) -> list[TransitionTold]:
    """Those that have begun and are not over, from or to an edition that the text in force names.

    None of an entry that has ended: its certificates follow the day of its end.
    """
    bases = [basis for _address, basis in bases_in(entry.version.document)]
    if entry.has_ended or not bases:
        return []
    numbers = {number for basis in bases for number in numbers_of(basis)}
    beginnings = {start for basis in bases for start in editions_of(basis)}
    asked = Q()
    for edition in ("old_edition", "new_edition"):
        asked |= Q(**{f"{edition}__normal_number__in": numbers})
        for start in sorted(beginnings):
            asked |= Q(**{f"{edition}__normal_number__startswith": start})
    return transitions_at(asked, day)
