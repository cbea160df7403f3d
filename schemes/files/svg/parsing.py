"""Reads the XML of a drawing into nodes that know their line.

Drawing programs declare entities (Illustrator writes its namespaces so), so these are read as far
as they are plain words of the file itself; nothing is fetched, and nothing can grow without bound.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _

from portal.core.file_errors import FileRefused

MAX_ELEMENTS = 5_000
MAX_DEPTH = 40
MAX_ENTITIES = 100
#: How many signs entities may add to the file, all in all.
MAX_EXPANDED = 200_000

_PLAIN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NOT_READ = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_REFERENCE = re.compile(rb"&([^\s#&;<>\"']+);")

Name = tuple[str, str]


@dataclass
class Node:
    """An element: its namespace and local name, and where it begins."""

    name: Name
    line: int
    attributes: Mapping[Name, str]
    children: list[Node] = field(default_factory=list)
    words: str = ""


@dataclass
class Source:
    """What a file holds: its outermost element, where that begins, and what stands beside."""

    root: Node
    start: int
    comments: int
    instructions: list[tuple[str, int]]


def parsed(text: str) -> Source:
    """The elements of a drawing.

    Raises:
        FileRefused: it is not well-formed, too deep or large, or declares what may not be.
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        # The text is encoded anew, so whatever the declaration says, it is UTF-8 now.
        self.data = text.encode("utf-8")
        self.open: list[Node] = []
        self.root: Node | None = None
        self.start = 0
        self.count = 0
        self.comments = 0
        self.instructions: list[tuple[str, int]] = []
        self.entities: dict[str, str] = {}
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._words
        self.parser.CommentHandler = self._comment
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.EntityDeclHandler = self._entity
        self.parser.AttlistDeclHandler = self._attribute_default
        self.parser.NotationDeclHandler = self._notation

    def read(self) -> Source:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as problem:
            raise FileRefused(
                _("The file is not well-formed SVG (line %(line)d, column %(column)d).")
                % {"line": problem.lineno, "column": problem.offset + 1}
            ) from None
        assert self.root is not None, "An XML file without a root is not well-formed."
        return Source(self.root, self.start, self.comments, self.instructions)

    @property
    def line(self) -> int:
        return self.parser.CurrentLineNumber

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.root is None:
            before = self.data[: self.parser.CurrentByteIndex]
            self.start = len(before.decode("utf-8"))
            self._weigh_references(self.data[len(before) :])
        self.count += 1
        if self.count > MAX_ELEMENTS or len(self.open) >= MAX_DEPTH:
            raise FileRefused(
                _(
                    "The drawing has more than %(count)d elements or nests them too deeply; "
                    "simplify it."
                )
                % {"count": MAX_ELEMENTS}
            )
        named = {_split(full): value for full, value in attributes.items()}
        node = Node(_split(name), self.line, named)
        if self.open:
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def _end(self, _name: str) -> None:
        self.open.pop()

    def _words(self, words: str) -> None:
        self.open[-1].words += words

    def _comment(self, _words: str) -> None:
        self.comments += 1

    def _instruction(self, target: str, _words: str) -> None:
        self.instructions.append((target, self.line))

    def _entity(
        self, name: str, is_parameter: bool, value: str | None, *_places: str | None
    ) -> None:
        if is_parameter or value is None or "&" in value or "<" in value:
            raise self._refused_declaration(name)
        if len(self.entities) >= MAX_ENTITIES:
            raise self._refused_declaration(name)
        self.entities.setdefault(name, value)

    def _attribute_default(
        self, _element: str, attribute: str, _kind: str, default: str | None, _required: bool
    ) -> None:
        """Older Illustrators declare attributes; what gives one a value changes the picture."""
        if default is not None:
            raise self._refused_declaration(attribute)

    def _notation(self, name: str, *_places: str | None) -> None:
        raise self._refused_declaration(name)

    def _refused_declaration(self, name: str) -> FileRefused:
        return FileRefused(
            _(
                "Line %(line)d: the document type of the drawing declares “%(name)s”, which is "
                "more than plain words. Save it as plain SVG and upload again."
            )
            % {"line": self.line, "name": name[:40]}
        )

    def _weigh_references(self, content: bytes) -> None:
        """Before anything is expanded: every entity is known, and all together stay small."""
        added = 0
        for reference in _REFERENCE.finditer(_NOT_READ.sub(b"", content)):
            name = reference[1].decode()
            if name not in self.entities and name not in _PLAIN:
                raise FileRefused(
                    _("The drawing uses the entity “&%(name)s;”, which it does not declare.")
                    % {"name": name[:40]}
                )
            added += len(self.entities.get(name, ""))
        if added > MAX_EXPANDED:
            raise FileRefused(_("The entities of the drawing make it too large; simplify it."))


def _split(name: str) -> Name:
    namespace, _blank, local = name.rpartition(" ")
    return namespace, local
