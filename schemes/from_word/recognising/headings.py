"""Which part a heading is about."""

from __future__ import annotations

import os.path
import re

from schemes.from_word.vocabulary import Vocabulary, key_of

_HAN = re.compile("[\u2e80-\u9fff]")
_LATIN_TAIL = re.compile(
    r"^(?P<zh>.*[\u2e80-\u9fff）)】])\s*[/|]?\s*(?P<en>[A-Za-z][A-Za-z ,.&'()/:-]{2,})$"
)
#: A word of fewer letters inside a heading says too little.
_SHORTEST = 2
_AND = re.compile("[、和与及或/,，]|以及|或者")
#: What many headings end with, whatever they are about.
_TAILS = re.compile("(?:程序|要求|管理|实施|规定|内容|情形|说明|办法)$")


def both_languages(text: str) -> tuple[str, str]:
    """The Chinese and the English words of a text such as `适用范围 Scope`."""
    found = _LATIN_TAIL.match(text.strip())
    if found:
        return found["zh"].strip(), found["en"].strip()
    return (text, "") if _HAN.search(text) else ("", text)


def has_chinese(text: str) -> bool:
    """Whether a text has Chinese letters."""
    return _HAN.search(text) is not None


def part_of_heading(text: str, vocabulary: Vocabulary, around: str) -> str | None:
    """The part that a heading means, or None.

    The whole heading counts first. Else the word at its end does, which in Chinese is what the
    others describe; of parts with the same words that below `around` is meant. Of several parts
    joined by 和 the one that holds them all is meant.
    """
    for words in filter(None, both_languages(text)):
        whole = vocabulary.headings.get(key_of(words))
        if whole:
            return _nearest(whole, around)
    for words in filter(None, both_languages(text)):
        joined = [part_of_end(one, vocabulary, around) for one in _AND.split(words)]
        if len(joined) > 1 and all(joined):
            return os.path.commonpath([str(one) for one in joined]).rstrip("/")
        bare = _TAILS.sub("", key_of(words))
        ending = part_of_end(bare, vocabulary, around) or part_of_end(words, vocabulary, around)
        if ending:
            return ending
    return None


def part_of_end(words: str, vocabulary: Vocabulary, around: str) -> str | None:
    """The part whose word stands nearest to the end of a heading; of two there, the longer.

    Parts of the chapter at hand come before all others.
    """
    key = key_of(words)
    best: tuple[bool, int, int] = (False, 0, 0)
    meant: tuple[str, ...] = ()
    for word, parts in vocabulary.headings.items():
        at = key.rfind(word)
        if at < 0 or len(word) < _SHORTEST or (word.isascii() and len(word) < 5):
            continue
        below = any(around and part.startswith(f"{around}/") for part in parts)
        rank = (below, at + len(word), len(word))
        if rank > best:
            best, meant = rank, parts
    is_below, end, length = best
    # What only begins with such a word is about something else, unless its chapter has it.
    is_near = meant and (is_below or end >= len(key) - 2 or length * 2 > len(key))
    return _nearest(meant, around) if is_near else None


def _nearest(parts: tuple[str, ...], around: str) -> str:
    below = [part for part in parts if around and part.startswith(f"{around}/")]
    beside = [part for part in parts if around and part.split("/")[1] == around.split("/")[1]]
    return (below or beside or list(parts))[0]
