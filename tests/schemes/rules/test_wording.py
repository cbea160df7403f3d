"""Words are found in either language, large or small, Latin ones at the start of a word only."""

from __future__ import annotations

import pytest

from schemes.rules.wording import any_word_in, words_in


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ({"en": "A training course"}, ("train",), ["train"]),
        ({"en": "They CONSTRAIN it"}, ("train",), []),
        ({"en": "The Best of all"}, ("best", "bet"), ["best"]),
        ({"zh": "国内最佳产品", "en": "A product"}, ("最佳", "第一"), ["最佳"]),
        ({"zh": "产品", "en": "the first"}, ("第一", "first"), ["first"]),
        ({"zh": "见附件a（含费用）"}, ("附件A（含",), ["附件A（含"]),
        ({"en": "a.b"}, ("a.b", "a_b"), ["a.b"]),
        ({"en": "axb"}, ("a.b",), []),
        (None, ("train",), []),
        ({"en": "training"}, (), []),
    ],
)
def test_words_are_found_where_a_reader_would_see_them(
    text: object, words: tuple[str, ...], found: list[str]
) -> None:
    assert words_in(text, words) == found
    assert any_word_in([{"zh": "别的"}, text], words) == bool(found)
