"""The page of the bounds says what holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from registry.api.check import MOST_BYTES, check
from registry.api.limits import CHECKING, READING
from schemes.documents.budget import BUDGET
from schemes.documents.parsing import MAX_BYTES, MAX_DEPTH
from schemes.importing.bundles import MAX_BUNDLE_BYTES, MAX_MEMBERS
from schemes.marks.svg.amount import MAX_LETTERS, MAX_NUMBERS
from schemes.marks.svg.parsing import MAX_ELEMENTS
from schemes.marks.svg.repetition import MAX_DRAWN

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "bounds.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        f"| {BUDGET.nodes:,} |",
        f"| {BUDGET.items} |",
        f"| {BUDGET.unknown_parts} |",
        f"| {BUDGET.findings} |",
        f"| {MOST_BYTES:,} |",
        f"| {MAX_BYTES:,} |",
        f"| {MAX_DEPTH} |",
        f"| {MAX_BUNDLE_BYTES // 1_000_000} MB, {MAX_MEMBERS} members;",
        f"{MAX_ELEMENTS:,} elements",
        f"{MAX_NUMBERS // 2:,} points, {MAX_LETTERS:,} letters",
        f"| {MAX_DRAWN:,} elements |",
        f"| {READING.most} requests a minute |",
        f"| {CHECKING.most} requests a minute |",
    ],
)
def test_the_page_of_bounds_names_each_cap(words):
    assert words in PAGE


def test_the_description_of_a_check_names_its_budget():
    caps = (BUDGET.nodes, BUDGET.items, BUDGET.findings, BUDGET.unknown_parts)
    assert all(f"{cap:,}" in str(check.__doc__) for cap in caps)
