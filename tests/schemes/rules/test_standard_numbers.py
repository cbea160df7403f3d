"""Numbers of standards that are published are read; what is no number is not."""

from __future__ import annotations

import re

import pytest

from portal.core.standard_numbers import StandardNumber, normal_form
from schemes.findings import Severity
from schemes.rules import ALL_RULES
from schemes.rules.facts import Facts, default_number_patterns
from schemes.rules.number_shapes import NumberParts, read
from tests.documents import valid_document
from tests.standard_numbers import published, spellings

PATTERNS = default_number_patterns()
RULE = next(rule for rule in ALL_RULES if rule.id == "SCH-014")
REF = "/basis/@bs-1/ref"
YEAR = re.compile(r"[-:(/]((?:19|20)\d\d)\b")


NUMBERS = list(published())


def read_as(type_: str, ref: str, *, dated: bool = False) -> NumberParts | None:
    return read(ref, type_, PATTERNS[type_], dated=dated)


def test_the_corpus_has_more_than_a_thousand_numbers_of_every_kind() -> None:
    assert len(set(NUMBERS)) == len(NUMBERS) > 1000
    assert {type_ for type_, _ref in NUMBERS} == PATTERNS.keys()


def test_every_published_number_is_read_as_one_of_its_kind() -> None:
    assert [(type_, ref) for type_, ref in NUMBERS if read_as(type_, ref) is None] == []


def test_what_is_read_stands_in_the_number_and_nothing_is_left_out() -> None:
    for type_, ref in NUMBERS:
        number = read_as(type_, ref)
        assert number is not None
        assert number.publisher, ref
        assert any(sign.isdigit() for sign in number.number), ref
        assert ref.startswith(number.publisher), ref
        told = {int(year) for year in YEAR.findall(ref)}
        assert not told or told & number.years, ref
        short = {str(year)[2:] for year in number.years}
        pieces = [number.publisher, number.number, number.part, *map(str, number.years), *short]
        rest = ref
        for piece in sorted([*pieces, *number.supplement.split()], key=len, reverse=True):
            rest = rest.replace(piece, "", 1) if piece else rest
        assert not re.search("[A-Za-z]", rest), (ref, rest)


def bare(words: str) -> str:
    return re.sub("[-./]", "", normal_form(words))


def test_the_name_and_the_year_of_a_number_are_those_that_its_shape_reads() -> None:
    for type_, ref in NUMBERS:
        parts = read_as(type_, ref)
        number = StandardNumber.of(ref)
        assert parts is not None
        assert not number.year or int(number.year) in parts.years, ref
        assert number.year or len(parts.years) != 1, ref  # two digits are of two centuries
        name = bare(f"{parts.publisher} {parts.number}{parts.part}")
        assert bare(number.name).startswith(name), ref
        assert bare(number.name).removeprefix(name) in bare(parts.supplement), ref


def test_every_spelling_of_a_published_number_is_one_value() -> None:
    for _type, ref in NUMBERS:
        number = StandardNumber.of(ref)
        assert number.form.startswith(number.edition), ref
        assert {StandardNumber.of(spelling) for spelling in spellings(ref)} == {number}, ref


