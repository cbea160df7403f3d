"""A rule as a Word file: all its words in their order, numbers that Word counts, real tables."""

from __future__ import annotations

import datetime
import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from portal.reference.units import shipped_units
from schemes.blueprints import builtin_blueprints
from schemes.documents.editing import put
from schemes.reading import (
    Block,
    Chapter,
    Clauses,
    Definitions,
    Group,
    Paragraph,
    Table,
    Value,
    chapters,
)
from schemes.word import Cover, word_file
from schemes.word.writing import LINE, widths
from tests.documents import VALID
from tests.factories import valid_document

BLUEPRINTS = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}
COVER = Cover(title="规则", language="zh", dated=datetime.datetime(2026, 1, 1), number="X-1:2026")


def read(document: dict[str, Any], language: str = "zh") -> list[Chapter]:
    return chapters(BLUEPRINTS[document["blueprint"]], document, language, shipped_units())


def opened(given: list[Chapter], **pictures: bytes) -> Any:
    return docx.Document(io.BytesIO(word_file(COVER, given, pictures)))


def words_of(value: Value) -> Iterator[str]:
    yield from value.note.split()
    for part in value.parts:
        yield from words_of(part)
    yield from value.text.split()


def words_in(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        yield from block.title.split()
        if isinstance(block, Paragraph):
            yield from words_of(block.value)
        if isinstance(block, Definitions):
            for row in block.rows:
                yield from row.title.split()
                yield from words_of(row.value)
        if isinstance(block, Clauses):
            for clause in block.clauses:
                yield from words_of(clause.value)
                yield from clause.label.split()
        if isinstance(block, Table):
            for words in block.columns:
                yield from words.split()
            for line in block.rows:
                for cell in line.cells:
                    yield from words_of(cell.value)
        if isinstance(block, Group):
            yield from words_in(block.blocks)


def text_of(word: Any) -> str:
    """All paragraphs, those of tables included, in their order."""
    lines = []
    for part in word.iter_inner_content():
        if isinstance(part, WordParagraph):
            lines.append(part.text)
        else:
            lines += [cell.text for row in part.rows for cell in row.cells]
    return "\n".join(lines)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_no_word_of_the_rule_is_missing(path: Path, language: str) -> None:
    given = read(json.loads(path.read_text()), language)
    text = text_of(opened(given))
    at = 0
    for chapter in given:
        at = text.index(chapter.title, at)
        missing = [words for words in words_in(chapter.blocks) if words not in text[at:]]
        assert not missing


def numbered_headings(given: list[Chapter]) -> Iterator[tuple[str, str]]:
    def below(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str]]:
        for block in blocks:
            if block.title and not isinstance(block, Definitions):
                yield block.number, block.title
            if isinstance(block, Group):
                yield from below(block.blocks)

    for chapter in given:
        yield str(chapter.number), chapter.title
        yield from below(chapter.blocks)


def counted(word: Any) -> Iterator[tuple[str, str]]:
    """Each heading with the number that Word counts for it."""
    count = [0, 0, 0]
    for paragraph in word.paragraphs:
        if not paragraph.style.name.startswith("Heading"):
            continue
        asked = paragraph._p.pPr.numPr
        number = ""
        if asked is not None:
            level = asked.ilvl.val
            assert paragraph.style.name == f"Heading {level + 1}"
            count[level:] = [count[level] + 1] + [0] * (2 - level)
            number = ".".join(map(str, count[: level + 1]))
        yield number, paragraph.text


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_word_counts_the_numbers_that_the_rule_is_cited_by(path: Path) -> None:
    given = read(json.loads(path.read_text()))
    assert list(counted(opened(given))) == list(numbered_headings(given))


def test_every_list_of_clauses_begins_at_one() -> None:
    word = opened(read(valid_document("product")))
    lists = Counter(
        paragraph._p.pPr.numPr.numId.val
        for paragraph in word.paragraphs
        if paragraph.style.name == "Normal" and paragraph._p.pPr is not None
        if paragraph._p.pPr.numPr is not None
    )
    assert len(lists) > 3
    numbering = word.part.numbering_part.element
    definitions = [
        each.find(qn("w:abstractNumId")).get(qn("w:val"))
        for each in numbering.findall(qn("w:num"))
        if int(each.get(qn("w:numId"))) in lists
    ]
    assert len(definitions) == len(set(definitions)) == len(lists)


def test_the_head_of_a_table_stands_on_each_page_and_its_rows_are_whole() -> None:
    given = read(valid_document("product"))
    tables = [part for part in opened(given).tables if len(part.columns) > 2]
    assert tables
    for table in tables:
        head, *rows = table.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_columns_fill_the_line_and_a_long_text_does_not_starve_its_neighbours() -> None:
    shared = widths([["状态", "现行"], ["其他事项", "很长的说明" * 40]])
    assert sum(shared) == pytest.approx(LINE)
    assert shared[0] < shared[1] < 3 * shared[0]


def test_what_xml_cannot_hold_is_left_out() -> None:
    document = put(valid_document("product"), "/title", {"zh": "规则\x07标题\x0b"})
    assert "规则标题" in text_of(opened(read(document)))


def test_the_file_says_whose_it_is_and_when() -> None:
    kept = opened([]).core_properties
    assert (kept.title, kept.subject) == (COVER.title, COVER.number)
    assert kept.modified == COVER.dated.replace(tzinfo=datetime.UTC)


def test_a_picture_stands_where_the_rule_names_it_and_what_is_none_does_no_harm() -> None:
    from tests.registry.listing import PICTURE

    document = valid_document("product")
    sha256 = document["mark"]["artwork"]["sha256"]
    for content, count in ((PICTURE, 1), (b"no picture", 0)):
        packed = zipfile.ZipFile(
            io.BytesIO(word_file(COVER, read(document), {sha256: content}))
        ).namelist()
        assert sum(name.startswith("word/media/") for name in packed) == count


def test_a_table_inside_is_a_table() -> None:
    word = opened(read(valid_document("product")))
    assert any(isinstance(part, WordTable) for part in word.iter_inner_content())
