"""What reads alike is the same: one fold for words, one for identifiers."""

from __future__ import annotations

import re
import unicodedata

import pytest

from portal.core.folding import DASHES, INVISIBLE, fold, identity, plain, visible

#: Format characters that are drawn, though they are of the category of the unseen ones.
DRAWN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
EGYPTIAN = range(0x13430, 0x13460)


def characters(*categories: str) -> list[str]:
    every = map(chr, range(0x110000))
    return [sign for sign in every if unicodedata.category(sign) in categories]


def test_every_character_of_format_is_unseen_unless_it_is_drawn() -> None:
    kept = [sign for sign in characters("Cf") if visible(sign)]
    assert [s for s in kept if not DRAWN.match(s) and ord(s) not in EGYPTIAN] == []


def test_every_dash_of_unicode_is_a_dash() -> None:
    assert {fold(f"a{dash}b") for dash in characters("Pd")} == {"a-b"}
    assert {identity(f"GB{dash}1") for dash in [*characters("Pd"), "−", "─", "--", "——"]} == {
        "GB-1"
    }


def test_every_blank_of_unicode_is_a_blank() -> None:
    blanks = [*characters("Zs", "Zl", "Zp"), "\t", "\n", "\u2800", "\u3000\u00a0"]
    assert {plain(f"GB{blank}1") for blank in blanks} == {"GB 1"}


def test_no_class_of_characters_reaches_into_letters_and_digits() -> None:
    taken = re.compile(f"[{INVISIBLE}{DASHES}]")
    letters = [s for s in characters("Lu", "Ll", "Nd") if taken.match(s)]
    assert letters == []


SPELLINGS = [
    "gb 4943.1-2022",
    "ＧＢ　４９４３．１－２０２２",
    "GB 4943.1\u22122022",
    "GB 4943.1\uff0d2022",
    "GB 4943.1\ufe632022",
    *(f"GB 4943.1{chr(dash)}2022" for dash in range(0x2010, 0x2016)),
    "GB 4943.1——2022",
    "GB 4943.1 - 2022",
    "GB\u00a04943.1-2022",
    "G\u200bB 49\u00ad43.1-20\ufe0f22",
    "\u202eGB 4943.1-2022\u202c",
    "\ufeffGB 4943.1-2022",
    "《GB 4943.1-2022》",
    "〈GB 4943.1-2022〉",
    "【GB】4943.1-2022",
    "（GB 4943.1-2022）",
    "[GB 4943.1-2022]",
    "“GB 4943.1-2022”",
    "「GB 4943.1-2022」。",
    "GB 4943.1-2022)",
    "GB 4943.1-2022）",
    "(GB 4943.1-2022",
    "GB 4943.1-2022；",
    "GB 4943。1-2022",
    "GB 4943·1-2022",
    "GB 4943.1一2022",
    "GВ 4943.1-2022",  # a Cyrillic letter
    "GB 4943.1-٢٠٢٢",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_identifier_is_the_same_however_it_is_written(spelling: str) -> None:
    assert identity(spelling) == "GB4943.1-2022"
    assert identity(plain(spelling)) == "GB4943.1-2022"
    assert plain(plain(spelling)) == plain(spelling)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("《ＧＢ 4943.1−2022》。", "GB 4943.1-2022"),
        (" Q/SH1020　1234—2019 ", "Q/SH1020 1234-2019"),
        ("ISO／IEC TR 17028：2017", "ISO/IEC TR 17028:2017"),
        ("DBS44/ 006-2016", "DBS44/ 006-2016"),
        ("ASTM A36/A36M-08(2014)", "ASTM A36/A36M-08(2014)"),
        ("(GB 1)", "GB 1"),
        ("（甲）乙（丙）", "(甲)乙(丙)"),
        ("第一类-乙", "第一类-乙"),
        ("", ""),
        ("《》", ""),
    ],
)
def test_what_is_kept_of_an_identifier_is_as_one_would_type_it(typed: str, kept: str) -> None:
    assert plain(typed) == kept


@pytest.mark.parametrize(
    ("one", "other"),
    [("GB 4943.1", "GB 4943"), ("GB 1-2022", "GB 12-022"), ("GB 1", "GB/T 1"), ("甲", "乙")],
)
def test_different_identifiers_stay_different(one: str, other: str) -> None:
    assert identity(one) != identity(other)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＰＭ２．５", "pm2.5"),
        ("空\ufe00气净\u00ad化\u200b", "空气净化"),
        ("Straße – Maß", "strasse - mass"),
        ("データ", "データ"),
        ("第一", "第一"),
    ],
)
def test_words_are_the_same_whatever_nobody_sees(written: str, folded: str) -> None:
    assert fold(written) == folded
