"""Who may issue certificates under an entry today, by the register and not by its text alone."""

from __future__ import annotations

from typing import Any

from portal.core.folding import identity
from registry.models import Publication
from registry.states import DesignationStanding


def certifier_records(
    publication: Publication,
    alliance: dict[str, Any] | None,
    designations: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Each with its name and the number of its approval; none where the status bars it.

    Those that the text names, without members of an alliance that left it or may not certify by
    their own entries; of a scheme of the state, those designated.
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
    operators = publication.entry.version.document.get("operators") or []
    return [
        {"name": one.get("cb", {}), "approval_no": number}
        for one in operators
        if identity(number := str(one.get("approval_no", ""))) not in barred
    ]
