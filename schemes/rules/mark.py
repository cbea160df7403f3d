"""The mark: its words, its artwork, and the search for similar ones."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from portal.core.folding import fold
from schemes.documents.addresses import Document
from schemes.documents.language import text
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import at, day, has_mark, number, record, records
from schemes.rules.wording import words_in

_SRGB = re.compile(r"#[0-9A-Fa-f]{6}")
_VECTOR_FORMATS = ("image/svg+xml", "application/pdf")


class WordsOfTitleAndMark(Rule):
    """Marks do not use words with a protected meaning (Measures on certificates and marks)."""

    id = "SCH-018"
    title = _("Title and mark avoid words that claim too much")
    source = _("Measures for the Administration of Certificates and Marks; Advertising Law")
    also = (Severity.WARNING,)
    messages: ClassVar = {
        "title": _("The title contains “%(word)s”."),
        "mark": _("The mark contains the protected word “%(word)s”."),
        "protected_mark": _("“%(word)s” stands on a protected mark: %(name)s."),
    }
    help = _("Choose words that say what is certified and no more.")
    reads = ("rule-words", "protected-marks")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Search the title, and the words of the mark unless it is a national one."""
        for word in words_in(at(document, "title"), facts.words.superlatives):
            yield self.warning("/title", "title", word=word)
        if not has_mark(document) or at(document, "origin") == "national_unified":
            return
        protected = facts.words.protected_in_marks
        for word in words_in(at(document, "mark", "name"), protected):
            yield self.finding("/mark/name", "mark", word=word)
        elements = at(document, "mark", "text_elements")
        for index, element in enumerate(elements if isinstance(elements, list) else []):
            address = f"/mark/text_elements/{index}"
            for word in words_in(element, protected):
                yield self.finding(address, "mark", word=word)
            owned = facts.mark_words.get(_plain(element))
            if owned is not None:
                yield self.finding(address, "protected_mark", word=text(element), name=dict(owned))


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
    """Similar marks have been searched for, lately, and are judged by people (Article 25).

    A resemblance that the register sees is shown, with a warning that needs a written reason.
    """

    id = "SCH-020"
    title = _("Similar marks have been searched for")
    source = _("Certification and Accreditation Regulations, Article 25")
    also = (Severity.WARNING, Severity.UNCHECKED)
    messages: ClassVar = {
        "similar": _("The mark resembles “%(name)s” of %(owner)s (likeness %(score)d%%)."),
        "similar_unowned": _("The mark resembles “%(name)s” (likeness %(score)d%%)."),
        "unknown": _("The artwork could not be compared with other marks."),
        "missing": _("No search for similar marks is recorded."),
        "old": _("The search for similar marks is more than %(limit)d days old on %(day)s."),
        "future": _("The search for similar marks is dated after %(day)s."),
    }
    gaps = frozenset({"missing"})
    help = _(
        "Look at the marks that resemble yours; search the registers again and record the day and "
        "the result."
    )
    reads = ("limits", "protected-marks")
    limits = ("similarity_search_days",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge the search that is recorded, then show what the register itself finds."""
        if has_mark(document):
            yield from self._search(document, facts)
            yield from self._similar(document, facts)

    def _similar(self, document: Document, facts: Facts) -> Iterator[Finding]:
        if facts.similar_marks is None:
            if record(document, "mark", "artwork"):
                yield self.finding("/mark/artwork", "unknown", Severity.UNCHECKED)
            return
        for mark in facts.similar_marks:
            yield self.warning(
                mark.address,
                "similar" if text(mark.owner) else "similar_unowned",
                key=mark.key,
                name=dict(mark.name),
                owner=dict(mark.owner),
                score=round(mark.score * 100),
            )

    def _search(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Count back from the signature; an unsigned draft is not judged by age."""
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


def _plain(element: Any) -> str:
    """The text of a mark's element without regard to width and case."""
    return fold(text(element)).strip()


def _is_srgb(value: Any) -> bool:
    return isinstance(value, str) and _SRGB.fullmatch(value) is not None


def _not_positive(value: Any) -> bool:
    measured = number(value)
    return measured is not None and measured <= 0
