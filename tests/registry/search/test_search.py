"""Search: one table of questions and hits, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection

from portal.core.folding import fold
from registry.models import Publication
from registry.publication.contents import passages
from registry.publication.publishing import rebuild
from registry.search.index import OVERLAP, PART, _parts, search_index
from registry.search.passages import spans
from registry.search.query import LONGEST_QUERY, parse_query
from registry.search.words import compact_forms, filed_under, tokens
from schemes.blueprints import builtin_blueprints
from tests.factories import EntryFactory, valid_document
from tests.standard_numbers import published, spellings

#: What stands in the index: key, title, text.
TEXTS = {
    1: (
        "家用空气净化器质量认证规则\nAir cleaner certification",
        "依据GB/T 18801-2022。噪声不高于标称值。",
    ),
    2: (
        "养老机构服务认证规则\nElderly care institutions",
        "依据 GB/T 35796—2017 与 GB/T 19001-2016,老人。",
    ),
    3: (
        "质量管理体系认证规则\nQuality management systems",
        "按照ISO 9001:2015及GB/T19001审核组织的体系。",
    ),
    4: (
        "轮胎碳足迹认证规则\nCarbon footprints of tyres",
        "碳排\u00ad放量\ufe0e的核算边界;water-based inks; PM2.5。",
    ),
    5: (
        "家用电器的安全\nSafety of household appliances",
        "IEC 60335-1:2020 and ISO/IEC 17021-1:2015; DB11/T 501-2017。",
    ),
    6: (
        "风扇的安全\nSafety of fans",
        "Part 1 of 2020: IEC60335-2-80, ISO/IEC 17021-3:2017, JIS C 8714:2007。",
    ),
}
HITS = [
    ("空气", {1}),
    ("净化", {1}),
    ("化器", {1}),
    ("器质", {1}),
    ("净化器", {1}),
    ("空气净化器质量认证规则", {1}),
    ("净器", set()),
    ("排放量的核算", {4}),
    ("空\ufe00气\u200b净\u00ad化", {1}),
    ("GB/T 18801\u22122022", {1}),
    ("《ＧＢ／Ｔ　１８８０１－２０２２》", {1}),
    ("认证", {1, 2, 3, 4}),
    ("认证 体系", {3}),
    ("体系认证", {3}),
    ('"认证体系"', set()),
    ("市长", set()),
    ("碳", {4}),
    ("老", {2}),
    ("则", {1, 2, 3, 4}),
    ("cleaner", {1}),
    ("CLEANERS", {1}),
    ("clea", {1}),
    ('"clea"', set()),
    ("footprint", {4}),
    ("quality tyres", set()),
    ("systems management", {3}),
    ('"management systems"', {3}),
    ('"systems management"', set()),
    ("water-based", {4}),
    ("water based", {4}),
    ("based-water", set()),
    ("GB/T 19001", {2, 3}),
    ("gbt19001", {2, 3}),
    ("gb/t19001", {2, 3}),
    ("GB/T 19001-2016", {2}),
    ("gb/t 19001—2016", {2}),
    ("gbt19001-2016", {2}),
    ("GB/T 19001-2015", set()),
    ("GB/T 1900", set()),
    ("19001", {2, 3}),
    ("iso9001", {3}),
    ("ISO 9001:2015", {3}),
    ("ISO/IEC 9001", set()),
    ("pm2.5", {4}),
    ("IEC 60335-1:2020", {5}),
    ("iec60335-1", {5}),
    ("ＩＥＣ　６０３３５－２－８０", {6}),
    ("IEC 60335-2", {6}),
    ("IEC 60335-8", set()),
    ("IEC 60335", {5, 6}),
    ("60335", {5, 6}),
    ("ISO/IEC 17021-1:2015", {5}),
    ("ISO/IEC 17021-3:2015", set()),
    ("ISO/IEC 17021", {5, 6}),
    ("db11t501", {5}),
    ("DB11/T 501-2017", {5}),
    ("JIS C 8714:2007", {6}),
    ("依据GB/T 19001", {2}),
    ("空气净化器", {1}),
    ("空气", {1}),
    ("\u7a7a\u6c14 ' OR 1=1 --", set()),
    ("NOT 空气", set()),
    ("noise* OR (", set()),
    ("净化 ] [ ^ : * (", {1}),
]


@pytest.fixture
def _texts(db: Any) -> None:
    for key, (title, text) in TEXTS.items():
        search_index().write({key: (title, text)})


def _hits(question: str) -> set[int] | None:
    found = search_index().best(parse_query(question), 100)
    return None if found is None else set(found)


@pytest.mark.usefixtures("_texts")
@pytest.mark.parametrize(("question", "expected"), HITS)
def test_question_finds_exactly_these(question: str, expected: set[int]) -> None:
    assert _hits(question) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "question"),
    [
        ("葛\U000e0100城空气净化器", "葛城"),
        ("葛城空气净化器", "葛\U000e0100城"),
        ("空\u200b气净\ufeff化器", "空气净化"),
        ("certi\u00adfication of cleaners", "certification"),
        ("certification", "certi\u00adfication"),
        ("芦\ufe00苇制品", "芦苇制品"),
    ],
)
def test_what_nobody_sees_keeps_no_word_from_being_found(written: str, question: str) -> None:
    for place in ((written, ""), ("", written)):
        search_index().write({1: place})
        assert _hits(question) == {1}
    marker = parse_query(question).marker()
    assert marker is not None
    assert len(spans(written, marker)) == 1


@pytest.mark.usefixtures("_texts")
def test_every_piece_of_two_characters_of_a_title_is_found() -> None:
    for key, (title, _text) in TEXTS.items():
        chinese = title.splitlines()[0]
        for at in range(len(chinese) - 1):
            assert key in (_hits(chinese[at : at + 2]) or set())


@pytest.mark.usefixtures("_texts")
def test_title_weighs_more_than_text() -> None:
    search_index().write({9: ("别的规则", "轮胎,轮胎。")})
    assert search_index().best(parse_query("轮胎"), 100) == [4, 9]


@pytest.mark.usefixtures("_texts")
def test_more_hits_than_the_limit_are_not_ranked() -> None:
    assert search_index().best(parse_query("认证"), 3) is None


@pytest.mark.usefixtures("_texts")
def test_what_is_removed_is_not_found() -> None:
    search_index().remove([4])
    assert _hits("轮胎") == set()
    search_index().clear()
    assert _hits("空气") == set()


@pytest.mark.parametrize(
    "question",
    ["", " ", "!!!", '"', '""', "\x00", "'", "\\", "*", "()", "\N{IDEOGRAPHIC FULL STOP}", "“”"],
)
def test_question_without_words_is_no_question(question: str) -> None:
    assert not parse_query(question)


@pytest.mark.usefixtures("_texts")
@pytest.mark.parametrize(
    "question",
    [
        "a" * 10_000,
        "空" * 10_000,
        '"' * 10_000,
        "(" * 10_000,
        "空 " * 5_000,
        "ﷺ" * 10_000,
        "\x00空气",
    ],
)
def test_very_long_or_odd_question_is_answered(question: str) -> None:
    query = parse_query(question)
    assert query.was_cut == (len(question) > LONGEST_QUERY)
    if query:
        search_index().best(query, 100)
        list(Publication.objects.filter(search_index().matching(query)))


def test_long_text_is_found_from_beginning_to_end(db: Any) -> None:
    text = "".join(chr(0x4E00 + at % 20_000) for at in range(40_000)) + "终于结束"
    search_index().write({5: ("长文", text)})
    for at in (0, PART - 3, 2 * PART - OVERLAP, 16_380, 39_990):
        assert 5 in (_hits(text[at : at + 6]) or set())


def test_parts_overlap_and_lose_nothing() -> None:
    words = [str(n) for n in range(3 * PART)]
    parts = _parts(words)
    assert parts[0][0] == "0"
    assert parts[-1][-1] == words[-1]
    for one, two in pairwise(parts):
        assert one[-OVERLAP:] == two[:OVERLAP]


@pytest.mark.parametrize(
    ("text", "compact", "year"),
    [
        ("GB/T 19001-2016", "gbt19001", "2016"),
        ("gbt19001", "gbt19001", ""),
        ("GB 4706.1-2024", "gb4706·1", "2024"),
        ("ISO/IEC 17065:2012", "isoiec17065", "2012"),
        ("T/CAS 1.1—2017", "tcas1·1", "2017"),
        ("RB/T 301-2016", "rbt301", "2016"),
        ("《ＧＢ/Ｔ 19001−2016》。", "gbt19001", "2016"),
        ("IEC 60335-1:2020", "iec60335·1", "2020"),
        ("iec60335－1", "iec60335·1", ""),
        ("ISO/IEC TR 17028:2017", "isoiectr17028", "2017"),
        ("DB11T501-2017", "db11t501", "2017"),
        ("JTG F80/1-2017", "jtgf80·1", "2017"),
        ("ISO-9001", "iso9001", ""),
        ("GB 50016-2014（2018年版）", "gb50016", "2014"),
    ],
)
def test_number_of_a_standard_has_one_compact_form(text: str, compact: str, year: str) -> None:
    assert filed_under(text) == (compact, year)


@pytest.mark.parametrize("text", ["", "空气", "第5章", "中华人民共和国认证认可条例", "2026-11-18"])
def test_other_text_has_no_number_of_a_standard(text: str) -> None:
    assert compact_forms(fold(text)) == []


def test_every_published_number_is_filed_and_found_by_one_word() -> None:
    for _type, ref in published():
        word, year = filed_under(ref)
        assert re.fullmatch(r"\w+(·\w+)*", word), ref
        for spelling in spellings(ref):
            assert filed_under(spelling) == (word, year), spelling


def test_words_of_chinese_are_pairs_and_the_last_character() -> None:
    assert list(tokens(fold("空气净化 GB"))) == ["空气", "气净", "净化", "化", "gb"]


def test_marker_finds_the_words_as_they_are_written() -> None:
    marker = parse_query("gbt19001 空气 cleaners").marker()
    assert marker is not None
    found = [m[0] for m in marker.finditer("gb/t 19001-2016, 空气, the cleaner's, gbt190012")]
    assert found == ["gb/t 19001", "空气", "cleaner"]


def test_passages_hold_both_languages_and_no_commitment() -> None:
    (blueprint,) = [b for b in builtin_blueprints() if b.ref == "product/1"]
    found = passages(blueprint, valid_document("product"))
    addresses = {address for address, _text in found}
    words = [text for _address, text in found]
    assert "/purpose/public_promise" in addresses
    assert not any(address.startswith("/commitment") for address in addresses)
    assert any("型式试验" in text for text in words)
    assert any("clean air delivery rate" in text for text in words)


@pytest.mark.django_db
def test_whole_document_is_found_by_its_parts() -> None:
    publication = rebuild(EntryFactory())
    for question in (
        "净化器",
        "GB/T 18801",
        publication.number,
        publication.rule_number,
        "型式试验",
    ):
        assert search_index().best(parse_query(question), 10) == [publication.pk]


@pytest.mark.django_db
def test_search_uses_the_index_of_the_database() -> None:
    condition = search_index().matching(parse_query("空气"))
    plan = Publication.objects.filter(condition).explain()
    if connection.vendor == "sqlite":
        assert "VIRTUAL TABLE INDEX" in plan
