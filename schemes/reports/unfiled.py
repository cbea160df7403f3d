"""Checking documents that stand in no version: files on disk, and what machines send.

The same engine as everywhere; the body is the one that is named, or the one that the document
names itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from django.db import DatabaseError

from portal.core.apart import apart
from portal.reference.units import shipped_units
from schemes.blueprints import Blueprint, builtin_blueprints
from schemes.documents import Document
from schemes.documents.budget import is_small, overrun
from schemes.facts_source import approval_number_in, facts_for_approval
from schemes.findings import Finding
from schemes.marks.artworks import artworks
from schemes.models import BlueprintVersion
from schemes.rules import Facts
from schemes.validation import check, find_blueprint, unknown_blueprint

#: A search among all marks for each is not sent to another process.
MOST_MARKS = 5


def check_unfiled(
    document: Document, blueprints: Sequence[Blueprint], on: date, key: str = "", body: str = ""
) -> Sequence[Finding]:
    """What is found in a document by the blueprint that it names, or that `key` chooses.

    `body` is an approval number. One that the register does not know leaves rules unchecked.
    The document may be a stranger's, so it is judged apart, with the searches for what resembles
    it, unless it is an ordinary one.

    Raises:
        TooMuchWork: judging it takes more time or memory than is given to one request.
        Busy: too many are waiting already.
    """
    blueprint = find_blueprint(document, blueprints, key)
    if blueprint is None:
        return [unknown_blueprint(document, blueprints)]
    if is_small(document) and len(artworks(document)) <= MOST_MARKS:
        return _judged(document, blueprint, on, body)
    return apart(_judged, document, blueprint, on, body)


def _judged(document: Document, blueprint: Blueprint, on: date, body: str) -> Sequence[Finding]:
    # Of a document that is too large nothing is looked up either.
    facts = _facts(document, on, body) if overrun(document) is None else Facts.unknown(on)
    return check(document, blueprint, facts).findings


def known_blueprints() -> Iterator[Blueprint]:
    """The published blueprints of the register and the built-in ones."""
    known = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}
    try:
        rows = BlueprintVersion.objects.issued()
        known |= {row.ref: row.blueprint for row in rows if row.ref not in known}
    except DatabaseError:
        pass  # A document can be checked where no register has been set up.
    yield from known.values()


def _facts(document: Document, on: date, body: str) -> Facts:
    try:
        return facts_for_approval(body or approval_number_in(document), on, document)
    except DatabaseError:
        # The starting content of the register, for it knows more units than any document names.
        return replace(Facts.unknown(on), units=shipped_units())
