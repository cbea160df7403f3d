"""Where each place of a document stands in its Word file, so that it is found when it comes back.

A bookmark lies around each paragraph of a place: office programs keep bookmarks through editing
and saving, but not all of them one that lies over several paragraphs. The names are made from the
addresses of the places. What the words were, and of which scheme, stands in a part of the file's
own (custom XML, ISO/IEC 29500-1, 15.2.5), which programs carry along without showing it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE as RELATED
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

#: Of the part that says what the words were.
NAMESPACE = "urn:touchstone:word:1"
#: The beginning of the names of our bookmarks.
PREFIX = "ts_"
_SIGNS = 28
_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM = "{7C1F2B2E-6B7B-4C0E-9B52-5A2D1C2E6F10}"


def mark_of(address: str) -> str:
    """The name of the bookmark of a place: at most 40 letters, digits and underscores."""
    return PREFIX + hashlib.sha256(address.encode()).hexdigest()[:_SIGNS]


def mark_in(name: str) -> str:
    """The bookmark of the place, from that of any of its paragraphs."""
    return name[: len(PREFIX) + _SIGNS]


@dataclass(frozen=True)
class Framed:
    """Some words of a sentence: those of the place at `address`, else what stands around them.

    `cut` is the sign at the end of the place's own words that the sentence does not show.
    """

    words: str
    address: str = ""
    cut: str = ""


Frame = tuple[Framed, ...]


@dataclass
class Marks:
    """The bookmarks of one file while it is written.

    `places` are address and words by bookmark; `frames` sentences that say several places, or one
    among other words; `plain` the words that belong to no place, such as headings, so that what a
    colleague adds is known from them.
    """

    places: dict[str, tuple[str, str]] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)
    plain: list[str] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def names(self) -> set[str]:
        """All bookmarks."""
        return {*self.places, *self.frames}

    def only(self, names: set[str]) -> Marks:
        """Those of these bookmarks."""
        return Marks(
            {name: place for name, place in self.places.items() if name in names},
            {name: frame for name, frame in self.frames.items() if name in names},
            self.plain,
        )

    def words_at(self, address: str) -> str:
        """What the place says; empty where it says nothing."""
        for at, words in self.places.values():
            if at == address:
                return words
        for frame in self.frames.values():
            for part in frame:
                if part.address == address:
                    return part.words + part.cut
        return ""

    def around(self, paragraphs: Sequence[Any], address: str, words: Iterable[str]) -> None:
        """Lay the bookmarks of a place around its paragraphs."""
        said = "\n".join(one for one in words if one.strip())
        name = mark_of(address)
        is_marked = name in self.places or name in self.frames
        if not (address and said and paragraphs) or is_marked:
            self.plain += [line for line in said.split("\n") if line]
            return
        self.places[name] = (address, said)
        for n, paragraph in enumerate(paragraphs, 1):
            self._around(paragraph._p, name if n == 1 else f"{name}_{n}")

    def sentence(self, paragraphs: Sequence[Any], parts: Frame) -> None:
        """Lay a bookmark around the paragraphs of a sentence, whose words are these together."""
        places = [part for part in parts if part.address]
        said = "".join(part.words for part in parts)
        if not places:
            self.plain += [line for line in said.split("\n") if line]
            return
        name = mark_of(places[0].address)
        if name in self.places or name in self.frames:
            self.plain += [line for line in said.split("\n") if line]
            return
        self.frames[name] = parts
        for n, paragraph in enumerate(paragraphs, 1):
            self._around(paragraph._p, name if n == 1 else f"{name}_{n}")

    def _around(self, paragraph: Any, name: str) -> None:
        number = str(next(self._ids))
        begin, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (begin, end):
            element.set(qn("w:id"), number)
        begin.set(qn("w:name"), name)
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            paragraph.insert(0, begin)
        else:
            properties.addnext(begin)
        paragraph.append(end)

    def write(self, word: Any, identity: str, language: str) -> None:
        """Add the part that says what the words were, and of which scheme in which language."""
        package = word.part.package
        item = Part(
            package.next_partname("/customXml/item%d.xml"),
            "application/xml",
            self._xml(identity, language).encode(),
            package,
        )
        properties = Part(
            package.next_partname("/customXml/itemProps%d.xml"),
            "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
            (
                '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
                f'<ds:datastoreItem ds:itemID="{_ITEM}" xmlns:ds="{_STORE}"><ds:schemaRefs>'
                f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
            ).encode(),
            package,
        )
        item.relate_to(properties, RELATED.CUSTOM_XML_PROPS)
        word.part.relate_to(item, RELATED.CUSTOM_XML)

    def _xml(self, identity: str, language: str) -> str:
        places = "".join(
            f"<place mark={quoteattr(mark)} at={quoteattr(address)}>{escape(words)}</place>"
            for mark, (address, words) in self.places.items()
        )
        frames = "".join(
            f"<sentence mark={quoteattr(mark)}>{''.join(map(_part, parts))}</sentence>"
            for mark, parts in self.frames.items()
        )
        plain = "".join(f"<plain>{escape(words)}</plain>" for words in dict.fromkeys(self.plain))
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            f'<places xmlns="{NAMESPACE}" of={quoteattr(identity)} '
            f"language={quoteattr(language)}>{places}{frames}{plain}</places>"
        )


def _part(part: Framed) -> str:
    at = f" at={quoteattr(part.address)}" if part.address else ""
    cut = f" cut={quoteattr(part.cut)}" if part.cut else ""
    return f"<w{at}{cut}>{escape(part.words)}</w>"
