"""Cells that a spreadsheet would take for a formula, made harmless, and back.

A cell that begins with one of these signs is run when the file is opened, whatever it was meant
to be (OWASP, CSV Injection). An apostrophe before it makes it a text; one that stood there already
gets another, so that taking one away gives every text back as it was.
"""

from __future__ import annotations

import re

# The full-width forms are formulas to spreadsheets in Chinese and Japanese.
_DANGEROUS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


def guarded(cell: str) -> str:
    """The text as a cell that no spreadsheet runs."""
    return f"'{cell}" if _DANGEROUS.match(cell) else cell


def unguarded(cell: str) -> str:
    """The text that was guarded."""
    return cell[1:] if cell.startswith("'") and _DANGEROUS.match(cell) else cell
