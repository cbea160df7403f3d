"""The files themselves: readable by machines and people, complete, the same every time."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from PIL import ImageFile
from pypdf import PdfReader

from portal.core import pdf as pdf_files
from portal.core.characters import is_drawn
from portal.core.pdf import Attachment, make_pdf, printable
from portal.reference.units import shipped_units
from registry.pdf.documents import STYLESHEET, receipt_pdf
from registry.pdf.rule import Rule, rule_html
from schemes.blueprints import builtin_blueprints
from schemes.documents import canonical, digest
from schemes.reading import chapters
from tests.factories import FilingFactory, valid_document

BLUEPRINT = next(one for one in builtin_blueprints() if one.key == "product")
PAGE = '<html lang="zh-Hans"><head><title>试</title></head><body>{}</body></html>'


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """A rule of real length."""
    return valid_document("product")


@pytest.fixture(scope="module")
def rule(document: dict[str, Any]) -> Rule:
    return Rule(BLUEPRINT, document, "zh", shipped_units(), number="TS-2026-000001-G")


@pytest.fixture(scope="module")
def attached(document: dict[str, Any]) -> Attachment:
    return Attachment("rule.json", canonical(document), "", datetime(2026, 11, 18, tzinfo=UTC))


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    """What the renderer said while `file` was made: unknown properties, lost links, boxes."""
    return []


@pytest.fixture(scope="module")
def file(rule: Rule, attached: Attachment, complaints: list[str]) -> bytes:
    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            complaints.append(record.getMessage())

    listener = Listener(level=logging.WARNING)
    logging.getLogger("weasyprint").addHandler(listener)
    try:
        return make_pdf(rule_html(rule), STYLESHEET, attached)
    finally:
        logging.getLogger("weasyprint").removeHandler(listener)


@pytest.fixture(scope="module")
def pdf(file: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(file))


def text_of(pdf: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in pdf.pages)


def test_text_of_a_real_rule_can_be_taken_out_again(
    pdf: PdfReader, document: dict[str, Any]
) -> None:
    written = json.dumps(document, ensure_ascii=False)
    chinese = {sign for sign in written if "一" <= sign <= "鿿"}
    assert len(chinese) > 500
    assert chinese <= set(text_of(pdf))


@pytest.mark.usefixtures("file")
def test_every_sign_has_a_glyph_and_every_style_is_known(complaints: list[str]) -> None:
    assert complaints == []


def test_missing_glyph_would_be_noticed(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf_files, "printable", lambda html: html)
    make_pdf(PAGE.format("认证\u2fe0"), STYLESHEET)
    assert ".notdef" in caplog.text


SCRIPTS = {
    "extension B": "\U00020087\U0002298f",
    "extension C": "\U0002a700\U0002b000",
    "extension D": "\U0002b740",
    "extension E": "\U0002b820",
    "extension F": "\U0002ceb0",
    "extension G": "\U00030002",
    "extension H": "\U00031350",
    "Tibetan": "བོད་སྐད",
    "Mongolian": "ᠮᠣᠩᠭᠣᠯ",
    "Yi": "ꆈꌠꉙ",
    "Uyghur": "ئۇيغۇرچە",
    "Thai": "ภาษาไทย",
    "Tai Lue": "ᦑᦺ",
    "emoji": "😀👍🏽👨\u200d👩\u200d👧",
    "a variant": "葛\U000e0100城",
}


def test_every_script_is_printed_without_a_box(caplog: pytest.LogCaptureFixture) -> None:
    words = "".join(f"<p>{words}</p>" for words in SCRIPTS.values())
    made = PdfReader(io.BytesIO(make_pdf(PAGE.format(words), STYLESHEET)))
    assert caplog.text == ""
    printed = set(text_of(made))
    assert "\ufffd" not in printed
    drawn = {sign for sign in "".join(SCRIPTS.values()) if is_drawn(sign)}
    assert drawn - printed == set()


def test_signs_that_no_font_has_are_replaced(caplog: pytest.LogCaptureFixture) -> None:
    assert (
        printable("a\x01b\u2028c\ue000d\U0010fffde\U00030002\U000323b1\ufdd0\n")
        == "a b c\ufffdd\ufffde\U00030002\ufffd\ufffd\n"
    )
    made = make_pdf(PAGE.format("认证\x0b\ue000"), STYLESHEET)
    assert "认证" in text_of(PdfReader(io.BytesIO(made)))
    assert caplog.text == ""


def test_pages_carry_number_title_and_count(pdf: PdfReader, document: dict[str, Any]) -> None:
    last = pdf.pages[-1].extract_text()
    count = len(pdf.pages)
    assert document["rule_number"] in last
    assert document["short_title"]["zh"] in last
    assert "TS-2026-000001-G" in last
    assert digest(document)[:12] in last
    assert re.findall(r"\d+", last.splitlines()[-1])[-2:] == [str(count), str(count)]
    assert 10 <= count <= 40


def test_chapters_are_bookmarks(pdf: PdfReader, document: dict[str, Any]) -> None:
    titles = [one.title for one in pdf.outline if not isinstance(one, list)]
    assert [title.split(maxsplit=1)[-1] for title in titles] == [
        chapter.title for chapter in chapters(BLUEPRINT, document, "zh", shipped_units())
    ]


def test_file_is_an_archive_format_with_structure(pdf: PdfReader, document: dict[str, Any]) -> None:
    catalogue = pdf.trailer["/Root"]
    packet = catalogue["/Metadata"].get_data().decode()
    assert re.search(r'part="3"', packet)
    assert re.search(r'conformance="A"', packet)
    assert catalogue["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalogue
    assert "/OutputIntents" in catalogue
    assert catalogue["/Lang"] == "zh-Hans"
    assert document["title"]["zh"] in pdf.metadata.title
    assert pdf.metadata.author == document["owner"]["name"]["zh"]


def test_document_is_attached_as_it_was_signed(pdf: PdfReader, document: dict[str, Any]) -> None:
    [content] = pdf.attachments["rule.json"]
    assert hashlib.sha256(content).hexdigest() == digest(document)


def test_same_document_makes_the_same_bytes(rule: Rule, file: bytes, attached: Attachment) -> None:
    assert make_pdf(rule_html(rule), STYLESHEET, attached) == file


def test_other_document_makes_other_bytes(file: bytes) -> None:
    assert make_pdf(PAGE.format("认证"), STYLESHEET) != file


@pytest.mark.parametrize(
    "address",
    ["file:///etc/hostname", "http://127.0.0.1:9/x.png", "ftp://x.example/x.png", "x.png"],
)
def test_nothing_outside_the_page_is_read(address: str, caplog: pytest.LogCaptureFixture) -> None:
    made = make_pdf(PAGE.format(f'<p>认<img src="{address}" alt="字"></p>'), STYLESHEET)
    assert re.search("Failed to load image|Relative URI", caplog.text)
    assert list(PdfReader(io.BytesIO(made)).pages[0].images) == []


def test_unknown_style_sheet_is_said() -> None:
    with pytest.raises(LookupError, match="style sheet"):
        make_pdf(PAGE.format(""), "portal/no-such.css")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh", "en"])
def test_receipt_is_one_page_even_with_long_names(language: str) -> None:
    submission = FilingFactory().submissions.get()
    body = submission.filing.organisation
    body.name_zh, body.name_en = "示例" * 80, "Demonstration " * 14
    submission.version.document["title"] = {"zh": "规则" * 150, "en": "Certification rules " * 20}
    made = PdfReader(io.BytesIO(receipt_pdf(submission, language)))
    assert len(made.pages) == 1
    assert submission.filing.number in made.pages[0].extract_text()


def test_a_process_that_makes_files_refuses_pictures_that_are_cut_short_as_before(
    file: bytes,
) -> None:
    assert not ImageFile.LOAD_TRUNCATED_IMAGES
