"""A document as people read it: numbered chapters made of a few kinds of blocks.

Pure: blueprint, document and language in, plain values out. The draft's reading view, the
regulator's desk, the public page and the printed rule are all made from these blocks.
"""

from __future__ import annotations

from schemes.reading.anchoring import places_in
from schemes.reading.blocks import (
    Block,
    Cell,
    Chapter,
    Clauses,
    Definitions,
    Group,
    Paragraph,
    Picture,
    Row,
    Run,
    Sentence,
    Table,
    TableRow,
    Value,
)
from schemes.reading.citing import Standing, standing_of, standings, territories
from schemes.reading.composing import chapters
from schemes.reading.phrases import Reader, is_internal, summary

__all__ = [
    "Block",
    "Cell",
    "Chapter",
    "Clauses",
    "Definitions",
    "Group",
    "Paragraph",
    "Picture",
    "Reader",
    "Row",
    "Run",
    "Sentence",
    "Standing",
    "Table",
    "TableRow",
    "Value",
    "chapters",
    "is_internal",
    "places_in",
    "standing_of",
    "standings",
    "summary",
    "territories",
]
