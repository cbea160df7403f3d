"""A Word file is read whole: every word of it is in some piece, with its place and number."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from portal.core.folding import fold
from schemes.files.uploads import MAX_BYTES
from schemes.from_word.original import Kind, Piece
from schemes.from_word.reading import open_word
from schemes.from_word.reading import package as gate
from schemes.from_word.reading.counting import written
from schemes.from_word.refusals import Reason, WordRefused
from tests.schemes.from_word.corpus import NAMES, content, original, same
from tests.schemes.from_word.making import Writer, rewritten

STORIES = ("document", "footnotes", "endnotes", "comments", "header", "footer")


def paragraphs_of(data: bytes) -> set[str]:
    """All words of a file by paragraphs, straight from its parts; of two forms of a box, one."""
    found = set()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            story = name.removeprefix("word/").rstrip("0123456789.xml")
            if not (name.startswith("word/") and story in STORIES):
                continue
            for paragraph in parse_xml(archive.read(name)).iter(qn("w:p")):
                for part in paragraph.iter(qn("w:t"), qn("w:delText")):
                    if part.text and part.text.strip():
                        found.add(same(part.text))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_a_file_is_in_some_piece(name: str) -> None:
    read = original(name)
    said = "".join(same(f"{piece.printed}{piece.text}") for piece in read.pieces)
    lost = [words for words in paragraphs_of(content(name)) if words not in said]
    assert lost == []
    assert len({piece.place for piece in read.pieces}) == len(read.pieces)


def test_the_check_for_lost_words_notices_one() -> None:
    writer = Writer()
    writer.p("一个词")
    assert paragraphs_of(writer.content()) == {same("一个词")}


@pytest.mark.parametrize("name", ["air-cleaner-libreoffice", "air-cleaner-wps"])
def test_who_saved_a_file_makes_no_difference(name: str) -> None:
    def told(pieces: tuple[Piece, ...]) -> list[tuple[str, str, int, str]]:
        return [(one.number, one.text, one.level, one.kind) for one in pieces]

    assert told(original(name).pieces) == told(original("air-cleaner").pieces)


def piece(name: str, words: str) -> Piece:
    return next(one for one in original(name).pieces if one.text.startswith(words))


@pytest.mark.parametrize(
    ("name", "words", "number", "level"),
    [
        ("air-cleaner", "申请资料", "5.2", 2),
        ("air-cleaner", "产品描述及关键零部件清单", "b)", 0),
        ("brake-pads", "申请资料", "４．２．１", 3),
        ("brake-pads", "营业执照", "ａ）", 0),
        ("led-lamps", "认证申请", "第二章", 1),
        ("led-lamps", "证书有效期为", "第十条", 0),
        ("elderly-care", "认证评价与决定", "（二）", 2),
        ("elderly-care", "服务手册", "（2）", 0),
        ("energy-system", "信息公布", "第六章", 1),
        ("energy-system", "能源绩效参数清单", "②", 0),
        ("quality-system-libreoffice", "审核时间", "5.2", 2),
    ],
)
def test_numbers_are_those_that_are_printed(name: str, words: str, number: str, level: int) -> None:
    found = piece(name, words)
    assert (found.number, found.level) == (number, level)


def test_tracked_changes_are_read_as_accepted_and_what_goes_is_kept_apart() -> None:
    changed = piece("quality-system", "本规则适用于")
    assert changed.text.endswith("认证，不含法律另有规定的领域。")
    assert changed.by == "王审"
    gone = piece("quality-system", "和咨询")
    assert (gone.kind, gone.by, gone.at) == (Kind.DELETED, "王审", changed.place)


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        ("air-cleaner", "滤网配置指", Kind.FOOTNOTE),
        ("air-cleaner", "SLRZ-PC-0101:2026 第 1 页", Kind.MARGIN),
        ("quality-system", "注册要求请与人力部核对", Kind.COMMENT),
        ("energy-system", "内部讨论稿", Kind.HIDDEN),
        ("water-meter", "1 适用范围 1", Kind.CONTENTS),
        ("brake-pads", "1 适用范围…", Kind.CONTENTS),
        ("water-meter", "智能水表产品认证规则", Kind.TEXT),
    ],
)
def test_what_is_no_text_of_the_body_says_what_it_is(name: str, words: str, kind: Kind) -> None:
    found = piece(name, words)
    assert found.kind == kind
    assert found.at or kind not in (Kind.FOOTNOTE, Kind.COMMENT, Kind.HIDDEN)


def test_heads_of_several_rows_are_said_above_each_column() -> None:
    row = piece("air-cleaner", "1 | 颗粒物洁净空气量")
    assert row.columns == ("序号", "检验项目", "技术要求 指标", "技术要求 条款", "试验方法")
    across = piece("brake-pads", "100人以下")
    assert across.columns[1:] == ("单元数 1-2", "单元数 3-5", "单元数 6个以上")


def test_a_soft_break_stays_inside_its_paragraph() -> None:
    assert "\n" in piece("brake-pads", "工厂检查的内容包括").text


def test_a_table_inside_a_table_has_pieces_of_its_own() -> None:
    inner = piece("water-meter", "10 mm | 15 mm")
    assert inner.place.startswith("t3.r2.")


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    writer = Writer()
    first, _second = writer.p("证书有效期为"), writer.p("五年。")
    mark = first._p.get_or_add_pPr()
    mark.append(parse_xml(f"<w:rPr {nsdecls('w')}><w:del/></w:rPr>"))
    assert [one.text for one in open_word(writer.content()).pieces] == ["证书有效期为五年。"]


@pytest.mark.parametrize(
    ("form", "number", "said"),
    [
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("ideographTraditional", 2, "乙"),
        ("decimalEnclosedCircle", 3, "③"),
        ("upperLetter", 27, "AA"),
        ("lowerRoman", 14, "xiv"),
        ("decimalZero", 7, "07"),
    ],
)
def test_numbers_are_written_as_lists_write_them(form: str, number: int, said: str) -> None:
    assert written(number, form) == said


def _plain() -> bytes:
    writer = Writer()
    writer.p("适用范围")
    return writer.content()


def _types(change: Callable[[str], str]) -> bytes:
    return rewritten(_plain(), change={"[Content_Types].xml": change})


def _encrypted() -> bytes:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    return old + "EncryptedPackage".encode("utf-16-le")


def _bomb() -> bytes:
    return rewritten(_plain(), add={"word/media/a.png": bytes(gate.MOST_UNPACKED)})


def _tables_without_end() -> bytes:
    table = "<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>"
    deep = table * 100 + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * 100
    return rewritten(
        _plain(), change={"word/document.xml": lambda s: s.replace("<w:sectPr", f"{deep}<w:sectPr")}
    )


def _entities(xml: str) -> str:
    declared = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    return xml.replace("<w:document", f"{declared}<w:document", 1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (lambda: b"", Reason.EMPTY),
        (lambda: b"PK\x03\x04" + bytes(MAX_BYTES), Reason.TOO_LARGE),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Reason.OLD_WORD),
        (_encrypted, Reason.ENCRYPTED),
        (lambda: b"%PDF-1.7", Reason.NOT_WORD),
        (lambda: rewritten(_plain(), add={"word/vbaProject.bin": "x"}), Reason.MACROS),
        (
            lambda: _types(lambda s: s.replace("document.main", "document.macroEnabled.main")),
            Reason.MACROS,
        ),
        (_bomb, Reason.TOO_LARGE),
        (lambda: _plain()[:2000], Reason.DAMAGED),
        (
            lambda: rewritten(_plain(), change={"word/document.xml": lambda s: s[:-40]}),
            Reason.DAMAGED,
        ),
        (
            lambda: rewritten(_plain(), change={"word/document.xml": _entities}),
            Reason.DAMAGED,
        ),
        (
            lambda: rewritten(
                _plain(),
                change={
                    "_rels/.rels": lambda s: s.replace(
                        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                        "http://purl.oclc.org/ooxml/officeDocument/relationships",
                    )
                },
            ),
            Reason.STRICT,
        ),
        (lambda: Writer().content(), Reason.NO_WORDS),
        (
            lambda: rewritten(
                content("energy-system"),
                change={
                    "word/document.xml": lambda s: s.replace('w:ilvl w:val="0"', 'w:ilvl w:val="x"')
                },
            ),
            Reason.DAMAGED,
        ),
        (_tables_without_end, Reason.DAMAGED),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(
    data: Callable[[], bytes], reason: Reason
) -> None:
    with pytest.raises(WordRefused) as refused:
        open_word(data())
    assert refused.value.reason == reason
    assert fold(str(refused.value.message))


def test_a_cell_over_more_columns_than_there_can_be_costs_no_memory() -> None:
    writer = Writer()
    writer.table([["收费项目", "收费标准"], ["申请费", "500元"]])
    wide = rewritten(
        writer.content(),
        change={
            "word/document.xml": lambda s: s.replace(
                "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="2000000000"/>', 1
            )
        },
    )
    assert all(len(one.cells) < 200 for one in open_word(wide).pieces)


def test_a_picture_whose_part_is_missing_does_not_hide_the_words() -> None:
    broken = rewritten(
        content("air-cleaner"),
        change={"word/_rels/document.xml.rels": lambda s: s.replace("media/image1.png", "NULL")},
    )
    read = open_word(broken)
    assert any(one.text == "适用范围" for one in read.pieces)
    assert [one.picture for one in read.pieces if one.kind == Kind.PICTURE] == [""]
