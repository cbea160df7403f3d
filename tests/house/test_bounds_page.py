"""The page of the bounds says what holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.core.tables import opening as tables
from portal.core.tables import workbooks
from portal.core.uploads import MOST, MOST_OF_STRANGERS
from registry.opendata.api.check import MOST_BYTES, check
from registry.opendata.api.limits import CHECKING, READING
from registry.stock.columns import SECONDS
from registry.stock.sources import MOST_MEMBERS
from schemes.documents.budget import BUDGET, SMALL_LETTERS, SMALL_NODES
from schemes.documents.parsing import MAX_BYTES, MAX_DEPTH
from schemes.files.fingerprints import SMALL_PIXELS
from schemes.files.rule_files import MOST_CHARACTERS
from schemes.files.svg.amount import MAX_LETTERS, MAX_NUMBERS
from schemes.files.svg.parsing import MAX_ELEMENTS
from schemes.files.svg.repetition import MAX_DRAWN
from schemes.importing import opening
from schemes.importing.bundles import MAX_BUNDLE_BYTES, MAX_MEMBERS
from schemes.importing.files import MOST_REFUSED
from schemes.reports.unfiled import MOST_MARKS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "bounds.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        f"| {MOST // 1_000_000} MB, {MOST_OF_STRANGERS // 1_000_000} MB of who is not signed in;",
        f"| {BUDGET.nodes:,} |",
        f"| {BUDGET.items:,} |",
        f"| {BUDGET.unknown_parts} |",
        f"| {BUDGET.findings} |",
        f"| {MOST_BYTES:,} |",
        f"| {MAX_BYTES:,} |",
        f"| {MAX_DEPTH} |",
        f"| {MAX_BUNDLE_BYTES // 1_000_000} MB, {MAX_MEMBERS} members;",
        f"| {MOST_REFUSED}; then,",
        f"{MAX_ELEMENTS:,} elements",
        f"{MAX_NUMBERS // 2:,} points, {MAX_LETTERS:,} letters",
        f"| {MAX_DRAWN:,} elements |",
        f"| {READING.most} requests a minute |",
        f"| {CHECKING.most} requests a minute |",
        f"| {SMALL_NODES:,} values, {SMALL_LETTERS:,} letters or {MOST_MARKS} drawings |",
        f"| {opening.SMALL_BYTES:,} bytes; a bundle always |",
        f"| {MOST_CHARACTERS:,} characters |",
        f"| {MOST_MEMBERS:,} members; each",
        f"| {tables.MAX_ROWS:,} rows, {workbooks.MAX_COLUMNS} columns, "
        f"{workbooks.MAX_UNPACKED // 1_000_000} MB unpacked, {workbooks.MAX_TAGS:,} tags |",
        f"is given {SECONDS} seconds at least",
        f"| {SMALL_PIXELS:,} points |",
        f"| {tables.SMALL_BYTES:,} bytes; a workbook always |",
    ],
)
def test_the_page_of_bounds_names_each_cap(words):
    assert words in PAGE


def test_the_description_of_a_check_names_its_budget():
    caps = (BUDGET.nodes, BUDGET.items, BUDGET.findings, BUDGET.unknown_parts)
    assert all(f"{cap:,}" in str(check.__doc__) for cap in caps)
