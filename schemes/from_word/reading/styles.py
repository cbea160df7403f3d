"""What a style says of its paragraphs, with what it takes from the style that it is based on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

#: Names of styles that head chapters, in Word, WPS and LibreOffice, in both languages.
_HEADING = re.compile(r"(?:heading|标题|标题样式|章标题|章节标题)\s*([1-9])", re.IGNORECASE)
_CONTENTS = re.compile(r"(?:toc|目录|contents)(?:\s*(?:\d|heading|标题))?", re.IGNORECASE)
_MOST_STEPS = 12


@dataclass(frozen=True)
class Look:
    """What paragraphs of a style look like, as far as reading needs it.

    `outline` is the level of a heading (from 1), 0 for none; `list` and `depth` name the list
    that counts them.
    """

    name: str = ""
    outline: int = 0
    list: str = ""
    depth: int = 0
    is_bold: bool = False
    is_centred: bool = False

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of a table of contents."""
        return _CONTENTS.fullmatch(self.name) is not None


class Styles:
    """The styles of one file, by their ids."""

    def __init__(self, root: Any) -> None:
        self._elements: dict[str, Any] = {}
        self._default = ""
        for one in root.iterchildren(qn("w:style")) if root is not None else ():
            if one.get(qn("w:type"), "paragraph") == "paragraph":
                self._elements[one.get(qn("w:styleId"), "")] = one
                if one.get(qn("w:default")) in ("1", "true"):
                    self._default = one.get(qn("w:styleId"), "")
        self._looks: dict[str, Look] = {}

    def look(self, style: str) -> Look:
        """What a style says; of one that is not defined, nothing."""
        style = style or self._default
        if style not in self._looks:
            self._looks[style] = self._read(style)
        return self._looks[style]

    def _read(self, style: str) -> Look:
        found: dict[str, Any] = {}
        for element in self._based(style):
            for name, value in said_by(element.find(qn("w:pPr")), element.find(qn("w:rPr"))):
                found.setdefault(name, value)
            found.setdefault("name", _value(element.find(qn("w:name"))))
            if "outline" not in found:
                heading = _HEADING.fullmatch(_value(element.find(qn("w:name"))))
                if heading:
                    found["outline"] = int(heading[1])
        return Look(**found)

    def _based(self, style: str) -> Iterator[Any]:
        for _step in range(_MOST_STEPS):
            element = self._elements.get(style)
            if element is None:
                return
            yield element
            style = _value(element.find(qn("w:basedOn")))


def said_by(paragraph: Any, run: Any) -> Iterator[tuple[str, Any]]:
    """What properties of a paragraph, and of its runs, say for a `Look`."""
    if paragraph is not None:
        outline = _value(paragraph.find(qn("w:outlineLvl")))
        if outline.isdecimal():
            yield "outline", int(outline) + 1 if int(outline) < 9 else 0
        numbered = paragraph.find(qn("w:numPr"))
        if numbered is not None:
            yield "list", _value(numbered.find(qn("w:numId")))
            yield "depth", int(_value(numbered.find(qn("w:ilvl"))) or 0)
        if paragraph.find(qn("w:jc")) is not None:
            yield "is_centred", _value(paragraph.find(qn("w:jc"))) == "center"
    if run is not None and run.find(qn("w:b")) is not None:
        yield "is_bold", is_on(run.find(qn("w:b")))


def is_on(element: Any) -> bool:
    """Whether a property that is a switch is on."""
    return element is not None and _value(element) not in ("0", "false", "none")


def _value(element: Any) -> str:
    return "" if element is None else str(element.get(qn("w:val")) or "")


def merged(look: Look, said: Mapping[str, Any]) -> Look:
    """A style's look with what a paragraph says itself."""
    return Look(**{**look.__dict__, **said})
