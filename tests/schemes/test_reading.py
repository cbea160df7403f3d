"""A document by chapters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string

from portal.reference.units import shipped_units
from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.documents import walk
from schemes.documents.editing import put
from schemes.reading import Block, Chapter, Clauses, Definitions, Group, Table, chapters
from tests.factories import valid_document

VALID = sorted((Path(__file__).parents[1] / "documents" / "valid").glob("*.json"))
BLUEPRINTS = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}


def blocks_of(chapter: Chapter) -> Iterator[Block]:
    def below(blocks: tuple[Block, ...]) -> Iterator[Block]:
        for block in blocks:
            yield block
            if isinstance(block, Group):
                yield from below(block.blocks)

    yield from below(chapter.blocks)


def read(document: dict[str, Any], language: str = "zh") -> list[Chapter]:
    return chapters(BLUEPRINTS[document["blueprint"]], document, language, shipped_units())


def chapter(document: dict[str, Any], key: str, language: str = "zh") -> Chapter:
    return next(each for each in read(document, language) if each.key == key)


def html(document: dict[str, Any], language: str = "zh") -> str:
    return render_to_string(
        "components/document_chapters.html", {"chapters": read(document, language)}
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_text_of_a_valid_document_is_there(path: Path, language: str) -> None:
    document = json.loads(path.read_text("utf-8"))
    blueprint: Blueprint = BLUEPRINTS[document["blueprint"]]
    page = re.sub(r"\s", "", html(document, language))
    for place in walk(blueprint, document):
        if place.node.kind == "localised":
            words = place.value.get(language) or place.value.get("zh") or place.value.get("en")
            plain = render_to_string("components/chapters/_value.html", {"value": {"text": words}})
            assert re.sub(r"\s", "", plain) in page, place.address


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_no_anchor_stands_twice_and_every_link_inside_leads_somewhere(path: Path) -> None:
    page = html(json.loads(path.read_text("utf-8")))
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_chapters_are_numbered_in_the_blueprint_s_order() -> None:
    document = valid_document()
    del document["scope"]
    numbers = [each.number for each in read(document)]
    assert numbers == list(range(1, 14))
    assert "scope" not in [each.key for each in read(document)]


def test_codes_dates_units_and_references_are_written_out() -> None:
    document = valid_document()
    page = html(document)
    for words in ("2027年1月1日", "60个月", "型式试验", "12,000–26,000元", "≥ 90%"):
        assert words.replace(" ", "\u00a0") in page
    assert 'href="#/basis/@bs-1">GB/T 18801-2022<' in page


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("2Z", "≥ 100 mV", "≥ 100 mV"),
        ("P1", "≥ 100%", "≥ 100%"),
        ("GP", "≥ 100 mg/m³", "≥ 100 mg/m³"),
        ("CEL", "≥ 100 °C", "≥ 100 °C"),
        ("DD", "≥ 100°", "≥ 100°"),
        ("DAY", "≥ 100天", "≥ 100 days"),
        ("HUR", "≥ 100小时", "≥ 100 h"),
        ("EA", "≥ 100个", "≥ 100 each"),
        # Neither a symbol nor a Chinese name that anybody has found.
        ("D65", "≥ 100 round", "≥ 100 round"),
        ("C62", "≥ 100", "≥ 100"),
        ("QQQ", "≥ 100 QQQ", "≥ 100 QQQ"),
    ],
)
def test_a_unit_is_written_as_the_register_has_it(unit: str, zh: str, en: str) -> None:
    document = valid_document()
    document["requirements"][0]["threshold"].update(op="≥", value=100, unit=unit)
    for language, words in (("zh", zh), ("en", en)):
        lines = [line.strip() for line in html(document, language).splitlines()]
        assert words.replace(" ", "\u00a0") in lines


def test_standards_and_fees_are_tables_and_conditions_are_clauses() -> None:
    document = valid_document()
    (standards,) = chapter(document, "basis").blocks
    (fees,) = chapter(document, "fees").blocks
    assert isinstance(standards, Table)
    assert isinstance(fees, Table)
    assert fees.rows[0].address == "/fees/@fe-1"
    clauses = [b for b in blocks_of(chapter(document, "certificate")) if isinstance(b, Clauses)]
    assert {block.address for block in clauses} >= {"/certificate/suspension/conditions"}


def test_words_in_the_other_language_are_marked() -> None:
    (rows,) = [
        block
        for block in chapter(valid_document(), "scope", "en").blocks
        if isinstance(block, Definitions) and block.rows[0].address == "/scope/included"
    ]
    by_address = {row.address: row.value.language for row in rows.rows}
    assert by_address == {"/scope/included": "", "/scope/excluded": "zh"}


def test_a_scheme_without_a_mark_says_so() -> None:
    document = {**valid_document(), "mark": None}
    (rows,) = chapter(document, "mark").blocks
    assert isinstance(rows, Definitions)
    assert rows.rows[0].value.text


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("/title", "plain"),
        ("/title", {"zh": 5}),
        ("/lifecycle/issued", "bald"),
        ("/basis", "none"),
        ("/basis", ["loose", {"id": "bs-1"}, None]),
        ("/fees/@fe-1/amount", {"surprise": 1}),
        ("/fees/@fe-2/amount", {"min": "wenig", "max": None}),
        ("/requirements/@rq-ozone/threshold", {"op": "in", "value": ["a", {}]}),
        ("/requirements/@rq-ozone/basis_ref", "gone"),
        ("/mark/artwork", {"name": 3}),
        ("/mark", "none"),
        ("/process/modules/@m-sel/params", {"a": [1]}),
        ("/certificate/suspension/conditions", [{"id": "su-1", "text": None}, 7]),
        ("/scope/characteristics", [{"a": 1}]),
        ("/risk", {}),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_draft_of_any_shape_can_be_read(address: str, value: Any, language: str) -> None:
    assert html(put(valid_document(), address, value), language)


def test_an_empty_document_has_no_chapters() -> None:
    assert read({"blueprint": "service/1"}) == []


def test_fields_of_certification_are_called_by_their_english_names_on_english_pages() -> None:
    document = {**valid_document(), "domains": ["电子设备及零部件", "无此领域"]}
    names = {"电子设备及零部件": "Electronic equipment and parts"}
    blueprint = BLUEPRINTS[document["blueprint"]]
    for language, said in (("en", names["电子设备及零部件"]), ("zh", "电子设备及零部件")):
        read = chapters(blueprint, document, language, shipped_units(), names)
        rows = [
            row.value
            for each in read
            for block in blocks_of(each)
            if isinstance(block, Definitions)
            for row in block.rows
            if row.address == "/domains"
        ]
        assert [part.text for part in rows[0].parts] == [said, "无此领域"]
