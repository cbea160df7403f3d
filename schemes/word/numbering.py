"""Numbers that Word itself counts, so that they move along with what somebody inserts there.

python-docx has no words for numbering: the definitions are written as elements (ISO/IEC 29500-1,
17.9).
"""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

#: Levels of clauses that have numbers, as GB/T 1.1 has them: 1, 1.1, 1.1.1, …
LEVELS = 5
#: Levels whose clauses have headings.
HEADINGS = 3
#: The style of a level, where it counts by letters instead of being a heading.
LETTERS = "letters"
#: How far a clause stands in, in twentieths of a point.
INDENT = 480


class Numbering:
    """The numbering definitions of one file."""

    def __init__(self, word: WordDocument) -> None:
        self._root: Any = word.part.numbering_part.element
        for given in list(self._root):
            self._root.remove(given)
        self._next = 1
        self._headings = self._definition(
            "multilevel",
            [
                (
                    ".".join(f"%{step}" for step in range(1, level + 1)),
                    f"Heading {level}" if level <= HEADINGS else "",
                    0,
                )
                for level in range(1, LEVELS + 1)
            ],
        )
        self._number = self._instance(self._headings)

    def of_heading(self, paragraph: Any, level: int) -> None:
        """The next number of this level (from 1)."""
        self._put(paragraph, self._number, level - 1)

    def new_list(self, *, letters: bool = False) -> int:
        """A list of clauses that begins at 1, or at a)."""
        text, style = ("%1)", LETTERS) if letters else ("%1", "")
        return self._instance(self._definition("singleLevel", [(text, style, INDENT)]))

    def of_clause(self, paragraph: Any, number: int) -> None:
        """The next number of a list of clauses."""
        self._put(paragraph, number, 0)

    def _put(self, paragraph: Any, number: int, level: int) -> None:
        properties = paragraph._p.get_or_add_pPr()
        asked = properties.get_or_add_numPr()
        asked.get_or_add_ilvl().val = level
        asked.get_or_add_numId().val = number

    def _definition(self, kind: str, levels: list[tuple[str, str, int]]) -> int:
        number = self._next
        self._next += 1
        definition = _element("w:abstractNum", abstractNumId=number)
        definition.append(_element("w:multiLevelType", val=kind))
        for place, (text, style, indent) in enumerate(levels):
            definition.append(_level(place, text, style, indent))
        # All definitions stand before all lists.
        instances = self._root.findall(qn("w:num"))
        if instances:
            instances[0].addprevious(definition)
        else:
            self._root.append(definition)
        return number

    def _instance(self, definition: int) -> int:
        instance = _element("w:num", numId=definition)
        instance.append(_element("w:abstractNumId", val=definition))
        self._root.append(instance)
        return definition


def _level(place: int, text: str, style: str, indent: int) -> Any:
    level = _element("w:lvl", ilvl=place)
    level.append(_element("w:start", val=1))
    level.append(_element("w:numFmt", val="lowerLetter" if style == LETTERS else "decimal"))
    if style and style != LETTERS:
        level.append(_element("w:pStyle", val=style.replace(" ", "")))
    level.append(_element("w:suff", val="tab" if indent else "space"))
    level.append(_element("w:lvlText", val=text))
    level.append(_element("w:lvlJc", val="left"))
    properties = _element("w:pPr")
    properties.append(_element("w:ind", left=indent, hanging=indent))
    level.append(properties)
    return level


def _element(name: str, **attributes: str | int) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made
