"""A document on its way in, with the files that came along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from schemes.documents import Document, signing_digest
from schemes.documents.addresses import Step


@dataclass(frozen=True)
class IncomingFile:
    """A file of a bundle: its name inside the bundle, and its content."""

    member: str
    data: bytes


@dataclass(frozen=True)
class Incoming:
    """One document as it was read, its files by SHA-256 digest, and where it came from."""

    document: Document
    source: str
    files: Mapping[str, IncomingFile] = field(default_factory=dict)
    #: The line of a .jsonl file on which the document stands.
    line: int = 0
    #: Whether files could come along.
    is_bundle: bool = False

    @cached_property
    def digest(self) -> str:
        """What the document says, without its commitment: by this it is recognised again."""
        return signing_digest(self.document)


def file_references(
    part: Any, path: tuple[Step, ...] = ()
) -> Iterator[tuple[tuple[Step, ...], dict[str, Any]]]:
    """Every place where a document names a file, with its path of keys and indexes."""
    if isinstance(part, dict):
        if names_a_file(part):
            yield path, part
            return
        for name, inner in part.items():
            yield from file_references(inner, (*path, name))
    elif isinstance(part, list):
        for index, inner in enumerate(part):
            yield from file_references(inner, (*path, index))


def names_a_file(part: Mapping[str, Any]) -> bool:
    """Whether this object of a document names a file by its digest."""
    return isinstance(part.get("sha256"), str)
