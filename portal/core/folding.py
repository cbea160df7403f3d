"""One fold of text and identifiers: what reads alike is compared alike.

`fold` is for the words of a text, `plain` for an identifier as it is kept and shown, `identity`
for asking whether two identifiers are the same. Whatever compares texts or identifiers uses
these: a second idea of "the same" is a way around a rule.
"""

from __future__ import annotations

import re
import unicodedata

#: Inside a character class: what nobody sees. The characters that Unicode lets a program ignore
#: (Default_Ignorable_Code_Point: soft hyphen, joiners, controls of direction, selectors of
#: variants, tags), anchors of annotations, and control characters.
INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: Inside a character class: every dash (Dash=Yes of Unicode), and what is taken for one: the
#: line of boxes, the heavy minus and the modifier.
DASHES = (
    r"\-\u02d7\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u2053\u207b\u208b\u2212\u23af\u2500"
    r"\u2501\u2796\u2e17\u2e1a\u2e3a\u2e3b\u2e40\u2e5d\u301c\u3030\u30a0\ufe31\ufe32\ufe58"
    r"\ufe63\uff0d\U00010ead"
)

_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
# U+2800 is a Braille pattern without a dot, as blank as a blank.
_BLANKS = re.compile("[\\s\u2800]+")
_DASHES = re.compile(f"[{DASHES}]")
# One in Chinese, and the sign of a long vowel in Japanese, are dashes between digits alone.
_TAKEN_FOR_DASH = re.compile("(?<=[0-9])[一\u30fc]+(?=[0-9])")
_TAKEN_FOR_POINT = re.compile("(?<=[0-9])[\u3002\u00b7\u2027\u30fb](?=[0-9])")
_OTHER_DIGITS = re.compile(r"[^\W\D0-9]")
#: Letters of other scripts, and signs, that look like those of which identifiers consist.
_ALIKE = str.maketrans(
    "АВЕКМНОРСТХІЅЈаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο\u2215\u2044\u29f8\u2571\u2236\ua789\u02d0",
    "ABEKMHOPCTXISJaeopcyxisjABEZHIKMNOPTYXo////:::",
)
_WRAPPING = frozenset({"Ps", "Pe", "Pi", "Pf"})
_QUOTES = re.compile("[]\"'`\u00b4<>{}[]")
_OTHER_SIGNS = re.compile(r"[^\w\s!-~]")
_ENDS = " -.,:;!?/\u3001\u3002\u2026"


def visible(text: str) -> str:
    """The text without the characters that nobody sees."""
    return text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)


def fold(text: str) -> str:
    """The text as its words are compared: one width, one case, one dash, nothing unseen."""
    return _one_dash(unicodedata.normalize("NFKC", visible(text)).casefold())


def plain(text: str) -> str:
    """An identifier in the signs of a keyboard, without the marks around it; its case stays.

    This is what is kept and shown of an identifier that somebody typed: `《ＧＢ 4943.1−2022》。`
    becomes `GB 4943.1-2022`.
    """
    seen = unicodedata.normalize("NFKC", visible(text)).translate(_ALIKE)
    if not seen.isascii():
        seen = _OTHER_DIGITS.sub(lambda digit: str(unicodedata.decimal(digit[0])), seen)
        seen = _TAKEN_FOR_POINT.sub(".", _TAKEN_FOR_DASH.sub("-", _one_dash(seen)))
        seen = _OTHER_SIGNS.sub(_kept, seen)
    seen = _QUOTES.sub("", seen)
    return _bare(_BLANKS.sub(" ", re.sub(r"-{2,}", "-", seen)))


def identity(text: str) -> str:
    """What all spellings of an identifier have in common; for comparing, not for showing."""
    return re.sub("[ ()]", "", plain(text)).upper()


def _one_dash(text: str) -> str:
    return text if text.isascii() else _DASHES.sub("-", text)


def _kept(sign: re.Match[str]) -> str:
    return "" if unicodedata.category(sign[0]) in _WRAPPING else sign[0]


def _bare(text: str) -> str:
    """Without what ends a sentence, and without brackets around all of it or lacking a partner."""
    text = text.strip(_ENDS)
    if text.count("(") != text.count(")"):
        return text.replace("(", "").replace(")", "").strip(_ENDS)
    if text.startswith("(") and text.find(")") == len(text) - 1:
        return _bare(text[1:-1])
    return text
