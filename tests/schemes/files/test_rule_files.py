"""The words of the files in which rules were filed before the portal."""

from __future__ import annotations

import pytest

from portal.core.apart import TooMuchWork
from portal.core.file_errors import FileRefused
from portal.core.pdf import make_pdf
from registry.pdf.documents import STYLESHEET
from schemes.files import rule_files
from schemes.files.rule_files import PDF, media_type, words_of
from schemes.models import DOC, DOCX
from tests.registry.stock.lists import archive, word_file

PAGE = '<html lang="zh-Hans"><head><title>试</title></head><body>{}</body></html>'
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
ENTITIES = (
    b'<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;&x;&x;">]>'
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">&y;'
    b"</w:document>"
)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """Two pages, the first with a line that ends within a sentence."""
    text = (
        "<p>本规则适用于蓝莓<br>干果的认证。</p>"
        "<p style='break-before: page'>surveillance<br>audit</p>"
    )
    return make_pdf(PAGE.format(text), STYLESHEET)


def test_a_pdf_is_read_page_by_page_and_chinese_goes_on_over_the_line(pdf: bytes) -> None:
    assert media_type(pdf) == PDF
    first, second = words_of(pdf, PDF).passages
    assert "本规则适用于蓝莓干果的认证。" in first
    assert "surveillance audit" in second


def test_a_file_of_word_is_read_paragraph_by_paragraph() -> None:
    data = word_file("第一章", "", "总则")
    assert media_type(data) == DOCX
    assert words_of(data, DOCX).passages == ("第一章", "总则")


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (OLD, DOC),
        (b"%PDF-1.7\nnothing", PDF),
        (b"PK\x03\x04nothing", DOCX),
        (archive({"word/document.xml": b"<w"}), DOCX),
        (archive({"word/document.xml": ENTITIES}), DOCX),
    ],
    ids=["older Word", "broken PDF", "broken archive", "broken XML", "entities"],
)
def test_of_what_cannot_be_read_there_are_no_words(data: bytes, mime: str) -> None:
    assert words_of(data, mime).passages == ()


def test_of_what_takes_too_long_there_are_no_words(
    pdf: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def apart(*_work: object) -> object:
        raise TooMuchWork("")

    monkeypatch.setattr(rule_files, "apart", apart)
    assert words_of(pdf, PDF).passages == ()


def test_of_a_long_text_the_beginning_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_files, "MOST_CHARACTERS", 5)
    found = words_of(word_file("一二三", "四五六", "七八九"), DOCX)
    assert (found.passages, found.is_cut) == (("一二三", "四五"), True)
    assert not words_of(word_file("一二三四五"), DOCX).is_cut


@pytest.mark.parametrize(
    "data",
    [b"", b"<html>", archive({"a.txt": b"a"}), b"%PDF-" + bytes(20_000_001)],
    ids=["empty", "a page", "another archive", "large"],
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        media_type(data)
