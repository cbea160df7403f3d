"""Drawings that repeat themselves into the millions, or for ever, are refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.utils.translation import gettext_lazy as _

from portal.core.file_errors import FileRefused

#: How many elements may be drawn once every `use` has been followed.
MAX_DRAWN = 20_000


def check_repetition(root: ET.Element) -> None:
    """Refuse drawings that repeat themselves into the millions, or for ever."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    drawn: dict[int, int] = {}
    open_now: set[int] = set()

    def size(element: ET.Element) -> int:
        mark = id(element)
        if mark in drawn:
            return drawn[mark]
        if mark in open_now:
            raise FileRefused(_("A part of the drawing repeats itself without end."))
        open_now.add(mark)
        total = 1 + sum(size(child) for child in element)
        for identity in _referred(element):
            if identity in named:
                total += size(named[identity])
        open_now.discard(mark)
        drawn[mark] = min(total, MAX_DRAWN + 1)
        return drawn[mark]

    try:
        total = size(root)
    except RecursionError:
        total = MAX_DRAWN + 1
    if total > MAX_DRAWN:
        raise FileRefused(_("The drawing repeats its parts too often; simplify it."))


def _referred(element: ET.Element) -> Iterator[str]:
    for value in element.attrib.values():
        if value.startswith("#"):
            yield value[1:]
        for match in re.finditer(r"url\s*\(\s*[\"']?#([^)\"']+)", value):
            yield match[1].strip()
