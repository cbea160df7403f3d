"""PDF files: what it saves to keep the fonts of the process, and a rule beside a plain text.

A rule is mostly tables. The plain text has as many pages and none, and shows what they cost.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from bench.timing import Comparison, compare
from portal.core import pdf
from portal.reference.units import shipped_units
from registry.pdf.documents import STYLESHEET
from registry.pdf.rule import Rule, rule_html
from schemes.blueprints import builtin_blueprints

DOCUMENTS = Path(__file__).resolve().parents[1] / "tests" / "documents" / "valid"
LINE = "适用于额定电压不超过二百五十伏的家用和类似用途产品。" * 12


def comparisons() -> Iterator[Comparison]:
    """The longest of our valid documents; the others are of the same make."""
    blueprint = next(one for one in builtin_blueprints() if one.key == "product")
    document = json.loads((DOCUMENTS / "product.json").read_text())
    rule = Rule(blueprint, document, "zh", shipped_units())
    html = rule_html(rule)
    pages = _pages(html)
    name = rule.blueprint.key
    yield compare(
        f"a rule of {pages} pages, {name}",
        ("fonts kept", lambda: pdf.make_pdf(html, STYLESHEET)),
        ("fonts read anew", lambda: _with_new_fonts(html)),
    )
    plain = _plain_text(pages)
    yield compare(
        f"{pages} pages of plain text, against the tables of {name}",
        ("plain text", lambda: pdf.make_pdf(plain, STYLESHEET)),
        ("the rule", lambda: pdf.make_pdf(html, STYLESHEET)),
    )


def _pages(html: str) -> int:
    return len(PdfReader(io.BytesIO(pdf.make_pdf(html, STYLESHEET))).pages)


def _with_new_fonts(html: str) -> Any:
    pdf._fonts.cache_clear()
    pdf._stylesheet.cache_clear()
    return pdf.make_pdf(html, STYLESHEET)


def _plain_text(pages: int) -> str:
    """About so many pages: a page holds some four of these paragraphs."""
    paragraphs = f"<p>{LINE}</p>" * (pages * 4)
    return f'<html lang="zh-Hans"><body>{paragraphs}</body></html>'
