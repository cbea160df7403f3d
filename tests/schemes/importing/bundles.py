"""Bundles for tests, good and bad, made byte by byte where `zipfile` would not make them."""

from __future__ import annotations

import copy
import hashlib
import io
import json
import struct
import warnings
import zipfile
import zlib
from typing import Any

from portal.demo.drawing import draw_annex, draw_mark
from schemes.importing.incoming import file_references

PDF = b"%PDF-1.4\n% an annex\n"
#: A drawing that is safe, but not written as the portal writes it.
SVG = (
    b'<?xml version="1.0"?><!-- drawn by hand --><svg xmlns="http://www.w3.org/2000/svg" '
    b'viewBox="0 0 10 10"><rect width="10" height="10"/></svg>'
)
SVG_WITH_SCRIPT = SVG.replace(b"<rect", b"<script>alert(1)</script><rect")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def as_json(document: Any) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


def packed(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these members as they are, even twice the same name."""
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


def member(data: bytes, ending: str) -> tuple[str, bytes]:
    """A file as it stands in a bundle."""
    return f"files/{sha256(data)}.{ending}", data


def naming(*files: bytes, **parts: Any) -> dict[str, Any]:
    """A document that names these files in its annexes."""
    annexes = [
        {"id": f"an-{n}", "file": {"name": f"annex {n}", "sha256": sha256(data)}}
        for n, data in enumerate(files)
    ]
    return {"blueprint": "product/1", "annexes": annexes, **parts}


def bundle_of(document: dict[str, Any], *files: tuple[str, bytes]) -> bytes:
    return packed(("document.json", as_json(document)), *files)


def with_real_files(document: dict[str, Any]) -> bytes:
    """The bundle of a document of the demonstration, each file that it names drawn for it."""
    document = copy.deepcopy(document)
    files = {}
    for path, reference in file_references(document):
        key = "/".join(map(str, path))
        if reference["mime"] == "image/svg+xml":
            data, ending = b"<!-- as drawn -->" + draw_mark(key, "DEMO"), "svg"
        else:
            data, ending = draw_annex(key, document["rule_number"]), "pdf"
        reference |= {"sha256": sha256(data), "bytes": len(data)}
        files[reference["sha256"]] = member(data, ending)
    return bundle_of(document, *files.values())


def retold(archive: bytes, *, flag: int | None = None, size: int | None = None) -> bytes:
    """A ZIP of one member that says something else about it, in both of its lists."""
    told = bytearray(archive)
    local, listed = archive.index(b"PK\x03\x04"), archive.index(b"PK\x01\x02")
    if flag is not None:
        struct.pack_into("<H", told, local + 6, flag)
        struct.pack_into("<H", told, listed + 8, flag)
    if size is not None:
        struct.pack_into("<L", told, local + 22, size)
        struct.pack_into("<L", told, listed + 24, size)
    return bytes(told)


def going_on_after(start: bytes, more: int) -> bytes:
    """A bundle whose document says to be `start`, with its right checksum, and then goes on."""
    archive = bytearray(retold(packed(("document.json", start + b" " * more)), size=len(start)))
    checksum = zlib.crc32(start)
    struct.pack_into("<L", archive, archive.index(b"PK\x03\x04") + 14, checksum)
    struct.pack_into("<L", archive, archive.index(b"PK\x01\x02") + 16, checksum)
    return bytes(archive)
