"""A document as people read it: numbered chapters made of a few kinds of blocks.

Pure: blueprint, document and language in, plain values out. The draft's reading view, the
regulator's desk, the public page and the printed rule are all made from these blocks.
"""

from __future__ import annotations

from schemes.reading.blocks import (
    Block,
    Cell,
    Chapter,
    Clauses,
    Definitions,
    Group,
    Paragraph,
    Row,
    Table,
    TableRow,
    Value,
)
from schemes.reading.layout import chapters
from schemes.reading.phrases import Reader, is_internal, summary

__all__ = [
    "Block",
    "Cell",
    "Chapter",
    "Clauses",
    "Definitions",
    "Group",
    "Paragraph",
    "Reader",
    "Row",
    "Table",
    "TableRow",
    "Value",
    "chapters",
    "is_internal",
    "summary",
]
