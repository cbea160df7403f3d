"""Who carries out a scheme of the state, as the public reads it."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from portal.accounts.models import Organisation
from registry.models import Designation, Entry, Publication
from registry.states import AuthorKind, DesignationStanding


def designations_of(entry: Entry) -> list[Designation]:
    """All bodies that carry a scheme out, did, or will; none for what a body has filed."""
    if not entry.organisation.issues:
        return []
    return list(entry.designations.with_all())


def carried_out_by(body: Organisation) -> list[Designation]:
    """The schemes of the state that a body carries out, did, or will."""
    rows = Designation.objects.filter(organisation=body).with_all()
    return list(rows.select_related("entry__publication"))


def designations_seen(entry: Entry) -> list[Any]:
    """What of them is in the database, to see whether it changed."""
    if not entry.organisation.issues:
        return []
    return list(entry.designations.order_by("pk").values_list("pk", "ending__last_day"))


def designation_records(entry: Entry) -> list[dict[str, Any]]:
    """Who carries it out, as data."""
    return [
        {
            "slug": one.organisation.slug,
            "name": one.organisation.name_text,
            "approval_no": one.organisation.approval_no,
            "since": one.since,
            "until": one.last_day,
            "standing": str(one.standing),
        }
        for one in designations_of(entry)
    ]


def names_of_those_in_force(publication: Publication) -> list[str]:
    """Who may issue certificates under a scheme of the state today, by their names in Chinese."""
    if publication.author not in (AuthorKind.NATIONAL, AuthorKind.JOINT):
        return []
    every = designations_of(publication.entry)
    return [
        one.organisation.name_zh for one in every if one.standing == DesignationStanding.IN_FORCE
    ]


def carried_out_records() -> dict[int, list[dict[str, Any]]]:
    """What each body carries out, as data, by its key; there are few such schemes."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for one in Designation.objects.with_all():
        found[one.organisation_id].append(
            {
                "number": one.entry.number,
                "address": one.entry.get_absolute_url(),
                "since": one.since,
                "until": one.last_day,
                "standing": str(one.standing),
            }
        )
    return found
