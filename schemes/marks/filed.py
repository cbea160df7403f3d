"""Keeping the table of filed marks equal to what the register lists: rows are replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from portal.accounts.models import Organisation
from schemes.marks.artworks import Artwork, artworks
from schemes.models import FiledMark, GateState, Scheme, StoredFile

_COMPARED = "address file_id number name title partners is_national since ended_on".split()


@transaction.atomic
def keep_filed_marks(
    scheme: Scheme,
    organisation: Organisation,
    document: Mapping[str, Any],
    *,
    number: str,
    since: date,
    ended_on: date | None,
) -> None:
    """Make the rows of a listed scheme those of this document; safe to repeat.

    `since` is the day of the first filing, `ended_on` the first day on which the scheme is no
    longer in force. Artwork that nobody uploaded here cannot be compared and has no row.
    """
    wanted = list(_rows(scheme, organisation, document))
    for row in wanted:
        row.number, row.since, row.ended_on = number, since, ended_on
    kept = FiledMark.objects.filter(scheme=scheme, organisation=organisation)
    if _values(kept) == _values(wanted):
        return
    # First, since it waits for others: rows are numbered in the order in which they are seen.
    GateState.move()
    kept.delete()
    FiledMark.objects.bulk_create(wanted)


@transaction.atomic
def forget_filed_marks(scheme: Scheme, organisation: Organisation) -> None:
    """Take away the rows of a body that the scheme left; its next publication writes new ones."""
    kept = FiledMark.objects.filter(scheme=scheme, organisation=organisation)
    if kept.exists():
        GateState.move()
        kept.delete()


def _rows(
    scheme: Scheme, organisation: Organisation, document: Mapping[str, Any]
) -> Iterator[FiledMark]:
    found = artworks(document)
    files = _files(scheme.organisation, found)
    mark = document.get("mark") or {}
    for artwork in found:
        if artwork.sha256 in files:
            yield FiledMark(
                scheme=scheme,
                organisation=organisation,
                file=files[artwork.sha256],
                address=artwork.address,
                name=mark.get("name") or {},
                title=document.get("title") or {},
                partners=sorted(partners(document)),
                is_national=is_national(document),
            )


def _files(organisation: Organisation, found: tuple[Artwork, ...]) -> dict[str, StoredFile]:
    digests = [artwork.sha256 for artwork in found]
    stored = StoredFile.objects.filter(organisation=organisation, sha256__in=digests)
    return {file.sha256: file for file in stored}


def _values(rows: Any) -> list[dict[str, Any]]:
    values = [{name: getattr(row, name) for name in _COMPARED} for row in rows]
    return sorted(values, key=lambda row: str(row["address"]))


def partners(document: Mapping[str, Any]) -> frozenset[str]:
    """Approval numbers of the members of the document's alliance."""
    alliance = document.get("alliance")
    members = alliance.get("members") if isinstance(alliance, Mapping) else None
    numbers = (
        member.get("approval_no")
        for member in (members if isinstance(members, list) else ())
        if isinstance(member, Mapping)
    )
    return frozenset(number for number in numbers if isinstance(number, str) and number)


def is_national(document: Mapping[str, Any]) -> bool:
    """Whether the document adopts a national unified scheme, whose mark is not its own."""
    return document.get("origin") == "national_unified"
