"""Two schemes side by side, aspect by aspect, with what both have marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.core.folding import fold
from portal.core.localised import document_language, in_language
from schemes.similarity.comparing import WEIGHTS, languages_by_closeness
from schemes.similarity.content import CODE_SYSTEMS, Content, Localised
from schemes.similarity.profiles import Profile, code_of, profile
from schemes.similarity.terms import spans, standard_number

#: What the classifications of objects are called.
_SYSTEMS = dict(zip(CODE_SYSTEMS, ("GB/T 7635", "GB/T 4754", "ISIC", "HS"), strict=True))


@dataclass(frozen=True)
class Row:
    """One aspect: the lines of both schemes, with `mark` elements around what both have."""

    aspect: str
    ours: tuple[SafeString, ...]
    theirs: tuple[SafeString, ...]


def side_by_side(ours: Content, theirs: Content) -> list[Row]:
    """All aspects of two schemes, in the language of the page where both have it.

    Else in one that both have, the closest first; texts that share none stand each in its own.
    """
    pair = profile(ours), profile(theirs)
    rows = []
    for aspect in WEIGHTS:
        languages = languages_by_closeness(aspect, *pair)
        own = document_language()
        language = own if own in languages else next(iter(languages), "")
        marker = _Marker(aspect, language, *pair)
        rows.append(Row(aspect, tuple(marker.lines(ours)), tuple(marker.lines(theirs))))
    return rows


class _Marker:
    """Writes the lines of one aspect and marks what both schemes have in it."""

    def __init__(self, aspect: str, language: str, ours: Profile, theirs: Profile) -> None:
        self._aspect = aspect
        self._language = language or None
        place = (aspect, language)
        nothing: frozenset[str] = frozenset()
        self._terms = ours.sets.get(place, nothing) & theirs.sets.get(place, nothing)
        self._bases = frozenset(ours.bases.keys() & theirs.bases.keys())
        self._codes = ours.codes & theirs.codes

    def lines(self, content: Content) -> Iterator[SafeString]:
        """The lines of one of the two."""
        if self._aspect == "title":
            yield from (self._text(title) for title in content.titles)
        elif self._aspect == "scope":
            yield from (self._text(part) for part in content.scope)
        elif self._aspect == "objects":
            yield from self._objects(content)
        elif self._aspect == "basis":
            yield from self._basis(content)
        else:
            for criterion in content.criteria:
                parts = [self._text(part) for part in (criterion.title, criterion.text) if part]
                yield format_html_join(": ", "{}", ((part,) for part in parts))

    def _objects(self, content: Content) -> Iterator[SafeString]:
        for thing in content.objects:
            codes = [
                _marked_if(code_of(system, code) in self._codes, f"{_SYSTEMS[system]} {code}")
                for system, code in thing.codes.items()
            ]
            yield format_html_join(
                " · ", "{}", ((part,) for part in (self._text(thing.name), *codes))
            )

    def _basis(self, content: Content) -> Iterator[SafeString]:
        for basis in content.bases:
            number = _marked_if(standard_number(basis.ref) in self._bases, basis.ref)
            title = in_language(basis.title, self._language)
            yield format_html("{} {}", number, title) if title else number

    def _text(self, text: Localised) -> SafeString:
        return marked(in_language(text, self._language), self._terms)


def marked(text: str, shared: frozenset[str]) -> SafeString:
    """A text with `mark` around the passages that consist of shared terms."""
    folded, origins = _folded(text)
    covered = [False] * len(text)
    for term, start, end in spans(folded):
        if term in shared:
            for place in origins[start:end]:
                covered[place] = True
    return format_html_join(
        "", "{}", ((_marked_if(is_shared, part),) for is_shared, part in _parts(text, covered))
    )


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place that it comes from."""
    characters = [(folded, place) for place, each in enumerate(text) for folded in fold(each)]
    return "".join(folded for folded, _place in characters), [place for _f, place in characters]


def _parts(text: str, covered: list[bool]) -> Iterator[tuple[bool, str]]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or covered[place] != covered[start]:
            yield covered[start], text[start:place]
            start = place


def _marked_if(is_shared: bool, text: str) -> SafeString:
    return format_html("<mark>{}</mark>", text) if is_shared else format_html("{}", text)
