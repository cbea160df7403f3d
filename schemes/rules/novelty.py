"""The duplicate gate: what resembles the scheme is named, and how the scheme differs from it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.documents.language import normalised, text
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts, NeighbourFact
from schemes.rules.lenient import Record, at, records

_RELATED = "/purpose/related_schemes"


class NeighboursAreAnswered(Rule):
    """A body writes rules of its own only where the state has none (Regulations, Article 17).

    What the search for similar schemes finds is judged by people: the author says for each how
    this scheme differs. Schemes of the same body need no answer.
    """

    id = "SCH-017"
    title = _("Similar schemes are named, with the difference")
    source = _("Certification and Accreditation Regulations, Article 17; CNCA Notice 2025 No. 9")
    also = (Severity.UNCHECKED,)
    messages: ClassVar = {
        "national": _(
            "The scheme resembles the national scheme “%(title)s” (likeness %(score)d%%), which is "
            "not among the related schemes."
        ),
        "registered": _(
            "The scheme resembles “%(title)s” of another body (likeness %(score)d%%), which is not "
            "among the related schemes."
        ),
        "difference": _("It is not said how the scheme differs from “%(title)s”."),
        "unknown": _("Nobody has searched for similar schemes yet."),
    }
    help = _(
        "Compare the two schemes side by side, add the other one to the related schemes by its "
        "number, and say how yours differs."
    )
    reads = ("national-schemes",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Ask for an answer to each neighbour; unchecked when nobody has looked."""
        if at(document, "purpose", "related_schemes") is None:
            return
        if facts.neighbours is None:
            yield self.finding(_RELATED, "unknown", Severity.UNCHECKED)
            return
        if not facts.neighbours:
            return
        answers = records(document, "purpose", "related_schemes", "items")
        for neighbour in facts.neighbours:
            if neighbour.is_national or not neighbour.is_own:
                yield from self._answered(neighbour, answers)

    def _answered(
        self, neighbour: NeighbourFact, answers: list[tuple[str, Record]]
    ) -> Iterator[Finding]:
        names = {normalised(name) for name in neighbour.names} - {""}
        named = [(place, item) for place, item in answers if normalised(item.get("ref")) in names]
        if any(text(item.get("difference")).strip() for _place, item in named):
            return
        about: dict[str, Any] = {
            "key": neighbour.key,
            "title": dict(neighbour.title),
            "score": round(neighbour.score * 100),
        }
        if named:
            yield self.finding(f"{named[0][0]}/difference", "difference", **about)
        else:
            case = "national" if neighbour.is_national else "registered"
            yield self.finding(f"{_RELATED}/items", case, **about)
