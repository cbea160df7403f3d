"""The mark: its words, its artwork, and the search for similar ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.documents.language import text
from schemes.findings import Finding
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.reading import at, day, has_mark, number, record, records

_SRGB = re.compile(r"#[0-9A-Fa-f]{6}")
_VECTOR_FORMATS = ("image/svg+xml", "application/pdf")


class WordsOfTitleAndMark(Rule):
    """Marks do not use words with a protected meaning (Measures on certificates and marks)."""

    id = "SCH-018"
    title = _("Title and mark avoid words that claim too much")
    source = _("Measures for the Administration of Certificates and Marks; Advertising Law")
    messages: ClassVar = {
        "title": _("The title contains “%(word)s”."),
        "mark": _("The mark contains the protected word “%(word)s”."),
    }
    help = _("Choose words that say what is certified and no more.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Search the title, and the words of the mark unless it is a national one."""
        for word in _words_in(at(document, "title"), facts.words.superlatives):
            yield self.warning("/title", "title", word=word)
        if not has_mark(document) or at(document, "origin") == "national_unified":
            return
        protected = facts.words.protected_in_marks
        for word in _words_in(at(document, "mark", "name"), protected):
            yield self.finding("/mark/name", "mark", word=word)
        elements = at(document, "mark", "text_elements")
        for index, element in enumerate(elements if isinstance(elements, list) else []):
            for word in _words_in(element, protected):
                yield self.finding(f"/mark/text_elements/{index}", "mark", word=word)


class ArtworkIsUsable(Rule):
    """A mark has vector artwork, a defined colour, sizes and clear space."""

    id = "SCH-019"
    title = _("The artwork of the mark can be reproduced")
    source = _("Practice of certification marks: standard sizes in linear proportion")
    messages: ClassVar = {
        "vector": _("The artwork must be a vector file (SVG or PDF)."),
        "colours": _("The mark needs at least one colour with its sRGB value, such as #004C97."),
        "print": _("The smallest size in print must be greater than 0 mm."),
        "clear_space": _("The clear space must be greater than 0."),
        "sizes": _("Standard sizes must be greater than 0 mm."),
        "proportion": _("Marks in standard sizes are enlarged and reduced in linear proportion."),
    }
    help = _("Complete the particulars of the mark.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge what a printer needs."""
        if not has_mark(document):
            return
        mark = record(document, "mark")
        artwork = record(mark, "artwork")
        if "mime" in artwork and artwork["mime"] not in _VECTOR_FORMATS:
            yield self.finding("/mark/artwork", "vector")
        if not any(_is_srgb(colour.get("srgb")) for _a, colour in records(mark, "colours")):
            yield self.finding("/mark/colours", "colours")
        if _not_positive(at(mark, "min_size", "print_mm")):
            yield self.finding("/mark/min_size/print_mm", "print")
        if _not_positive(at(mark, "clear_space", "value")):
            yield self.finding("/mark/clear_space/value", "clear_space")
        yield from self._sizes(mark.get("standard_sizes_mm"), mark.get("proportional"))

    def _sizes(self, sizes: Any, proportional: Any) -> Iterator[Finding]:
        if not isinstance(sizes, list) or not sizes:
            return
        if any(_not_positive(size) for size in sizes):
            yield self.finding("/mark/standard_sizes_mm", "sizes")
        if proportional is False:
            yield self.finding("/mark/proportional", "proportion")


class SimilarMarksSearched(Rule):
    """The search for similar marks is recent (Certification Regulations, Article 25)."""

    id = "SCH-020"
    title = _("Similar marks have been searched for")
    source = _("Certification and Accreditation Regulations, Article 25")
    messages: ClassVar = {
        "missing": _("No search for similar marks is recorded."),
        "old": _("The search for similar marks is more than %(limit)d days old on %(day)s."),
        "future": _("The search for similar marks is dated after %(day)s."),
    }
    help = _("Search the registers again and record the day and the result.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Count back from the signature; an unsigned draft is not judged by age."""
        if not has_mark(document):
            return
        similarity = at(document, "mark", "similarity")
        if not record(document, "mark", "similarity").get("searched"):
            within = "/searched" if isinstance(similarity, dict) else ""
            yield self.finding(f"/mark/similarity{within}", "missing")
            return
        searched = day(at(document, "mark", "similarity", "searched"))
        counted_from = day(at(document, "commitment", "signed_at"))
        if searched is None or counted_from is None:
            return
        limit = facts.limits.similarity_search_days
        address, on = "/mark/similarity/searched", counted_from.isoformat()
        if searched > counted_from:
            yield self.finding(address, "future", day=on)
        elif counted_from - searched > dt.timedelta(days=limit):
            yield self.finding(address, "old", limit=limit, day=on)


def _words_in(value: Any, words: tuple[str, ...]) -> list[str]:
    searched = [text(value, "zh"), text(value, "en")] if isinstance(value, dict) else [text(value)]
    return [word for word in words if any(word in part for part in searched)]


def _is_srgb(value: Any) -> bool:
    return isinstance(value, str) and _SRGB.fullmatch(value) is not None


def _not_positive(value: Any) -> bool:
    measured = number(value)
    return measured is not None and measured <= 0
