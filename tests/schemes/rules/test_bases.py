"""Rules about the standards and laws that a scheme rests on."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from schemes.documents import Document
from schemes.findings import Severity
from schemes.rules import ALL_RULES
from tests.documents import valid_document
from tests.schemes.rules.samples import FACTS, E, W, basis, edited, found

REF = "/basis/@bs-1/ref"


@pytest.mark.parametrize(
    ("edit", "case", "place"),
    [
        (basis(ref="GB/T18801—2022"), None, ""),
        (basis(type="GB"), "number", REF),
        (basis(ref="GB/T 18801"), "no_year", REF),
        (basis(ref="GB/T 18801-2015"), "year_differs", "/basis/@bs-1/year"),
        (basis(ref="GB/T 18801", dated=False), "undated_year", "/basis/@bs-1/year"),
        (basis(type="industry", ref="HJ 2546-2016", year=2016), None, ""),
        (basis(type="local", ref="DB11/ 501-2017", year=2017), None, ""),
        (basis(type="group", ref="T/CECA-G 0026-2019", year=2019), None, ""),
        (basis(type="enterprise", ref="Q/SH1020 1234-2019", year=2019), None, ""),
        (basis(type="ISO", ref="ISO 9001:2015", year=2015), None, ""),
        (basis(type="ISO", ref="ISO 9001", year=2015), "no_year", REF),
        (basis(type="EN", ref="DIN EN 71-1:2014+A1:2018", year=2014), None, ""),
        (basis(type="ASTM", ref="ASTM D6400-23", year=2023), None, ""),
        (basis(type="regulation", ref="民政部令第66号"), None, ""),
        (basis(type="GB/T", ref="GB/T 19001-2016/ISO 9001:2015"), "number", REF),
        (basis(ref="GB/T 18801-2022\n"), None, ""),
        (basis(type="other", ref="GB/T 18801"), "national", REF),
        (basis(ref="GB/T " + "9" * 200), "number", REF),
        (basis(issuer={"zh": " "}), "issuer", "/basis/@bs-1/issuer"),
        (basis(status="withdrawn"), "ended", "/basis/@bs-1/status"),
        (basis(status="upcoming"), "effective", "/basis/@bs-1/effective"),
        (basis(status="upcoming", effective="2027-01-02"), "too_late", "/basis/@bs-1/effective"),
        (basis(status="upcoming", effective="2027-01-01"), None, ""),
    ],
)
def test_sch_014_judges_each_basis(
    edit: Callable[[Document], None], case: str | None, place: str
) -> None:
    expected = [(f"SCH-014 {case}", E, place)] if case else []
    assert found(edited("product", edit)) == expected


def test_sch_014_wants_no_year_where_the_basis_is_undated() -> None:
    expected = [
        ("SCH-014 undated_year", E, "/basis/@bs-1/year"),
        ("SCH-014 undated_year", E, REF),
    ]
    assert found(edited("product", basis(dated=False))) == expected


@pytest.mark.parametrize(
    ("until", "weight"), [("2026-11-20", W), ("2026-11-19", E), (None, E), ("soon", E)]
)
def test_sch_014_tells_of_an_ended_basis_within_the_transition_too(
    until: str | None, weight: Severity
) -> None:
    def edit(document: Document) -> None:
        document["basis"][0]["status"] = "replaced"
        if until:
            document["lifecycle"]["transition_until"] = until

    rule = next(rule for rule in ALL_RULES if rule.id == "SCH-014")
    told = [(f.severity, f.address) for f in rule.check(edited("product", edit), FACTS)]
    assert told == [(weight, "/basis/@bs-1/status")]


@pytest.mark.parametrize(
    ("type_", "example"),
    [
        (type_, example)
        for type_, shape in FACTS.number_patterns.items()
        for example in shape.examples
    ],
)
def test_examples_of_standard_numbers_fit_their_pattern(type_: str, example: str) -> None:
    assert FACTS.number_patterns[type_].pattern.fullmatch(example)


@pytest.mark.parametrize("way", ["full_text", "url", "purchase_info"])
def test_sch_015_is_content_with_one_way_to_the_text(way: str) -> None:
    assert found(edited("product", basis(availability={way: {"zh": "x"}}))) == []


COMPULSORY = next(rule for rule in ALL_RULES if rule.id == "SCH-016")


CCC = replace(FACTS, ccc_standards=frozenset({"GB36893"}))


def overlapping(ref: str, *, overlap: bool) -> Document:
    document = valid_document("product")
    document["scope"]["ccc_overlap"]["in_ccc_catalogue"] = overlap
    document["basis"][2]["ref"] = ref
    return document


EDITIONS = ["GB 36893-2024", "GB 36893", "GB36893—2010", "GB 36893-88", "GB 36893-2024/XG1-2025"]


#: As people write a number who want it to be overlooked, or paste it from somewhere.
EVASIONS = [
    "GB 36893\u22122024",
    "ＧＢ　３６８９３－２０２４",
    "《GB 36893-2024》",
    "〈GB 36893-2024〉",
    "【GB】36893-2024",
    "GB 36893-2024)",
    "GB 36893-2024（中文版）",
    "GB 368\u200b93-2024",
    "GB 36893\ufe0e-2024",
    "\u202eGB 36893-2024\u202c",
    "gb 36893-2024",
    "GВ 36893-2024",  # a Cyrillic letter
    "GB 36893-2024/IEC 63086-1:2020",
    "国家标准 GB 36893-2024 第4章",
]


KINDS = ["GB", "GB/T", "industry", "enterprise", "ISO", "other"]


@pytest.mark.parametrize("ref", [*EDITIONS, *EVASIONS])
def test_sch_016_refuses_a_basis_of_compulsory_certification_however_it_is_written(
    ref: str,
) -> None:
    for type_ in KINDS:
        document = overlapping(ref, overlap=True)
        document["basis"][2]["type"] = type_
        assert [(f.severity, f.address) for f in COMPULSORY.check(document, CCC)] == [
            (W, "/scope/ccc_overlap/in_ccc_catalogue"),
            (E, "/basis/@bs-3/ref"),
        ]


OTHER_NUMBERS = ["GB 36893.1-2024", "GB 3689-2024", "GB 136893-2024", "JB 36893-2024"]


@pytest.mark.parametrize("ref", OTHER_NUMBERS)
def test_sch_016_knows_one_standard_from_another(ref: str) -> None:
    assert "/basis/@bs-3/ref" not in {
        address
        for code, _w, address in found(overlapping(ref, overlap=True), CCC)
        if code.startswith("SCH-016")
    }


@pytest.mark.parametrize("ref", ["GB/T 36893-2024", "GB/Z 36893", "GBT 36893−2024"])
def test_sch_016_doubts_another_kind_of_national_standard_with_the_same_number(ref: str) -> None:
    for overlap in (True, False):
        assert ("SCH-016 series", W, "/basis/@bs-3/ref") in found(
            overlapping(ref, overlap=overlap), CCC
        )


def test_sch_016_warns_where_a_standard_of_the_catalogue_is_said_to_be_none() -> None:
    document = overlapping("GB 36893-2024", overlap=False)
    assert found(document, CCC) == [("SCH-016 not_said", W, "/basis/@bs-3/ref")]
    other = found({**document, "category": "service"}, CCC)
    assert not any(code.startswith("SCH-016") for code, _w, _a in other)
