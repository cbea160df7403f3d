"""All stories of a file in one order: body, with notes and remarks where they stand, margins."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RELATED
from docx.oxml.ns import qn

from schemes.from_word.original import Kind, Original, Piece
from schemes.from_word.reading.counting import Counting
from schemes.from_word.reading.outlining import outlined
from schemes.from_word.reading.package import Package
from schemes.from_word.reading.paragraphs import text_of
from schemes.from_word.reading.story import Story
from schemes.from_word.reading.styles import Styles
from schemes.from_word.refusals import Reason, WordRefused
from schemes.word import NAMESPACE

#: More is no rule; each is a row that people look at.
MOST_PIECES = 5_000
_COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"


def open_word(data: bytes) -> Original:
    """The pieces of a file.

    Raises:
        WordRefused: it is none that can be read, with what to do about it.
    """
    try:
        with closing(Package(data)) as package:
            return _original(package)
    except (ValueError, RecursionError):
        # Numbers that are none, or tables inside tables without an end.
        raise WordRefused(Reason.DAMAGED) from None


def _original(package: Package) -> Original:
    body = package.xml(package.main)
    body = body.find(qn("w:body")) if body is not None else None
    if body is None:
        raise WordRefused(Reason.DAMAGED)
    reader = _Reader(package)
    pieces = [piece for piece in reader.all(body) if piece.text or piece.kind == Kind.PICTURE]
    if not any(piece.text for piece in pieces):
        raise WordRefused(Reason.NO_WORDS)
    if len(pieces) > MOST_PIECES:
        raise WordRefused(Reason.TOO_MANY_PIECES)
    return Original(tuple(outlined(pieces)), reader.kept, reader.told())


class _Reader:
    """Reads the stories of one file."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.kept: dict[str, bytes] = {}
        self.styles = Styles(self._first(RELATED.STYLES))
        self.counting = Counting(self._first(RELATED.NUMBERING))

    def all(self, body: Any) -> Iterator[Piece]:
        """The body with its notes after the paragraph at which they stand, then the margins."""
        notes = self._notes()
        seen: set[str] = set()
        for piece in self._story(self.package.main).pieces(body):
            if piece.kind == Kind.FOOTNOTE and not piece.text:
                found = () if piece.place in seen else notes.get(piece.place, ())
                seen.add(piece.place)
                yield from (replace(one, at=piece.at) for one in found)
            else:
                yield piece
        for name, left in notes.items():
            yield from left if name not in seen else ()
        yield from self._margins()

    def _story(self, part: str, kind: Kind = Kind.TEXT) -> Story:
        pictures = {
            one.id: self._kept(one.target)
            for one in self.package.related(part)
            if one.type == RELATED.IMAGE
        }
        return Story(self.styles, self.counting, pictures, kind)

    def _kept(self, name: str) -> str:
        content = self.package.content(name)
        if not content:
            return ""
        digest = hashlib.sha256(content).hexdigest()
        self.kept[digest] = content
        return digest

    def _first(self, type_: str) -> Any:
        found = next(self.package.of_type(type_), None)
        return self.package.xml(found.target) if found is not None else None

    def told(self) -> dict[str, Any]:
        """What a file of ours says of its places; nothing in other files."""
        for part in self.package.of_type(RELATED.CUSTOM_XML):
            root = self.package.xml(part.target)
            if root is None or root.tag != f"{{{NAMESPACE}}}places":
                continue
            places = {
                str(one.get("mark")): [str(one.get("at")), one.text or ""]
                for one in root.iterchildren(f"{{{NAMESPACE}}}place")
            }
            frames = {
                str(one.get("mark")): [
                    [part.text or "", str(part.get("at") or ""), str(part.get("cut") or "")]
                    for part in one.iterchildren(f"{{{NAMESPACE}}}w")
                ]
                for one in root.iterchildren(f"{{{NAMESPACE}}}sentence")
            }
            plain = [one.text or "" for one in root.iterchildren(f"{{{NAMESPACE}}}plain")]
            return {
                "of": str(root.get("of") or ""),
                "language": "en" if root.get("language") == "en" else "zh",
                "places": places,
                "frames": {
                    mark: parts for mark, parts in frames.items() if any(p[1] for p in parts)
                },
                "plain": plain,
            }
        return {}

    def _notes(self) -> dict[str, list[Piece]]:
        """The pieces of each note and remark, by its place."""
        found: dict[str, list[Piece]] = {}
        kinds = (
            (RELATED.FOOTNOTES, "w:footnote", "fn", Kind.FOOTNOTE),
            (RELATED.ENDNOTES, "w:endnote", "en", Kind.FOOTNOTE),
            (_COMMENTS, "w:comment", "cm", Kind.COMMENT),
        )
        for type_, tag, prefix, kind in kinds:
            for part in self.package.of_type(type_):
                root = self.package.xml(part.target)
                story = self._story(part.target, kind)
                for note in root.iterchildren(qn(tag)) if root is not None else ():
                    if note.get(qn("w:type")) in ("separator", "continuationSeparator"):
                        continue
                    place = f"{prefix}{note.get(qn('w:id'))}"
                    by = str(note.get(qn("w:author")) or "")
                    found[place] = [
                        replace(piece, by=by or piece.by)
                        for piece in story.pieces(note, f"{place}.")
                    ]
        return found

    def _margins(self) -> Iterator[Piece]:
        for prefix, type_ in (("h", RELATED.HEADER), ("f", RELATED.FOOTER)):
            for n, part in enumerate(self.package.of_type(type_), 1):
                root = self.package.xml(part.target)
                if root is not None and (text_of(root) or _draws(root)):
                    yield from self._story(part.target, Kind.MARGIN).pieces(root, f"{prefix}{n}.")


def _draws(root: Any) -> bool:
    return any(True for _one in root.iter(qn("w:drawing"), qn("w:pict")))
