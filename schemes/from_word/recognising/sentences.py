"""What a sentence says in numbers and codes: the facts that parts of a blueprint ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.core.folding import fold
from schemes.from_word.quantities import Quantity, date_in, in_unit_of, quantities_in
from schemes.from_word.recognising.headings import has_chinese
from schemes.from_word.vocabulary import Vocabulary, Wording

_SENTENCE = re.compile("[。；;！!]")
#: How far from its word a number stands, in letters.
_NEAR = 24
#: A word of so many letters is heeded outside its chapter, too.
_TELLING = 3
_LEADS_IN = re.compile(r"(?:[:：]|如下。?|下列情形之一的。?)\s*$")
_NAME_AND_VALUE = re.compile(r"^[^:：]{1,24}[:：]\s*(?P<value>\S.*)$", re.DOTALL)


@dataclass(frozen=True)
class Fact:
    """A value of a part, read out of a sentence."""

    address: str
    value: Any


def is_related(address: str, around: str) -> bool:
    """Whether a part belongs to the chapter that is read."""
    if not around:
        return False
    both = address.split("/")[1:], around.split("/")[1:]
    return both[0][0] == both[1][0] and (
        both[0][0] != "process" or len(both[1]) < 2 or both[0][1] == both[1][1]
    )


def facts_in(text: str, vocabulary: Vocabulary, around: str) -> Iterator[Fact]:
    """The numbers that parts ask for, by the words near them; each part once."""
    said: set[str] = set()
    for sentence in _SENTENCE.split(text):
        folded = fold(sentence)
        quantities = list(quantities_in(sentence))
        for word in vocabulary.facts:
            if word.part in said or not quantities:
                continue
            telling = len(word.word) >= _TELLING and not around
            if not (is_related(word.part, around) or telling):
                continue
            value = _number_near(word, folded, quantities, vocabulary)
            if value is not None:
                said.add(word.part)
                yield Fact(word.part, value)


def _number_near(
    word: Wording, folded: str, quantities: list[Quantity], vocabulary: Vocabulary
) -> float | None:
    at = folded.find(fold(word.word))
    node = vocabulary.node(word.part)
    if at < 0 or node is None:
        return None
    end = at + len(fold(word.word))
    fitting = [
        (number, one)
        for one in quantities
        if (number := in_unit_of(one, node.name, node.unit)) is not None
    ]
    after = [(one.start - end, number) for number, one in fitting if one.start >= end]
    before = [(at - one.end, number) for number, one in fitting if one.end <= at]
    near = [one for one in sorted(after) if one[0] <= _NEAR] or [
        (gap, number) for gap, number in sorted(before) if gap <= _NEAR
    ]
    return near[0][1] if near else None


@dataclass(frozen=True)
class Cued:
    """A part whose word stands in a text; `value` is a code or day, None for the words."""

    address: str
    words: str
    value: Any = None
    leads_in: bool = False


def cued(text: str, vocabulary: Vocabulary, around: str, is_cover: bool = False) -> Cued | None:
    """The part that a word of the text names, where it is of this chapter or tells enough."""
    folded = fold(text)
    leads_in = bool(_LEADS_IN.search(text))
    for one in vocabulary.cues:
        at = folded.find(fold(one.word))
        if at < 0 or (one.word.isascii() and not _stands_alone(one.word, folded)):
            continue
        node = vocabulary.node(one.part)
        if node is None:
            continue
        is_front = one.part.startswith(("/title", "/rule_number", "/lifecycle", "/drafting"))
        if is_front and not (is_cover and (at <= 2 or node.kind == "date")):
            continue
        if not is_front and not (is_related(one.part, around) or _tells(one, around)):
            continue
        if one.code:
            return Cued(one.part, text, node.kind == "boolean" or one.code)
        if node.kind == "date":
            day = date_in(text)
            if not day:
                continue
            return Cued(one.part, text, day)
        if leads_in and node.kind != "records":
            continue
        return Cued(one.part, text, _value(text, node.kind), leads_in and node.kind == "records")
    return None


def _stands_alone(word: str, folded: str) -> bool:
    """Whether a Latin word is none of the letters of another."""
    return re.search(rf"(?<![a-z]){re.escape(fold(word))}(?![a-z])", folded) is not None


def _tells(one: Wording, around: str) -> bool:
    """Whether a word is heeded outside its chapter: in one that means no part."""
    return not around and (len(one.word) >= _TELLING or one.part == "/confidentiality")


def _value(text: str, kind: str) -> Any:
    """Of a part that holds an identifier, what stands after the colon."""
    found = _NAME_AND_VALUE.match(text)
    if kind != "text" or found is None:
        return None
    return found["value"].strip()


def is_lead_in(text: str) -> bool:
    """Whether a text only announces the list after it."""
    return bool(_LEADS_IN.search(text)) and len(text) <= 60 and "。" not in text


def words_after_name(text: str) -> str:
    """What stands after the name and the colon at a text's beginning; else all of it."""
    found = _NAME_AND_VALUE.match(text)
    return found["value"].strip() if found else text


def is_translation(text: str) -> bool:
    """Whether a text is in Latin letters alone, and words."""
    return not has_chinese(text) and len(re.findall("[A-Za-z]{2,}", text)) >= 2
