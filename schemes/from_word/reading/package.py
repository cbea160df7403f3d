"""The gate: which files are opened at all, and their parts once they are.

A file of a stranger is judged by its bytes, never by its name, before anything of it is unpacked.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RELATED
from docx.oxml.parser import parse_xml

from schemes.files.uploads import MAX_BYTES
from schemes.from_word.refusals import Reason, WordRefused

#: Bytes of all members together, members, and bytes of one member of text, unpacked.
MOST_UNPACKED = 60_000_000
MOST_MEMBERS = 2_000
MOST_TEXT = 30_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How an encrypted .docx names its content inside the older container, in UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = "purl.oclc.org/ooxml"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_NOT_A_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, OSError, RuntimeError)


@dataclass(frozen=True)
class Related:
    """A part that another part names."""

    id: str
    type: str
    target: str


class Package:
    """The parts of one file. Nothing is unpacked that is not asked for."""

    def __init__(self, data: bytes) -> None:
        """Open the file.

        Raises:
            WordRefused: it is none that is read here.
        """
        _refuse_other_kinds(data)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            infos = self._archive.infolist()
        except _NOT_A_ZIP:
            raise WordRefused(Reason.DAMAGED) from None
        if len(infos) > MOST_MEMBERS or sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise WordRefused(Reason.TOO_LARGE)
        if any(info.flag_bits & 0x1 for info in infos):
            raise WordRefused(Reason.ENCRYPTED)
        self._names = {info.filename.lower(): info for info in infos}
        if any(name.endswith("vbaproject.bin") for name in self._names):
            raise WordRefused(Reason.MACROS)
        self.main = self._main()

    def _main(self) -> str:
        types = self._read("[Content_Types].xml")
        if types is None:
            raise WordRefused(Reason.NOT_WORD)
        if b"macroEnabled" in types:
            raise WordRefused(Reason.MACROS)
        root = self._read("_rels/.rels") or b""
        if _STRICT.encode() in root:
            raise WordRefused(Reason.STRICT)
        for one in self.related(""):
            is_text = one.type == RELATED.OFFICE_DOCUMENT and b"wordprocessingml" in types
            if is_text and self.has(one.target):
                return one.target
        raise WordRefused(Reason.NOT_WORD)

    def close(self) -> None:
        """Nothing is read any more."""
        self._archive.close()

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.lower() in self._names

    def _read(self, name: str) -> bytes | None:
        """A part's bytes; never more than it said of itself."""
        info = self._names.get(name.lower())
        if info is None:
            return None
        try:
            with self._archive.open(info) as member:
                data = member.read(info.file_size + 1)
        except _NOT_A_ZIP:
            raise WordRefused(Reason.DAMAGED) from None
        if len(data) > info.file_size:
            raise WordRefused(Reason.DAMAGED)
        return data

    def xml(self, name: str) -> Any:
        """A part as elements, or None where there is none. Entities are not followed."""
        data = self._read(name)
        if data is None:
            return None
        if len(data) > MOST_TEXT:
            raise WordRefused(Reason.TOO_LARGE)
        if b"<!DOCTYPE" in data[:2048] or b"<!ENTITY" in data:
            raise WordRefused(Reason.DAMAGED)
        try:
            return parse_xml(data)
        except (SyntaxError, ValueError):
            raise WordRefused(Reason.DAMAGED) from None

    def content(self, name: str) -> bytes | None:
        """The bytes of a part that is no text, such as a picture."""
        return self._read(name)

    def related(self, name: str) -> Iterator[Related]:
        """The parts that one names; `""` stands for the file itself. What is outside is left."""
        folder, last = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{last}.rels"))
        for one in root.iter(_RELATIONSHIPS) if root is not None else ():
            if one.get("TargetMode") == "External":
                continue
            target = one.get("Target") or ""
            path = target if target.startswith("/") else posixpath.join("/", folder, target)
            yield Related(
                one.get("Id") or "", one.get("Type") or "", posixpath.normpath(path).lstrip("/")
            )

    @cached_property
    def of_main(self) -> tuple[Related, ...]:
        """The parts that the text names."""
        return tuple(self.related(self.main))

    def of_type(self, type_: str) -> Iterator[Related]:
        """Those of the text's parts that are of one type and are there."""
        return (one for one in self.of_main if one.type == type_ and self.has(one.target))


def _refuse_other_kinds(data: bytes) -> None:
    if not data:
        raise WordRefused(Reason.EMPTY)
    if len(data) > MAX_BYTES:
        raise WordRefused(Reason.TOO_LARGE)
    if data.startswith(_OLE):
        raise WordRefused(Reason.ENCRYPTED if _ENCRYPTED in data else Reason.OLD_WORD)
    if not data.startswith(b"PK\x03\x04"):
        raise WordRefused(Reason.NOT_WORD)
