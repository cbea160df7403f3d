"""Who may issue certificates under an entry today, by the register and not by its text alone."""

from __future__ import annotations

from typing import Any

from portal.core.folding import identity
from registry.models import Entry, Publication
from registry.states import DesignationStanding


def certifier_records(
    publication: Publication,
    alliance: dict[str, Any] | None,
    designations: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Each with its name and the number of its approval; none where the status bars it.

    Those that the text names, without members of an alliance that left it or may not certify by
    their own entries; of a scheme of the state, those designated. Where the scheme went to another
    body, that one certifies in the place of the former owner that the text names.
    """
    if not publication.status.may_certify:
        return []
    if publication.entry.organisation.issues:
        return [
            {"name": one["name"], "approval_no": one["approval_no"]}
            for one in designations
            if one["standing"] == DesignationStanding.IN_FORCE
        ]
    members = alliance["members"] if alliance is not None else []
    barred = {identity(one["approval_no"]) for one in members if not one["may_certify"]}
    named = [
        {"name": one.get("cb", {}), "approval_no": str(one.get("approval_no", ""))}
        for one in publication.entry.version.document.get("operators") or []
    ]
    now = _of_the_owner_of_today(publication.entry, named)
    return [one for one in now if identity(one["approval_no"]) not in barred]


def _of_the_owner_of_today(entry: Entry, named: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same with the owner of today in the place of the former ones."""
    owner = entry.organisation
    numbers = {identity(one["approval_no"]) for one in named}
    if not owner.is_body or identity(owner.approval_no) in numbers:
        return named
    changes = entry.owner_changes.carried_out()
    former = {identity(change.from_body.approval_no) for change in changes} & numbers
    if not former:
        return named
    others = [one for one in named if identity(one["approval_no"]) not in former]
    return [{"name": owner.name_text, "approval_no": owner.approval_no}, *others]
