"""A title on a cover: broken where people would break it, into lines of about the same length."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil
from typing import Any

from registry.pdf.widths import width
from schemes.documents import has_language, text

#: Chinese characters in one line of the title and of the smaller one below it.
LINE_OF_TITLE = 15.5
LINE_OF_OTHER_TITLE = 30.0
#: The end of most titles, which stays together: the line breaks before it.
KIND_OF_RULE = re.compile(r"(?:质量|服务|产品|管理体系)?认证(?:实施)?(?:规则|细则|规范)\S{0,6}$")


@dataclass(frozen=True, slots=True)
class Title:
    """A title in one language. `tail` is not broken; `width` is that of the lines, in em."""

    words: str
    lang: str
    width: float

    @property
    def tail(self) -> str:
        """What stays together at the end; empty where the title fits one line or is foreign."""
        found = KIND_OF_RULE.search(self.words)
        return found[0] if found and found.start() else ""

    @property
    def head(self) -> str:
        """What stands before it."""
        return self.words.removesuffix(self.tail)


def title_in(value: Any, language: str, line: float = LINE_OF_TITLE) -> Title:
    """A localised title in a language, or in the one it has."""
    words = " ".join(text(value, language).split())
    chosen = language if has_language(value, language) else "en" if language == "zh" else "zh"
    lang = "en" if chosen == "en" else "zh-Hans"
    title = Title(words, lang, line)
    head, whole = width(title.head), width(words)
    if whole <= line or (title.tail and head <= line):
        return title
    return Title(words, lang, min(line, round(whole / ceil(whole / line) * 1.06 + 1, 1)))


def title_in_the_other(value: Any, language: str) -> Title | None:
    """The title in the other language, where it is written in both."""
    other = "zh" if language == "en" else "en"
    if not (has_language(value, language) and has_language(value, other)):
        return None
    return title_in(value, other, LINE_OF_OTHER_TITLE)
