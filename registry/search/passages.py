"""The passage of a rule in which the words asked for stand, with the words marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from portal.core.folding import fold
from registry.models import Publication, PublishedText
from registry.search.query import SearchQuery
from registry.search.words import HAN

#: How much is shown before and after the first word found.
BEFORE, AFTER = 36, 110
_HAN = re.compile(f"[{HAN}]")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text with the words found in `mark` elements, and its place in the document."""

    address: str
    html: SafeString
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """How one result answers the question."""

    title: SafeString | str
    passage: Passage | None


def answers(
    publications: Sequence[Publication], query: SearchQuery, language: str
) -> dict[int, Found]:
    """For each publication its title and best passage with the words marked; one query."""
    marker = query.marker()
    if marker is None:
        return {}
    keys = [publication.pk for publication in publications]
    texts = dict(
        PublishedText.objects.filter(pk__in=keys).values_list("publication_id", "passages")
    )
    return {
        publication.pk: Found(
            marked(publication.title, spans(publication.title, marker)),
            best_passage(texts.get(publication.pk, []), marker, language),
        )
        for publication in publications
    }


def best_passage(
    passages: Sequence[Sequence[str]], marker: re.Pattern[str], language: str
) -> Passage | None:
    """The passage with most of the words; of equals one in the language, then the first."""
    best: tuple[int, bool, int] | None = None
    for place, (_address, text) in enumerate(passages):
        found = {match[0] for match in marker.finditer(fold(text))}
        if not found:
            continue
        rank = (len(found), bool(_HAN.search(text)) == (language == "zh"), -place)
        if best is None or rank > best:
            best = rank
    if best is None:
        return None
    address, text = passages[-best[2]]
    return _passage(address, text, marker)


def _passage(address: str, text: str, marker: re.Pattern[str]) -> Passage | None:
    found = spans(text, marker)
    if not found:
        return None
    start = max(0, found[0][0] - BEFORE)
    end = min(len(text), max(found[0][1], start + BEFORE) + AFTER)
    piece = text[start:end]
    before, after = "…" if start else "", "…" if end < len(text) else ""
    inside = [(a - start, min(b, end) - start) for a, b in found if a < end]
    html = marked(piece, inside)
    return Passage(address, SafeString(before + html + after), before + piece + after)


def spans(text: str, marker: re.Pattern[str]) -> list[Span]:
    """Where in the text, as it is written, the words stand.

    Folding can change lengths, so each character is folded alone and remembered.
    """
    folded: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        for sign in fold(character):
            folded.append(sign)
            origin.append(place)
    found = marker.finditer("".join(folded))
    return [(origin[m.start()], origin[m.end() - 1] + 1) for m in found if m.end() > m.start()]


def marked(text: str, found: Sequence[Span]) -> SafeString:
    """The text as HTML with the pieces in `mark` elements."""
    parts: list[tuple[str, str, str]] = []
    at = 0
    for start, end in found:
        if start < at:
            continue
        parts += [("", text[at:start], ""), ("<mark>", text[start:end], "</mark>")]
        at = end
    parts.append(("", text[at:], ""))
    rows = ((SafeString(opening), words, SafeString(closing)) for opening, words, closing in parts)
    return format_html_join("", "{}{}{}", rows)
