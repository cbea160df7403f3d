"""Numbers that somebody typed before a heading or a clause, and how deep each kind lies.

The kinds are those of GB/T 1.1 (4.2.1, 附录A), of laws (第三章, 第十二条) and of official papers
(一、（一）1.（1）), in digits of any width.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.core.folding import fold

_HAN = "[〇零一二三四五六七八九十百两]+"
_VALUES = {sign: n for n, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CIRCLED = re.compile("[①-⑳]")


class NumberKind(StrEnum):
    """How a number is written; each kind has its depth beside the others of its file."""

    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    ANNEX = "annex"
    HAN = "han"
    HAN_BRACKETED = "han-bracketed"
    DECIMAL = "decimal"
    ITEM = "item"


_KINDS = (
    (NumberKind.CHAPTER, re.compile(rf"第\s*(?:{_HAN}|\d+)\s*[章编篇]")),
    (NumberKind.SECTION, re.compile(rf"第\s*(?:{_HAN}|\d+)\s*节")),
    (NumberKind.ARTICLE, re.compile(rf"第\s*(?:{_HAN}|\d+)\s*条")),
    (NumberKind.CHAPTER, re.compile(r"(?:chapter|part)\s+(?:\d+|[ivx]+)(?![a-z\d])[.:]?")),
    (NumberKind.ANNEX, re.compile(r"(?:附\s*[录件表]|(?:annex|appendix)(?![a-z]))\s*"
                                  rf"(?:[a-z](?![a-z])|\d+|{_HAN})?(?:\.\d+)*\s*[:.、]?")),
    (NumberKind.HAN, re.compile(rf"{_HAN}\s*[、.,]")),
    (NumberKind.HAN_BRACKETED, re.compile(rf"\(\s*{_HAN}\s*\)[、.]?")),
    (NumberKind.ITEM, re.compile(r"\(\s*(?:\d{1,2}|[a-z]|[ivx]+)\s*\)[、.]?")),
    (NumberKind.ITEM, re.compile(r"(?:\d{1,2}|[a-z])\s*\)")),
    (NumberKind.ITEM, re.compile("[①-⑳]")),
    # The annex's own clauses: A.1, B2.3.
    (NumberKind.DECIMAL, re.compile(r"[a-z]\.?\d{1,2}(?:\.\d{1,2})*\.?(?=\s)")),
    (NumberKind.DECIMAL, re.compile(r"[1-9]\d?(?:\.\d{1,2}){1,5}\.?(?!\d)(?=[^%‰a-z]|$)")),
    (NumberKind.DECIMAL, re.compile(r"\d{1,2}\s*[.、](?![\d])|\d{1,2}(?=\s+[^\d\s%~-])")),
)  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """A number at the beginning of a text: as it stands, its kind, its depth inside the kind."""

    words: str
    kind: NumberKind
    steps: int
    rest: str


def typed_number(text: str) -> Typed | None:
    """The number that a text begins with; None where it begins with none."""
    text = text.lstrip()
    for kind, pattern in _KINDS:
        found = pattern.match(_of_one_width(text))
        if found and found.end() <= len(text):
            words = text[: found.end()]
            rest = text[found.end() :].lstrip(" \u3000\t:：").rstrip()
            steps = _steps(fold(words)) if kind == NumberKind.DECIMAL else 1
            return Typed(words.strip(), kind, steps, rest)
    return None


def _of_one_width(text: str) -> str:
    """The beginning in signs of one width and case, sign by sign, so that places stay."""
    kept = []
    for sign in text[:40]:
        plain = sign if _CIRCLED.match(sign) else fold(sign)
        kept.append(plain if len(plain) == 1 else " " if sign == "\u3000" else sign)
    return "".join(kept)


def _steps(words: str) -> int:
    return len([step for step in re.split(r"[.\s、]", words) if step])


def number_of(words: str) -> int | None:
    """A number below ten thousand, in digits or in Chinese words: 12, １２, 十二, 一百二十."""
    folded = fold(words).strip()
    if folded.isdecimal():
        return int(folded)
    total, digit = 0, 0
    if not folded or not re.fullmatch("[〇零一二三四五六七八九十百千两]+", folded):
        return None
    for sign in folded:
        if sign in _VALUES:
            digit = _VALUES[sign]
        else:
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[sign]
            digit = 0
    return total + digit
