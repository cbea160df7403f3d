"""Whose scheme an entry lists: a body's own, one of the state, or one of a scheme owner."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Organisation
from portal.accounts.roles import OrganisationKind
from registry.models import Entry, Issue
from registry.states import AuthorKind


def issue_of(entry: Entry) -> Issue | None:
    """By which announcement the text in force was issued; None for what a body has filed."""
    if not entry.organisation.issues:
        return None
    issues = entry.issues.filter(filing__version=entry.version_id)
    return issues.select_related("regulator", "filing__organisation").order_by("-pk").first()


def author_kind(entry: Entry) -> AuthorKind:
    """What kind of author the scheme has, as the catalogue sorts by it."""
    if entry.organisation.issues:
        issued = issue_of(entry)
        ministries = [one for one in creators(entry) if one.kind == OrganisationKind.MINISTRY]
        return AuthorKind.JOINT if issued is not None and ministries else AuthorKind.NATIONAL
    is_of_another = entry.scheme.organisation_id != entry.organisation_id
    if is_of_another and entry.scheme.organisation.owns_schemes:
        return AuthorKind.OWNER
    return AuthorKind.BODY


def creators(entry: Entry) -> list[Organisation]:
    """Who made the scheme: the authorities that issued it, or else the owner of the text."""
    issued = issue_of(entry)
    return issued.authorities if issued is not None else [entry.scheme.organisation]


def creator_records(entry: Entry) -> list[dict[str, Any]]:
    """The same as data."""
    return [
        {"slug": one.slug, "name": one.name_text, "kind": str(one.kind)} for one in creators(entry)
    ]


def issue_record(entry: Entry) -> dict[str, Any] | None:
    """The announcement as data; None for what a body has filed."""
    issued = issue_of(entry)
    if issued is None:
        return None
    return {
        "announcement_no": issued.announcement_no,
        "issued_on": issued.issued_on,
        "effective_on": issued.effective_on,
        "authorities": creator_records(entry),
    }


def page_of_national(entry: Entry) -> str | None:
    """The page of the national scheme that took the place of an entry, where it was issued here.

    None where the register has no more than its row, or nothing took its place.
    """
    if entry.absorbed_by is None:
        return None
    issued = entry.absorbed_by.issues.select_related("entry__publication").first()
    publication = getattr(issued.entry, "publication", None) if issued is not None else None
    return publication.get_absolute_url() if publication is not None else None
