"""A numbering pattern as a template: signs that are counted, chosen between and repeated.

RE2, which we use ourselves, reads a text once. Others who check certificate numbers with the
published pattern may use an engine that tries every way of reading it; where what is repeated can
be read in several ways, their number multiplies with each repetition. So inside a repetition the
next sign must always say how to go on, as in the content models of XML (Brüggemann-Klein and
Wood, "One-unambiguous regular languages", 1998).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import re2

#: What is repeated more often than this is as bad as what is repeated without end.
_FEW = 9
_TOKEN = re.compile(
    r"""
    (?P<count> [*+?] | \{(?P<least>[0-9]+)(?P<comma>,?)(?P<most>[0-9]*)\} ) \??
  | (?P<nothing> [\^$] | \\[AbBzZ] | \(\?[A-Za-z-]+\) )
  | (?P<opens> \( (?: \?[A-Za-z-]*: | \?P?<\w+> )? )
  | (?P<closes> \) )
  | (?P<or> \| )
  | \\Q.*?(?:\\E|$) | \\[pP](?:\{[^}]*\}|.) | \\x(?:\{[^}]*\}|..) | \\[0-7]{1,3} | \\.
  | \[\^?\]? (?: \[:\^?\w+:\] | \\. | [^\]\\] )* \] | .
    """,
    re.VERBOSE | re.DOTALL,
)
_REPEATED_GROUP = re.compile(r"\)[*+{]")
_IGNORES_CASE = re.compile(r"\(\?[A-Za-z]*i")
#: What may stand for any sign, as far as can be said here.
_ANYTHING = re.compile(r"\\[pPQC]")
_ASCII = "".join(map(chr, range(1, 128)))
#: In place of all signs that are neither in ASCII nor named by the pattern.
_OTHER = "\ue000"

Signs = frozenset[str]
_NONE: Signs = frozenset()


@dataclass(frozen=True)
class Part:
    """A sign out of a set, or a choice of rows of parts, a number of times.

    `first` are the signs with which it may begin; `most` is None where there is no end.
    """

    first: Signs = _NONE
    rows: tuple[tuple[Part, ...], ...] = ()
    may_be_empty: bool = False
    least: int = 1
    most: int | None = 1

    def times(self, least: int, most: int | None) -> Part:
        """The same part, repeated."""
        may_be_empty = self.may_be_empty or not least
        return replace(self, may_be_empty=may_be_empty, least=least, most=most)


@lru_cache(maxsize=1024)
def could_run_for_ever(pattern: str) -> bool:
    """Whether what the pattern repeats may be read in several ways; RE2 must accept the pattern."""
    if not _REPEATED_GROUP.search(pattern):
        return False
    return not _is_clear(template_of(pattern), _NONE, inside=False)


def template_of(pattern: str) -> Part:
    """A pattern that RE2 accepts, as a template."""
    groups: list[list[list[Part]]] = [[[]]]
    for token in _TOKEN.finditer(pattern):
        if token["opens"]:
            groups.append([[]])
        elif token["or"]:
            groups[-1].append([])
        elif token["closes"]:
            closed = _choice(groups.pop())
            groups[-1][-1].append(closed)
        elif token["count"]:
            groups[-1][-1].append(groups[-1][-1].pop().times(*_bounds(token)))
        elif token["nothing"]:
            groups[-1][-1].append(Part(may_be_empty=True))
        else:
            groups[-1][-1].append(Part(_signs(token[0], pattern)))
    return _choice(groups[0])


def _choice(rows: Sequence[Sequence[Part]]) -> Part:
    first = _NONE.union(*(_first(row, _NONE) for row in rows))
    may_be_empty = any(all(part.may_be_empty for part in row) for row in rows)
    return Part(first, tuple(map(tuple, rows)), may_be_empty)


def _bounds(token: re.Match[str]) -> tuple[int, int | None]:
    if token["least"] is None:
        return (1 if token[0][0] == "+" else 0), (1 if token[0][0] == "?" else None)
    least = int(token["least"])
    if token["most"]:
        return least, int(token["most"])
    return least, None if token["comma"] else least


def _signs(written: str, pattern: str) -> Signs:
    """The signs that one place of the pattern stands for; RE2 itself is asked."""
    known = _ASCII + _OTHER + "".join(sign for sign in pattern if not sign.isascii())
    if _ANYTHING.search(written):
        return frozenset(known)
    flags = "(?i)" if _IGNORES_CASE.search(pattern) else ""
    fits = re2.compile(flags + written).fullmatch
    return frozenset(sign for sign in known if fits(sign))


def _first(row: Sequence[Part], then: Signs) -> Signs:
    """The signs with which a row, and what comes then, may begin."""
    for part in reversed(row):
        then = part.first | then if part.may_be_empty else part.first
    return then


def _is_clear(part: Part, then: Signs, *, inside: bool) -> bool:
    """Whether the next sign says how to go on, at each place inside a repetition.

    `then` are the signs that may follow the part; `inside` is whether it stands in a repetition.
    """
    if inside and part.least != part.most and part.first & then:
        return False
    follows = (then if inside else _NONE) | (part.first if part.most != 1 else _NONE)
    is_loop = part.most is None or part.most > _FEW
    rows = _without_nothing(part.rows) if is_loop else part.rows
    ways = [_first(row, follows) for row in rows]
    if (inside or is_loop) and sum(map(len, ways)) > len(_NONE.union(*ways)):
        return False
    return all(
        _is_clear(each, _first(row[place + 1 :], follows), inside=inside or is_loop)
        for row in rows
        for place, each in enumerate(row)
    )


def _without_nothing(rows: tuple[tuple[Part, ...], ...]) -> tuple[tuple[Part, ...], ...]:
    """Rows to be repeated: where they are `a?` alone, `a`, since ending serves as well."""
    if len(rows) == 1 and len(rows[0]) == 1 and not rows[0][0].least:
        return ((replace(rows[0][0], least=1),),)
    return rows
