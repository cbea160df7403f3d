"""The mark gate: which protected and filed marks a document's artwork resembles.

It shows; a person judges. Compared are the artwork of the mark and of its variants by level with
the protected marks of the day and with the marks that other bodies have filed. Nobody's neighbour
is his own: marks of the same body, of the same alliance (both documents name each other's body as
a member), and, for whoever adopts a national scheme, the national marks.

The mark of a scheme that has ended stays in sight, since certificates may still bear it, but it
raises no warning: nobody's right to it can be read from the register any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.accounts.models import Organisation
from portal.likeness import Fingerprint, Likeness
from portal.reference.choices import MarkKind
from schemes.marks.artworks import Artwork, artworks
from schemes.marks.filed import is_national, partners
from schemes.marks.fingerprinting import fingerprint_of_file
from schemes.marks.library import FILED, KnownMark, library
from schemes.models import StoredFile
from schemes.rules.facts import MarkFact

#: How many neighbours of one artwork are shown at most, nearest first.
MOST = 10


@dataclass(frozen=True)
class Similar:
    """A mark that resembles an artwork of the document, and how."""

    mark: KnownMark
    likeness: Likeness
    has_ended: bool


@dataclass(frozen=True)
class Looked:
    """What was found for one artwork, nearest first; None when it cannot be compared."""

    artwork: Artwork
    stored: StoredFile | None
    similar: tuple[Similar, ...] | None


@dataclass(frozen=True)
class _Asking:
    """Who asks, and when."""

    organisation: Organisation | None
    on: date
    scheme_id: int | None
    is_national: bool
    partners: frozenset[str]


def similar_marks(
    document: Any,
    *,
    organisation: Organisation | None,
    on: date,
    exclude_scheme_id: int | None = None,
) -> tuple[MarkFact, ...] | None:
    """Marks of others that the document's artwork resembles on a day, nearest first.

    Empty without a mark or artwork, and where nothing is near. None when nothing was found but
    some artwork cannot be compared: it was not uploaded here, or there is nothing drawn on it.
    """
    found = look(document, organisation=organisation, on=on, exclude_scheme_id=exclude_scheme_id)
    facts = [
        _fact(looked.artwork, similar)
        for looked in found
        for similar in looked.similar or ()
        if not similar.has_ended
    ]
    if not facts and any(looked.similar is None for looked in found):
        return None
    return tuple(sorted(facts, key=lambda fact: -fact.score)[:MOST])


def look(
    document: Any,
    *,
    organisation: Organisation | None,
    on: date,
    exclude_scheme_id: int | None = None,
) -> tuple[Looked, ...]:
    """The same for each artwork, with the reasons and with the marks of schemes that have ended.

    At most `MOST` marks for an artwork.
    """
    found = artworks(document)
    if not found:
        return ()
    asking = _Asking(organisation, on, exclude_scheme_id, is_national(document), partners(document))
    files = _stored(found, organisation)
    return tuple(_looked(artwork, files.get(artwork.sha256), asking) for artwork in found)


def _stored(
    found: tuple[Artwork, ...], organisation: Organisation | None
) -> Mapping[str, StoredFile]:
    """By digest the stored files; the same bytes kept for another body do as well."""
    files = StoredFile.objects.filter(sha256__in=[artwork.sha256 for artwork in found])
    own = organisation.pk if organisation is not None else None
    ordered = sorted(files, key=lambda file: file.organisation_id == own)
    return {file.sha256: file for file in ordered}


def _looked(artwork: Artwork, stored: StoredFile | None, asking: _Asking) -> Looked:
    wanted = fingerprint_of_file(stored) if stored is not None else None
    similar = tuple(_similar(wanted, asking)) if wanted is not None else None
    return Looked(artwork, stored, similar)


def _similar(wanted: Fingerprint, asking: _Asking) -> Iterator[Similar]:
    from portal.likeness import likeness  # loads SciPy

    marks = library()
    near = (place for place, _score in marks.near(wanted))
    others = (place for place in near if _is_of_others(marks.shelf.keys[place], asking))
    for _number, place in zip(range(MOST), others, strict=False):
        mark = marks.shelf.keys[place]
        has_ended = mark.ended_on is not None and mark.ended_on <= asking.on
        yield Similar(mark, likeness(wanted, marks.shelf.prints[place]), has_ended)


def _is_of_others(mark: KnownMark, asking: _Asking) -> bool:
    """Whether a mark holds on the day and is somebody else's."""
    if (mark.since and mark.since > asking.on) or (mark.until and mark.until < asking.on):
        return False
    if mark.is_national and asking.is_national:
        return False
    body = asking.organisation
    if mark.table != FILED:
        is_own_entry = mark.kind == MarkKind.FILED and body is not None
        return not (is_own_entry and body is not None and mark.owner.get("zh") == body.name_zh)
    if mark.scheme_id is not None and mark.scheme_id == asking.scheme_id:
        return False
    if body is None:
        return True
    if body.pk in (mark.organisation_id, mark.owner_id):
        return False
    are_partners = mark.approval_no in asking.partners and body.approval_no in mark.partners
    return not are_partners


def _fact(artwork: Artwork, similar: Similar) -> MarkFact:
    mark = similar.mark
    return MarkFact(
        key=mark.key,
        name=mark.name,
        owner=mark.owner,
        score=round(similar.likeness.score, 3),
        kind=mark.kind,
        address=artwork.address,
    )