@pytest.mark.parametrize(
    ("type_", "ref", "said"),
    [
        ("GB", "GB 4943.1-2022", ("GB", "4943", "1", {2022}, "")),
        ("GB", "GB 4706.1-2005/XG1-2014", ("GB", "4706", "1", {2005, 2014}, "XG1-2014")),
        ("GB", "GB 50016-2014（2018年版）", ("GB", "50016", "", {2014}, "2018年版")),
        ("GB", "GBZ 2.1-2019", ("GBZ", "2", "1", {2019}, "")),
        ("GB/T", "GBT19001−2016", ("GB/T", "19001", "", {2016}, "")),
        ("industry", "JGJ/T 23-2011", ("JGJ/T", "23", "", {2011}, "")),
        ("industry", "CJJ 82-2012", ("CJJ", "82", "", {2012}, "")),
        ("industry", "JTG/T 3610-2019", ("JTG/T", "3610", "", {2019}, "")),
        ("industry", "JTG F80/1-2017", ("JTG", "F80", "1", {2017}, "")),
        ("industry", "JTS/T 242-2020", ("JTS/T", "242", "", {2020}, "")),
        ("industry", "JJF 1059.1-2012", ("JJF", "1059", "1", {2012}, "")),
        ("industry", "JJG 1021-2007", ("JJG", "1021", "", {2007}, "")),
        ("industry", "TSG 07-2019", ("TSG", "07", "", {2019}, "")),
        ("industry", "TSG Q7002-2019", ("TSG", "Q7002", "", {2019}, "")),
        ("industry", "GBZ 2.1-2019", None),
        ("local", "DBS44/ 006-2016", ("DBS44/", "006", "", {2016}, "")),
        ("local", "DBJ/T 15-38-2019", ("DBJ/T", "15", "38", {2019}, "")),
        ("group", "T/CAS 1.1—2017", ("T/CAS", "1", "1", {2017}, "")),
        ("group", "CECS 13:2009", ("CECS", "13", "", {2009}, "")),
        ("enterprise", "Q/CR 562.1-2017", ("Q/CR", "562", "1", {2017}, "")),
        ("ISO", "ISO/SAE 21434:2021", ("ISO/SAE", "21434", "", {2021}, "")),
        ("ISO", "IWA 48:2024", ("IWA", "48", "", {2024}, "")),
        ("ISO", "ISO/IEC Guide 98-3:2008", ("ISO/IEC Guide", "98", "3", {2008}, "")),
        ("ISO", "ISO 9001:2015/Amd 1:2024", ("ISO", "9001", "", {2015}, "Amd 1:2024")),
        ("IEC", "CISPR 32:2015", ("CISPR", "32", "", {2015}, "")),
        ("IEC", "IEC 60601-1:2005+A1:2012", ("IEC", "60601", "1", {2005}, "A1:2012")),
        ("ITU", "ITU-R BS.1770-4 (10/2015)", ("ITU-R", "BS.1770", "4", {2015}, "")),
        ("EN", "EN ISO 13485:2016/A11:2021", ("EN ISO", "13485", "", {2016}, "A11:2021")),
        ("EN", "EN 300 328 V2.2.2 (2019-07)", ("EN", "300 328", "", {2019}, "V2.2.2")),
        ("ASTM", "ASTM A36/A36M-19", ("ASTM", "A36/A36M", "", {1919, 2019}, "")),
        ("national_other", "JIS C 8714:2007", ("JIS C", "8714", "", {2007}, "")),
        ("national_other", "UL 1642", ("UL", "1642", "", set(), "")),
    ],
)
def test_a_number_is_read_into_its_parts(type_: str, ref: str, said: tuple | None) -> None:
    number = read_as(type_, ref)
    found = number and (
        number.publisher,
        number.number,
        number.part,
        set(number.years),
        number.supplement,
    )
    assert found == said


NO_NUMBERS = [
    "GB",
    "19001",
    "19001-2016",
    "GB/T 19001/2016",
    "GB/X 19001-2016",
    "GB 4943.1-22022",
    "GB 4943.1-2022-2023",
    "GB/T 19001-2016/ISO 9001:2015",
    "ZZ/T 123-2020",
    "GX 123-2020",
    "JJF-2012",
    "DB1/T 1-2020",
    "DB123/T 1-2020",
    "T/ 1-2020",
    "Q/ 1-2020",
    "ISO",
    "ISO 9001:15",
    "ISO/XYZ 1:2020",
    "IEC:60335",
    "ITU-X G.1",
    "EN",
    "ASTM Z123-20",
    "质量手册",
    "《中华人民共和国产品质量法》",
    "国务院令第390号",
    "CNCA-QMS-01:2025",
    "TS-2026-000011-C",
    "010-82262775",
    "2026-11-20",
    "https://example.org/GB/T 19001-2016",
    "第4章",
    "",
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_of_a_standard_is_not_read_as_one(text: str) -> None:
    assert [type_ for type_ in PATTERNS if read_as(type_, text)] == []


@pytest.mark.parametrize(
    ("type_", "ref", "expected"),
    [
        ("industry", "ZZ/T 123-2020", ("shape", Severity.WARNING)),
        ("group", "团标 12-2020", ("shape", Severity.WARNING)),
        ("ISO", "ISO 9001:15", ("shape", Severity.WARNING)),
        ("GB/T", "GB/T 18801/2022", ("number", Severity.ERROR)),
        ("industry", "GB/T 18801-2022", ("number", Severity.ERROR)),
        ("regulation", "GB 4943.1−2022", ("national", Severity.ERROR)),
        ("cb_technical_spec", "《GB/T 18801-2022》", ("national", Severity.ERROR)),
        ("regulation", "国务院令第390号", None),
        ("cb_technical_spec", "SLSZ-TS-203:2025", None),
    ],
)
def test_an_unknown_shape_is_a_doubt_and_a_wrong_kind_an_error(
    type_: str, ref: str, expected: tuple[str, Severity] | None
) -> None:
    document = valid_document()
    document["basis"][0].update(type=type_, ref=ref)
    found = [
        (str(f.params.get("case")), f.severity)
        for f in RULE.check(document, Facts.unknown())
        if f.address == REF
    ]
    assert found == ([expected] if expected else [])
