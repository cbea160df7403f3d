"""The artwork that a document's mark has: its own, and that of each variant by level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemes.documents.addresses import numbered

ARTWORK = "/mark/artwork"


@dataclass(frozen=True)
class Artwork:
    """A drawing that a document names: its address, its SHA-256, and the level that it is for."""

    address: str
    sha256: str
    level: str = ""


def artworks(document: Any) -> tuple[Artwork, ...]:
    """Every artwork of the document's mark, each file once, its own first; a gap is left out."""
    mark = _mapping(document).get("mark")
    if not isinstance(mark, Mapping):
        return ()
    found: dict[str, Artwork] = {}
    for artwork in _all(mark):
        found.setdefault(artwork.sha256, artwork)
    return tuple(found.values())


def _all(mark: Mapping[str, Any]) -> Iterator[Artwork]:
    digest = _digest(mark.get("artwork"))
    if digest:
        yield Artwork(ARTWORK, digest)
    variants = mark.get("grade_variant")
    for step, variant in numbered(variants) if isinstance(variants, list) else ():
        digest = _digest(_mapping(variant).get("artwork"))
        if digest:
            address = f"/mark/grade_variant/{step}/artwork"
            yield Artwork(address, digest, str(_mapping(variant).get("level") or ""))


def _digest(file: Any) -> str:
    digest = _mapping(file).get("sha256")
    return digest if isinstance(digest, str) else ""


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
