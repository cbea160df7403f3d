"""Words of the search index: one rule of cutting for what is indexed and for what is asked.

Chinese is cut into pairs of neighbouring characters, the last character of a run standing once
more alone: 空气净化 becomes 空气 气净 净化 化. Any piece of two or more characters is then a phrase
of pairs, and a single character the beginning of one. Recall and precision are complete, which
no dictionary of words reaches. Numbers of standards are indexed once more without blanks,
slashes and year: `GB/T 19001-2016` as `gbt19001` and `gbt19001y2016`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from portal.core.folding import fold, plain
from portal.core.standard_numbers import without_year, year_of

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>(?:(?![{HAN}])[^\W_])+)")
STANDARD = re.compile(
    r"(?<![a-z0-9])(?P<letters>[a-z]{1,6}(?:\s?/\s?[a-z]{1,6}){0,2})(?P<gap>[\s-]?)\s?"
    r"(?P<number>\d{1,7}(?:\.\d{1,4}){0,3})(?![\da-z])"
    r"(?:\s?[-:]\s?(?P<year>(?:19|20)\d\d)(?!\d))?"
)
#: No lexeme of a language is longer; keys and digests may be.
LONGEST_WORD = 80


def singular(word: str) -> str:
    """An English word without its plural ending, roughly; the same for index and question."""
    if len(word) < 4 or not (word.isascii() and word.isalpha()):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def tokens(folded: str) -> Iterator[str]:
    """The words of a folded text in their order, as they are indexed."""
    for run in RUN.finditer(folded):
        if run["word"]:
            yield singular(run["word"][:LONGEST_WORD])
            continue
        han = run["han"]
        yield from (han[i : i + 2] for i in range(len(han) - 1))
        yield han[-1]


@dataclass(frozen=True, slots=True)
class StandardNumber:
    """The number of a standard as found in a text."""

    letters: str
    number: str
    year: str = ""
    #: Whether nothing but a blank joins letters and number, as in any two words.
    is_loose: bool = False

    @property
    def compact(self) -> str:
        """Letters and number without blanks, slashes and year."""
        return self.letters + self.number.replace(".", "·")

    @property
    def dated(self) -> str:
        """The same with its year, where it has one."""
        return f"{self.compact}y{self.year}" if self.year else self.compact


def standard_numbers(folded: str) -> Iterator[tuple[StandardNumber, int, int]]:
    """Everything in a folded text that looks like the number of a standard, and where."""
    for found in STANDARD.finditer(folded):
        letters = re.sub(r"[^a-z]", "", found["letters"])
        is_loose = "/" not in found["letters"] and bool(
            found["gap"].strip() != "-" and found["gap"]
        )
        number = StandardNumber(letters, found["number"], found["year"] or "", is_loose)
        yield number, found.start(), found.end()


def standard_number(text: str) -> StandardNumber | None:
    """The number of a standard that a text is, or None when it is something else."""
    folded = fold(plain(text))
    for number, start, end in standard_numbers(folded):
        if start == 0 and end == len(folded):
            return number
    return None


def filed_under(ref: str) -> tuple[str, str]:
    """What a standard is looked up by, however its number is written, and its year."""
    number = standard_number(ref)
    if number is not None:
        return number.compact, number.year
    return without_year(ref).lower(), year_of(ref)


def compact_forms(folded: str) -> list[str]:
    """The extra words for the numbers of standards in a text, each once."""
    forms: dict[str, None] = {}
    for number, _start, _end in standard_numbers(folded):
        forms[number.compact] = None
        forms[number.dated] = None
        if number.number.isdigit():
            forms[number.number] = None  # `GB/T19001` is one word with its letter
    return list(forms)
