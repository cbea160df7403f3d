"""Words of the search index: one rule of cutting for what is indexed and for what is asked.

Chinese is cut into pairs of neighbouring characters, the last character of a run standing once
more alone: 空气净化 becomes 空气 气净 净化 化. Any piece of two or more characters is then a phrase
of pairs, and a single character the beginning of one. Recall and precision are complete, which
no dictionary of words reaches. Numbers of standards are indexed once more without blanks and
slashes: `IEC 60335-1:2020` as `iec60335·1y2020`, `iec60335·1` and, as all its parts, `iec60335`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.core.standard_numbers import StandardNumber, mentions_in

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"(?P<han>[{HAN}]+)|(?P<word>(?:(?![{HAN}])[^\W_])+)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[./-](?=\d)")
_OTHER_SIGNS = re.compile(r"[^\w·]")
_BEFORE_PART = re.compile(r"(?<=\d)-")
_DIGITS = re.compile(r"(?<![\d·])\d+$")
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


def compact(number: StandardNumber) -> str:
    """The name of a standard as one word of the index: `gb4706·1`, `iec60335·1`."""
    return _compact(number.name)


def _compact(name: str) -> str:
    return _OTHER_SIGNS.sub("", _BETWEEN_DIGITS.sub("·", name.lower()))


def dated(number: StandardNumber) -> str:
    """The same with its year, where it has one."""
    return f"{compact(number)}y{number.year}" if number.year else compact(number)


def filed_under(ref: str) -> tuple[str, str]:
    """What a standard is looked up by, however its number is written, and its year."""
    number = StandardNumber.of(ref)
    return compact(number)[:LONGEST_WORD], number.year


def compact_forms(folded: str) -> list[str]:
    """The extra words for the numbers of standards in a text, each once."""
    forms = (form for mention in mentions_in(folded) for form in _forms(mention.number))
    return list(dict.fromkeys(forms))


def _forms(number: StandardNumber) -> Iterator[str]:
    """Its name with the year and without, and what it shares with other parts: `iec60335`."""
    yield dated(number)
    ends = [sign.start() for sign in _BEFORE_PART.finditer(number.name)]
    names = [_compact(number.name[:end]) for end in (*ends, None)]
    yield from reversed(names)
    if digits := _DIGITS.search(names[0]):
        yield digits[0]  # `GB/T19001` is one word with its letter
