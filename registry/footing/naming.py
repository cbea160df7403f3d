"""What an entry's document names in the registers: fields, bodies that operate it, bases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from portal.core.folding import identity
from registry.models import Entry, FootingKind
from schemes.documents import Document
from schemes.facts_source import Name, names_in
from schemes.handing_over import named_anew
from schemes.rules.lenient import at, codes, records, word

#: The kind of what an entry rests on, and by what name changes of it are found.
Footing = tuple[str, str]
LONGEST_KEY = 100


def fields_in(document: Document) -> list[tuple[str, str]]:
    """The fields of certification, each with its place."""
    return [(f"/domains/{n}", field) for n, field in enumerate(codes(at(document, "domains")))]


def operators_in(document: Document) -> list[tuple[str, str]]:
    """The approval numbers of the bodies that certify, each with its place."""
    found = ((address, word(one.get("approval_no"))) for address, one in _of(document, "operators"))
    return [(address, identity(number)) for address, number in found if number]


def bases_in(document: Document) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The bases that have a number, each with its place."""
    return ((address, one) for address, one in _of(document, "basis") if word(one.get("ref")))


def _of(document: Document, name: str) -> list[tuple[str, Mapping[str, Any]]]:
    return list(records(document, name))


def document_of(entry: Entry) -> Document:
    """The text in force, which names the owner of today where the scheme went over to another."""
    document: Document = entry.version.document
    return named_anew(document, entry.scheme) if entry.scheme.former_owners else document


def footings_of(entry: Entry) -> frozenset[Footing]:
    """The bodies and standards that an entry rests on."""
    names = names_in(document_of(entry), entry.organisation.approval_no)
    return frozenset(footing_of(name) for name in names if name[0] in FootingKind.values)


def footing_of(name: Name) -> Footing:
    """By what something named is found."""
    kind, key = name
    return kind, key[:LONGEST_KEY]
