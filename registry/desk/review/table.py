"""The review table as a value: chapters, strips, what stands beside them, and what is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from portal.accounts.models import User
from portal.core.localised import document_language
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from registry.desk.review.margins import FILTERS, Margin, margins_of
from registry.desk.review.strips import Placing, Strip, strips_of
from registry.models import ChapterRead, Filing
from registry.procedure.filed_places import place_name
from schemes.reading import Chapter, Standing, chapters, standing_of, standings, territories


@dataclass
class ShownStrip:
    """A strip with what stands beside it, in the order of its places."""

    strip: Strip
    label: str = ""
    margins: list[Margin] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The place that the strip is about."""
        return self.strip.address


@dataclass
class ShownChapter:
    """A chapter with its strips; those of a closed one are not shown, only counted."""

    chapter: Chapter
    #: The places that it stands for; the longest that is around a place decides.
    places: tuple[str, ...]
    strips: list[ShownStrip]
    readers: list[ChapterRead]
    is_open: bool = False
    #: Whether the person at work is among those who looked at it.
    is_read: bool = False

    @property
    def key(self) -> str:
        """Its key."""
        return self.chapter.key

    def shows(self, address: str) -> bool:
        """Whether a place or something in it stands in this chapter."""
        around = f"{address}/"
        return any(
            one == address or one.startswith(around)
            for strip in self.strips
            for one in strip.strip.addresses
        )

    @cached_property
    def margins(self) -> list[Margin]:
        """All that stands beside its places."""
        return [margin for strip in self.strips for margin in strip.margins]

    @property
    def counts(self) -> dict[str, int]:
        """How much there is of each kind."""
        return counted(self.margins)


@dataclass
class ReviewTable:
    """The whole of it."""

    whole: ShownStrip
    chapters: list[ShownChapter]
    only: str = ""

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much there is of each kind, in the whole filing."""
        found = [margin for chapter in self.chapters for margin in chapter.margins]
        return counted([*self.whole.margins, *found])

    @property
    def shown(self) -> list[ShownChapter]:
        """The chapters that the filter leaves."""
        if not self.only:
            return self.chapters
        return [chapter for chapter in self.chapters if chapter.strips]

    def strip_at(self, address: str) -> ShownStrip:
        """The strip beside which a remark at this place stands."""
        if address:
            for chapter in self.chapters:
                for strip in chapter.strips:
                    if any(margin.address == address for margin in strip.margins):
                        return strip
                    if address in strip.strip.addresses:
                        return strip
        return self.whole


def counted(margins: Iterable[Margin]) -> dict[str, int]:
    """How many findings, changes and remarks; what was taken back counts no more."""
    margins = list(margins)
    return {
        "findings": sum(len(margin.findings) for margin in margins),
        "changed": sum(len(margin.changes) for margin in margins),
        "remarks": sum(not r.is_withdrawn for margin in margins for r in margin.remarks),
    }


def review_table(filing: Filing, user: User, *, only: str = "", key: str = "") -> ReviewTable:
    """The table of a filing for a person, with one chapter open or with what a filter leaves."""
    blueprint = filing.version.blueprint.blueprint
    text = chapters(
        blueprint, filing.version.document, document_language(), known_units(), known_fields()
    )
    strips = {chapter.key: strips_of(chapter) for chapter in text}
    whole = Strip("", ())
    standing = standings(text)
    every = [one for many in strips.values() for one in many]
    beside = _placed(filing, user, every, whole, standing)
    places = territories(standing)
    readers = _readers(filing)
    only = only if only in FILTERS else ""
    table = ReviewTable(
        ShownStrip(whole, place_name(filing.version, ""), beside.get(id(whole), [])),
        [
            ShownChapter(
                chapter,
                tuple(places.get(chapter.key, ())),
                [_shown(strip, beside) for strip in strips[chapter.key]],
                readers.get(chapter.key, []),
                is_open=bool(only) or chapter.key == (key or text[0].key),
                is_read=any(one.person_id == user.pk for one in readers.get(chapter.key, [])),
            )
            for chapter in text
        ],
        only,
    )
    if only:
        narrow(table)
    _label(filing, table)
    return table


def narrow(table: ReviewTable) -> None:
    """Leave the places that belong to what was asked for; the counts stay those of all."""
    _ = table.counts
    for chapter in table.chapters:
        _ = chapter.margins
        for strip in chapter.strips:
            strip.margins = [margin for margin in strip.margins if margin.has(table.only)]
        chapter.strips = [strip for strip in chapter.strips if strip.margins]
    table.whole.margins = [m for m in table.whole.margins if m.has(table.only)]


def _shown(strip: Strip, beside: dict[int, list[Margin]]) -> ShownStrip:
    margins = beside.get(id(strip), [])
    order = {address: n for n, address in enumerate(strip.addresses)}
    return ShownStrip(
        strip, margins=sorted(margins, key=lambda one: order.get(one.address, len(order)))
    )


def _label(filing: Filing, table: ReviewTable) -> None:
    """Call the places by their names, where they are shown."""
    for chapter in table.shown:
        for strip in chapter.strips if chapter.is_open else ():
            if strip.address:
                strip.label = place_name(filing.version, strip.address)


def _placed(
    filing: Filing, user: User, strips: list[Strip], whole: Strip, found: dict[str, Standing]
) -> dict[int, list[Margin]]:
    """What is known, by the strip beside which it stands; what has no place, by the whole."""
    placing = Placing(strips)
    beside: dict[int, list[Margin]] = {}
    for address, margin in margins_of(filing, user).items():
        standing = standing_of(found, address)
        strip = placing.strip_for(address, standing.chapter if standing else "") or whole
        beside.setdefault(id(strip), []).append(margin)
    return beside


def _readers(filing: Filing) -> dict[str, list[ChapterRead]]:
    found: dict[str, list[ChapterRead]] = {}
    rows = filing.readings.filter(round=filing.round).select_related("person").order_by("pk")
    for row in rows:
        found.setdefault(row.chapter, []).append(row)
    return found
