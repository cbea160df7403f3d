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
from schemes.reading import Block, Chapter, Clauses, Group, Run, Sentence, Table, chapters
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


def runs_of(chapter: Chapter) -> Iterator[Run]:
    for block in blocks_of(chapter):
        if isinstance(block, Sentence):
            yield from block.runs
        elif isinstance(block, Clauses):
            yield from block.lead
            yield from (run for clause in block.clauses for run in clause.runs)


def tables_of(chapter: Chapter) -> dict[str, Table]:
    return {block.address: block for block in blocks_of(chapter) if isinstance(block, Table)}


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
            words = words.rstrip("。.；;")  # the sentence around it has a sign of its own
            plain = render_to_string("components/chapters/_value.html", {"value": {"text": words}})
            assert re.sub(r"\s", "", plain) in page, place.address


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_no_anchor_stands_twice_and_every_link_inside_leads_somewhere(path: Path) -> None:
    page = html(json.loads(path.read_text("utf-8")))
    anchors = re.findall(r' id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_chapters_are_numbered_without_gaps_between_foreword_and_notes() -> None:
    document = valid_document()
    del document["scope"]
    keys = [each.key for each in read(document)]
    numbers = [each.number for each in read(document)]
    assert "scope" not in keys
    counted = [number for number in numbers if number]
    assert counted == [str(n) for n in range(1, len(counted) + 1)]
    assert (keys[0], numbers[0]) == ("foreword", "")
    assert keys[-3:] == ["annexes", "notes", "commitment"]
    assert numbers[-3:] == ["", "", ""]


def test_codes_dates_units_and_references_are_written_out() -> None:
    document = valid_document()
    page = html(document)
    for words in ("2027年1月1日", "60个月", "型式试验", "12,000–26,000元", "≥ 90%", "不小于90%"):
        assert words.replace(" ", "\u00a0") in page
    assert re.search(r'href="#/basis/@bs-1"[^>]*>GB/T 18801-2022<', page)


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


def test_standards_and_fees_are_tables_and_conditions_are_lists() -> None:
    document = valid_document()
    assert "/basis" in tables_of(chapter(document, "basis"))
    fees = tables_of(chapter(document, "fees"))["/fees"]
    assert fees.rows[0].address == "/fees/@fe-1"
    lists = [b for b in blocks_of(chapter(document, "certificate")) if isinstance(b, Clauses)]
    assert {block.address for block in lists} >= {"/certificate/suspension/conditions"}


def test_words_in_the_other_language_are_marked() -> None:
    runs = runs_of(chapter(valid_document(), "scope", "en"))
    by_address = {run.address: run.language for run in runs if run.address}
    assert by_address["/scope/included"] == ""
    assert by_address["/scope/excluded"] == "zh"


def test_a_scheme_without_a_mark_says_so() -> None:
    document = {**valid_document(), "mark": None}
    (sentence,) = chapter(document, "mark").blocks
    assert isinstance(sentence, Sentence)
    assert "标志" in sentence.runs[0].text


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
        runs = [run for each in read for run in runs_of(each) if run.address == "/domains"]
        assert said in runs[0].text
        assert "无此领域" in runs[0].text
