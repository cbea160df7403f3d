"""Characters that make a text read otherwise than it stands, and the text without them.

What nobody sees can change what is signed: a control of direction turns a number around, a blank
of no width hides a word from every search. Some of it is rightful where it stands (a variant of
a Chinese character, a joined emoji, a joiner in Persian or Hindi), and stays.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import regex

from portal.core.folding import INVISIBLE

_DIRECTION = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
#: Ends of a line and of a paragraph that only some programs break at.
_ODD_LINE_ENDS = "\x0b\x0c\x85\u2028\u2029"
#: Private use, no character at all, and what a program puts for what it could not read.
_NOBODYS = r"\p{Co}\p{Noncharacter_Code_Point}\ufffd"
_RIGHT_TO_LEFT = r"[\p{Bidi_Class=R}\p{Bidi_Class=AL}]"
_JOINED = r"[\p{Joining_Type=D}\p{Joining_Type=L}\p{Joining_Type=R}]"
_UNSPACED = r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"
_EMOJI = r"\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|[\ufe0e\ufe0f])?"

# In the order in which they are tried. Sources: Unicode 15, 9.2 and 23.4; UTS 37 (variants of
# ideographs), UTS 51 (emoji), RFC 5892, appendix A (joiners).
_RIGHTFUL = (
    r"\p{Han}[\ufe00-\ufe02\U000e0100-\U000e01ef]",
    r"[\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f\u2018\u2019\u201c\u201d][\ufe00\ufe01]",
    r"\p{Sm}\ufe00",
    r"[0-9#*]\ufe0f?\u20e3",
    "\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f",
    rf"{_EMOJI}(?:\u200d{_EMOJI})*",
    r"\p{Mongolian}[\u180b-\u180d\u180f]",
    r"(?<=\p{Mongolian}[\u180b-\u180d\u180f]?)\u180e(?=\p{Mongolian})",
    r"(?<=\p{ccc=9})[\u200c\u200d]",
    rf"(?<={_JOINED}\p{{M}}*)[\u200c\u200d](?=\p{{M}}*{_JOINED})",
    rf"(?<={_RIGHT_TO_LEFT}\p{{M}}*)[\u061c\u200e\u200f]",
    rf"[\u061c\u200e\u200f](?={_RIGHT_TO_LEFT})",
    rf"(?<={_UNSPACED})\u200b(?={_UNSPACED})",
)
_SUSPECT = rf"[{INVISIBLE}\x1c-\x1f{_ODD_LINE_ENDS}{_NOBODYS}]"
_LINE_END = r"(?P<break>[ \t]*\r?\n\s*|[ \t]*\r\s*)"
_SUSPECTS = regex.compile(_SUSPECT)
_IN_LINES = regex.compile(f"{'|'.join(_RIGHTFUL)}|(?P<found>{_SUSPECT})")
_IN_ONE_LINE = regex.compile(f"{'|'.join(_RIGHTFUL)}|(?P<found>{_SUSPECT})|{_LINE_END}")
_IS_INVISIBLE = regex.compile(f"[{INVISIBLE}]")
_IS_DIRECTION = regex.compile(f"[{_DIRECTION}]")
_IS_LINE_END = regex.compile(f"[\n\r{_ODD_LINE_ENDS}]")
_IS_NOBODYS = regex.compile(f"[{_NOBODYS}]")
_WIDE = regex.compile(r"[\p{Han}\u3000-\u303f\uff00-\uffef]")

# Private code points that programs fill alike, with the character that everybody can read: what
# GB 18030 had no other code for in its edition of 2000, and the bullets of Symbol and Wingdings.
_WRITTEN_BY_GB_18030 = str.maketrans(
    "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7\ue7c8"
    "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864"
    "\ue816\ue817\ue818\ue831\ue83b\ue855",
    "\ufe10\ufe12\ufe11\ufe13\ufe14\ufe15\ufe16\ufe17\ufe18\ufe19\u1e3f\u01f9"
    "\u9fb4\u9fb5\u9fb6\u9fb7\u9fb8\u9fb9\u9fba\u9fbb"
    "\U00020087\U00020089\U000200cc\U000215d7\U0002298f\U000241fe",
)
_WRITTEN_BY_FONTS = str.maketrans(
    "\uf0b7\uf0a7\uf06c\uf06e\uf075\uf0d8\uf0fc\uf0fb\uf0a8\uf0fe\uf0e0",
    "•▪●■◆➢✓✗□☑→",
)
_COUNTERPARTS = {**_WRITTEN_BY_GB_18030, **_WRITTEN_BY_FONTS}


class Trouble(StrEnum):
    """What is wrong with a character where it stands."""

    DIRECTION = "direction"
    UNSEEN = "unseen"
    NOBODYS = "nobodys"
    LINE_END = "line"


@dataclass(frozen=True, slots=True)
class Misleading:
    """Characters of a text that mislead: from where to where, why, and what is better there."""

    start: int
    end: int
    trouble: Trouble
    signs: str
    instead: str


def may_mislead(signs: str) -> bool:
    """Whether any of these could mislead somewhere; asked first, since it seldom is so."""
    return _SUSPECTS.search(signs) is not None


def misleading(text: str, *, one_line: bool = False) -> list[Misleading]:
    """The characters of a text that mislead, in their order.

    Ends of lines do where the text is to have one line.
    """
    found = (_IN_ONE_LINE if one_line else _IN_LINES).finditer(text)
    return [_judged(text, each, one_line) for each in found if each.lastgroup]


def cleaned(text: str, *, one_line: bool = False) -> str:
    """The text with what is better in place of each character that misleads."""
    parts, end = [], 0
    for each in misleading(text, one_line=one_line):
        parts += [text[end : each.start], each.instead]
        end = each.end
    return "".join([*parts, text[end:]])


def code_point(sign: str) -> str:
    """How a character is named where it cannot be shown: `U+200B`."""
    return f"U+{ord(sign):04X}"


def code_points(signs: Iterable[str]) -> list[str]:
    """The names of characters, each once, in their order."""
    return list(dict.fromkeys(map(code_point, signs)))


def is_drawn(sign: str) -> bool:
    """Whether a character has a shape of its own, for which a font is needed."""
    if unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Zs"):
        return False
    return _IS_INVISIBLE.fullmatch(sign) is None


def _judged(text: str, found: regex.Match[str], one_line: bool) -> Misleading:
    signs = found[0]
    if found.lastgroup == "break" or _IS_LINE_END.fullmatch(signs):
        instead = _joint(text, found.start(), found.end()) if one_line else "\n"
        ends = "".join(sign for sign in signs if _IS_LINE_END.fullmatch(sign))
        return Misleading(found.start(), found.end(), Trouble.LINE_END, ends, instead)
    if _IS_DIRECTION.fullmatch(signs):
        return Misleading(found.start(), found.end(), Trouble.DIRECTION, signs, "")
    if _IS_NOBODYS.fullmatch(signs):
        instead = signs.translate(_COUNTERPARTS) if ord(signs) in _COUNTERPARTS else ""
        return Misleading(found.start(), found.end(), Trouble.NOBODYS, signs, instead)
    return Misleading(found.start(), found.end(), Trouble.UNSEEN, signs, "")


def _joint(text: str, start: int, end: int) -> str:
    """What joins two lines: nothing in Chinese or at an end of the text, else a blank."""
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    if not before or not after or _WIDE.fullmatch(before) or _WIDE.fullmatch(after):
        return ""
    return " "
