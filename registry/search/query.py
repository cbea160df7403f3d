"""What a person typed into the search box, understood without ever failing.

Blanks mean *and*, quotation marks an exact phrase. There are no operators, so no text can be
wrong or dangerous: what is not a letter or a digit only separates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.folding import fold
from portal.core.standard_numbers import Mention, mentions_in
from registry.register.numbers import is_well_formed, normalise_number
from registry.search.words import RUN, compact, dated, singular, tokens

#: Longer questions are cut: nobody reads the answer to them, and each word costs time.
LONGEST_QUERY = 200
MOST_TERMS = 12
QUOTED = re.compile(r"[\"“”„«»「」『』]([^\"“”„«»「」『』]*)[\"“”„«»「」『』]")
#: Of the word for a number: letters, and digits with their parts; signs may stand between them.
_PIECES = re.compile(r"\d+(?:·\d+)*|\D")
_SIGNS = r"[\s/-]*"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other. `begins` when the last may go on; `pattern` finds it."""

    words: tuple[str, ...]
    begins: bool
    pattern: str


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for: any of the alternatives, of each all phrases."""

    alternatives: tuple[tuple[Phrase, ...], ...]

    @property
    def phrases(self) -> list[Phrase]:
        """All phrases, for marking them in a text."""
        return [phrase for alternative in self.alternatives for phrase in alternative]


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """Everything asked for; all terms must be found. `was_cut` when some of it was left out."""

    terms: tuple[Term, ...] = ()
    was_cut: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    def marker(self) -> re.Pattern[str] | None:
        """A pattern that finds in a folded text what was asked for."""
        patterns = {p.pattern: None for term in self.terms for p in term.phrases}
        return re.compile("|".join(sorted(patterns, key=len, reverse=True))) if patterns else None


def parse_query(text: str) -> SearchQuery:
    """The question in a text, which may be anything at all."""
    number = normalise_number(text[:LONGEST_QUERY])
    if is_well_formed(number) and (phrase := _phrase(fold(number), may_go_on=False)):
        # Typed or pasted with words around it, a number of the register asks for that scheme.
        return SearchQuery((Term(((phrase,),)),))
    folded = fold(text[: LONGEST_QUERY + 1])
    was_cut = len(text) > LONGEST_QUERY
    terms = list(_terms(folded[: 2 * LONGEST_QUERY]))
    return SearchQuery(tuple(terms[:MOST_TERMS]), was_cut or len(terms) > MOST_TERMS)


def _terms(folded: str) -> Iterator[Term]:
    at = 0
    for quoted in QUOTED.finditer(folded):
        yield from _plain_terms(folded[at : quoted.start()])
        if phrase := _phrase(quoted[1], may_go_on=False):
            yield Term(((phrase,),))
        at = quoted.end()
    yield from _plain_terms(folded[at:])


def _plain_terms(folded: str) -> Iterator[Term]:
    at = 0
    for mention in mentions_in(folded):
        yield from _word_terms(folded[at : mention.start])
        yield _standard_term(mention, folded[mention.start : mention.end])
        at = mention.end
    yield from _word_terms(folded[at:])


def _word_terms(folded: str) -> Iterator[Term]:
    for piece in folded.split():
        for part in _pieces(piece):
            if phrase := _phrase(part, may_go_on=True):
                yield Term(((phrase,),))


def _pieces(piece: str) -> Iterator[str]:
    """Chinese and other runs apart; other words joined by signs (`water-based`) together."""
    others: list[str] = []
    for run in RUN.finditer(piece):
        if run["word"]:
            others.append(run["word"])
            continue
        if others:
            yield " ".join(others)
            others = []
        yield run["han"]
    if others:
        yield " ".join(others)


def _standard_term(mention: Mention, written: str) -> Term:
    number = mention.number
    pieces = (piece.replace("·", "[./-]") for piece in _PIECES.findall(compact(number)))
    pattern = rf"(?<![a-z0-9]){_SIGNS.join(pieces)}(?!\d)"
    if number.year:
        pattern += rf"\s?[-:]\s?{number.year}"
    exact = (Phrase((dated(number),), False, pattern),)
    if not mention.is_loose:
        return Term((exact,))
    words = tuple(p for w in written.split() if (p := _phrase(w, may_go_on=True)))
    return Term((exact, words))


def _phrase(folded: str, *, may_go_on: bool) -> Phrase | None:
    runs = list(RUN.finditer(folded))
    if not runs:
        return None
    words = list(tokens(folded))
    last = runs[-1]
    begins = may_go_on and bool(last["word"]) and last["word"].isalpha() and len(last["word"]) > 2
    if last["han"]:
        if len(last["han"]) > 1:
            words.pop()
        else:
            begins = True
    pattern = r"[\W_]+".join(_pattern(run) for run in runs)
    return Phrase(tuple(words), begins, pattern)


def _pattern(run: re.Match[str]) -> str:
    if run["han"]:
        return re.escape(run["han"])
    word: str = run["word"]
    if not (word.isascii() and word.isalpha() and len(word) > 2):
        return rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"
    stem = singular(word)
    return rf"(?<![a-z0-9]){re.escape(stem.removesuffix('y') if stem != word else stem)}[a-z]*"
