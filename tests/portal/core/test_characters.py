"""What misleads is found and taken out; what is rightful where it stands stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.characters import Trouble, cleaned, code_points, may_mislead, misleading
from portal.core.folding import visible

RIGHTFUL = {
    "a variant of a Chinese character": "葛\U000e0100城",
    "a standard variant of one": "芦\ufe00",
    "a variant of a full stop": "。\ufe01",
    "a family joined of emoji": "👨\u200d👩\u200d👧",
    "an emoji of a skin": "👍🏽",
    "a flag joined of two": "🏳\ufe0f\u200d🌈",
    "a sign as an emoji": "⚠\ufe0f",
    "a key": "1\ufe0f\u20e3",
    "a flag of tags": "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "a Persian word": "می\u200cخواهم",
    "a Hindi half letter": "क्\u200dष",
    "a Mongolian variant": "ᠮᠣᠩ\u180b",
    "a Mongolian vowel": "ᠠ\u180eᠠ",
    "a break between Thai words": "ภาษา\u200bไทย",
    "a mark beside Hebrew": "שלום\u200f 12",
    "lines of a long text": "一\n二\r\n三\t四",
    "an ideographic blank": "一\u3000二\u00a0三",
}


@pytest.mark.parametrize("text", RIGHTFUL.values(), ids=RIGHTFUL)
def test_what_is_rightful_where_it_stands_stays(text: str) -> None:
    assert misleading(text) == []
    assert cleaned(text) == text


MISLEADING = [
    ("12\u202e34\u202c5", Trouble.DIRECTION, "12345"),
    ("GB\u2067 4943\u2069", Trouble.DIRECTION, "GB 4943"),
    ("甲\u200e乙", Trouble.DIRECTION, "甲乙"),
    ("空气\u200b净化", Trouble.UNSEEN, "空气净化"),
    ("\ufeff空气", Trouble.UNSEEN, "空气"),
    ("cer\u00adtificate", Trouble.UNSEEN, "certificate"),
    ("a\u200db", Trouble.UNSEEN, "ab"),
    ("空\ufe0f气", Trouble.UNSEEN, "空气"),
    ("a\U000e0100", Trouble.UNSEEN, "a"),
    ("甲\u3164乙", Trouble.UNSEEN, "甲乙"),
    ("甲\x07乙", Trouble.UNSEEN, "甲乙"),
    ("甲\U000e0041乙", Trouble.UNSEEN, "甲乙"),
    ("\uf0b7 第一", Trouble.NOBODYS, "• 第一"),
    ("\ue81e", Trouble.NOBODYS, "龴"),
    ("甲\ue000乙", Trouble.NOBODYS, "甲乙"),
    ("甲\U0010fffd乙", Trouble.NOBODYS, "甲乙"),
    ("甲\ufffd乙", Trouble.NOBODYS, "甲乙"),
    ("一\u2028二", Trouble.LINE_END, "一\n二"),
    ("一\x0b二", Trouble.LINE_END, "一\n二"),
]


@pytest.mark.parametrize(("text", "trouble", "clean"), MISLEADING)
def test_what_misleads_is_found_by_its_kind_and_taken_out(
    text: str, trouble: Trouble, clean: str
) -> None:
    assert {each.trouble for each in misleading(text)} == {trouble}
    assert cleaned(text) == clean
    assert may_mislead(text)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("空气\n净化器", "空气净化器"),
        ("air \r\n cleaner", "air cleaner"),
        ("air\ncleaner\n", "air cleaner"),
        ("电\u2028脑", "电脑"),
        ("第1条\n\n（一）", "第1条（一）"),
    ],
)
def test_a_text_of_one_line_loses_its_line_ends_but_no_blank_between_words(
    text: str, clean: str
) -> None:
    assert {each.trouble for each in misleading(text, one_line=True)} == {Trouble.LINE_END}
    assert cleaned(text, one_line=True) == clean


def test_characters_are_named_once_by_their_code_points() -> None:
    assert code_points("\u200b\u202e\u200b\U000e0041") == ["U+200B", "U+202E", "U+E0041"]


TEXTS = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\u200b\u200c\u200d\u202e\u00ad\ufe0f\U000e0100\ue000\n\r\u2028葛م👩क्ᠮก"),
    )
)


#: Old marks of files and records, which the fold takes for blanks.
SEPARATORS = dict.fromkeys(range(0x1C, 0x20))


@given(TEXTS, st.booleans())
def test_cleaning_leaves_nothing_to_clean_and_takes_nothing_that_is_seen(
    text: str, one_line: bool
) -> None:
    once = cleaned(text, one_line=one_line)
    assert cleaned(once, one_line=one_line) == once
    if not any(each.trouble in (Trouble.NOBODYS, Trouble.LINE_END) for each in misleading(text)):
        assert visible(cleaned(text)) == visible(text).translate(SEPARATORS)
