"""The sheet of a Word file: its page, its styles and what programs show of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

#: Fonts that every Word has: for Latin, for Chinese text, for Chinese headings.
LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
INK = RGBColor(0, 0, 0)
HEADING_SIZES = (14, 12, 11)


def lay_out(word: Any, number: str, note: str) -> None:
    """A page of A4 with head and foot, and the styles of text and headings."""
    _page(word, "  ".join(filter(None, (number, note))))
    _styles(word)


def describe(
    word: Any, *, title: str, author: str, number: str, note: str, language: str, dated: datetime
) -> None:
    """What programs show of the file."""
    kept = word.core_properties
    kept.title, kept.author, kept.subject = title, author, number
    kept.created = kept.modified = dated
    kept.last_modified_by, kept.comments = author, note
    kept.language = "en" if language == "en" else "zh-CN"


def _page(word: Any, above: str) -> None:
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    page.top_margin = page.bottom_margin = Cm(2.4)
    page.different_first_page_header_footer = True
    head = page.header.paragraphs[0]
    head.text = above
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(foot, "PAGE")


def _styles(word: Any) -> None:
    styles = word.styles
    for name, size in zip(("Normal", "Header", "Footer"), (10.5, 9, 9), strict=True):
        _font(styles[name], size, SONG)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    styles["Normal"].paragraph_format.line_spacing = 1.25
    for level, size in enumerate(HEADING_SIZES, 1):
        style = styles[f"Heading {level}"]
        _font(style, size, HEI)
        style.font.color.rgb = INK
        style.paragraph_format.space_before = Pt(18 if level == 1 else 10)
        style.paragraph_format.space_after = Pt(6)
    _font(styles["Title"], 22, HEI)
    styles["Title"].font.color.rgb = INK


def _font(style: Any, size: float, chinese: str) -> None:
    style.font.name, style.font.size = LATIN, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)


def _field(paragraph: Any, code: str) -> None:
    """What Word computes, such as the number of the page."""
    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = code
        run._r.append(part)
