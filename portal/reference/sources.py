"""Where the rows that ship come from, in the reader's language.

A source is one text of its row. What the regulator writes stands as he wrote it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from portal.core.localised import in_language

Localised = Mapping[str, str]
_JOINED = "; "


def said_source(source: str) -> str:
    """The source of a row in the page's language, as far as it is known in both."""
    return in_language(in_both(source))


def in_both(source: str) -> Localised:
    """A source by language; in its own alone where nobody has put it into the other."""
    known = _known().get(source)
    if known is not None:
        return known
    for tail, words in _known().items():
        head = source.removesuffix(_JOINED + tail)
        if head != source:
            return _joined(in_both(head), words)
    return {"en" if source.isascii() else "zh": source}


def _joined(head: Localised, tail: Localised) -> Localised:
    signs = {"zh": "；", "en": _JOINED}
    return {
        name: f"{in_language(head, name)}{sign}{in_language(tail, name)}"
        for name, sign in signs.items()
    }


@cache
def _known() -> Mapping[str, Localised]:
    with Path(__file__).with_name("sources.csv").open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file))
    return {text: pair for pair in pairs for text in pair.values()}
