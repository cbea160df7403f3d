"""Bringing a Word file to a scheme: it is kept as it came, read apart, and its pieces proposed."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from PIL import Image

from portal.accounts.models import Organisation, User
from portal.core.apart import TooMuchWork, apart
from portal.core.file_errors import FileRefused
from portal.reference.units import units_on
from schemes.files.uploads import MAX_PIXELS, Accepted, examine, keep_accepted
from schemes.from_word.original import Kind, Original, Piece
from schemes.from_word.reading import open_word
from schemes.from_word.recognising import Knowledge, Proposal, Why, recognise
from schemes.from_word.recognising.standards import FactsOf
from schemes.from_word.refusals import Reason, WordRefused
from schemes.from_word.vocabulary import Vocabulary
from schemes.from_word.words import words_on
from schemes.models import (
    DOCX,
    Placement,
    Scheme,
    Standing,
    StoredFile,
    Version,
    WordImport,
    WordPurpose,
)
from schemes.permissions import may_edit

#: The line of a version's history that says that a file was brought.
BROUGHT = "word_brought"
#: More pictures of one file are not looked at.
MOST_PICTURES = 40


def read_word(data: bytes) -> Original:
    """The pieces of a stranger's file, read in a process that ends at its limit.

    Raises:
        WordRefused: it cannot be read.
        Busy: too many are waiting already.
    """
    try:
        return apart(open_word, data)
    except TooMuchWork:
        raise WordRefused(Reason.TOO_LARGE) from None


def knowledge_for(version: Version, facts_of: FactsOf) -> Knowledge:
    """What the registers know today, for a version's blueprint."""
    today = timezone.localdate()
    vocabulary = Vocabulary.of(version.blueprint.blueprint, words_on(today))
    return Knowledge(vocabulary, units_on(today), facts_of)


def propose(original: Original, knowledge: Knowledge) -> list[Proposal]:
    """Where the pieces of a stranger's file go, found in a process that ends at its limit.

    Raises:
        WordRefused: it takes too long.
        Busy: too many are waiting already.
    """
    try:
        return apart(recognise, replace(original, pictures={}), knowledge)
    except TooMuchWork:
        raise WordRefused(Reason.TOO_LARGE) from None


@transaction.atomic
def bring(
    version: Version, user: User, name: str, data: bytes, original: Original, facts_of: FactsOf
) -> WordImport:
    """Keep a file that was read, and propose where its pieces go. The draft stays as it is.

    Raises:
        NotAllowed: the person may not write in this version.
    """
    may_edit(user, version).require()
    brought = keep_import(version.scheme, user, name, data, original, WordPurpose.RULE)
    proposals = propose(original, knowledge_for(version, facts_of))
    pictures = _kept_pictures(version.scheme.organisation, user, name, original)
    pieces = {piece.place: piece for piece in original.pieces}
    Placement.objects.bulk_create(
        _placement(brought, n, one, pieces[one.place], pictures) for n, one in enumerate(proposals)
    )
    version.record_event(
        event=BROUGHT,
        from_state=version.state,
        to_state=version.state,
        actor=user,
        data={"name": brought.name, "sha256": brought.file.sha256},
    )
    return brought


def keep_import(
    scheme: Scheme, user: User, name: str, data: bytes, original: Original, purpose: WordPurpose
) -> WordImport:
    """The file as it came, with its pieces."""
    organisation = scheme.organisation
    reference = keep_accepted(organisation, user, name, Accepted(data, DOCX))
    return WordImport.objects.create(
        scheme=scheme,
        organisation=organisation,
        file=StoredFile.objects.get(organisation=organisation, sha256=reference["sha256"]),
        name=reference["name"],
        purpose=purpose,
        pieces=[piece.as_json() for piece in original.pieces],
        brought_by=user,
    )


def _placement(
    brought: WordImport, n: int, one: Proposal, piece: Piece, pictures: dict[str, Any]
) -> Placement:
    value, address, why = one.value, one.address, one.why
    if piece.kind == Kind.PICTURE:
        value = pictures.get(piece.picture)
        if value is None:
            address, why = "", Why.PICTURE
    standing = Standing.PROPOSED if address else Standing.TRAY
    return Placement(
        word_import=brought,
        position=n,
        place=one.place,
        address=address,
        language=one.language,
        value=value,
        standing=standing if one.is_taken else Standing.NOT_TAKEN,
        why=why or "",
        joins=one.joins,
        is_fact=one.is_fact,
    )


def _kept_pictures(
    organisation: Organisation, user: User, name: str, original: Original
) -> dict[str, dict[str, Any]]:
    """How the documents name each picture that may be kept, by its digest in the file."""
    kept = {}
    used: Sequence[str] = [piece.picture for piece in original.pieces if piece.picture]
    for n, digest in enumerate(dict.fromkeys(used), 1):
        if n > MOST_PICTURES:
            break
        for accepted in _accepted(original.pictures[digest]):
            extension = {"image/svg+xml": "svg"}.get(accepted.mime, "png")
            label = f"{name.rpartition('.')[0] or name}-{n}.{extension}"
            kept[digest] = keep_accepted(organisation, user, label, accepted)
    return kept


def _accepted(content: bytes) -> Iterator[Accepted]:
    """A picture as files of documents are; a photograph as PNG; nothing for other kinds."""
    try:
        yield examine(content)
    except FileRefused:
        converted = _as_png(content)
        if converted is not None:
            yield Accepted(converted, "image/png")


def _as_png(content: bytes) -> bytes | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "GIF", "BMP", "TIFF"]) as one:
                if one.width * one.height > MAX_PIXELS:
                    return None
                made = io.BytesIO()
                one.convert("RGBA" if "A" in one.mode else "RGB").save(made, "PNG")
                return made.getvalue()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Warning):
        return None
