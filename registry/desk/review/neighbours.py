"""Schemes and marks that resemble the filed ones, beside the places that they concern.

They are searched for only where their chapter is open, since a search reads the whole register.
"""

from __future__ import annotations

from django.utils import timezone

from registry.desk.marks import filed_picture, known_picture
from registry.desk.review.margins import Margin
from registry.desk.review.strips import Placing
from registry.desk.review.table import ReviewTable, ShownChapter, ShownStrip
from registry.models import Filing
from registry.procedure.filed_places import place_name
from schemes.marks.gate import look
from schemes.marks.pairs import shown as shown_marks
from schemes.similarity.answers import PART as ANSWERS
from schemes.similarity.gate import search
from schemes.similarity.neighbours import shown

#: Where the body says how its scheme differs from others, and the part that holds the mark.
ANSWERS_AT = f"/{ANSWERS}/related_schemes"
MARK_AT = "/mark"


def add_neighbours(filing: Filing, table: ReviewTable) -> None:
    """Look for what resembles the filed scheme and its mark, where their chapters are open."""
    for chapter in table.shown:
        if chapter.is_open and not table.only:
            if chapter.shows(ANSWERS_AT):
                _add_schemes(filing, chapter)
            if chapter.shows(MARK_AT):
                _add_marks(filing, chapter)


def _add_schemes(filing: Filing, chapter: ShownChapter) -> None:
    document = filing.version.document
    found = search(
        document,
        organisation=filing.organisation,
        on=timezone.localdate(),
        exclude_scheme_id=filing.scheme_id,
    )
    if found:
        margin = _margin_at(filing, chapter, ANSWERS_AT)
        margin.neighbours = [shown(document, near) for near in found]


def _add_marks(filing: Filing, chapter: ShownChapter) -> None:
    found = look(
        filing.version.document,
        organisation=filing.organisation,
        on=timezone.localdate(),
        exclude_scheme_id=filing.scheme_id,
    )
    artworks = shown_marks(found, filed_picture(filing.number), known_picture)
    for looked, artwork in zip(found, artworks, strict=True):
        if artwork.pairs:
            _margin_at(filing, chapter, looked.artwork.address).artworks.append(artwork)


def _margin_at(filing: Filing, chapter: ShownChapter, address: str) -> Margin:
    placing = Placing(one.strip for one in chapter.strips)
    strip = placing.strip_for(address, chapter.key)
    beside: ShownStrip = next(one for one in chapter.strips if one.strip is strip)
    margin = next((one for one in beside.margins if one.address == address), None)
    if margin is None:
        margin = Margin(address, place_name(filing.version, address))
        beside.margins.append(margin)
    return margin
