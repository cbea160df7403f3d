"""Facts for the rules, read from the register: the only place where rules meet the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from portal.accounts.models import Organisation
from portal.reference.choices import TextKind
from portal.reference.models import RegulatorText
from schemes.documents.addresses import numbered
from schemes.rules import Facts


def facts_for(organisation: Organisation | None, on: dt.date, document: Any = None) -> Facts:
    """What the register knows on a day, for a document that this body files.

    With the document, also what its operators are approved for. Without a body the approved
    fields are unknown.
    """
    approved = organisation.approved_fields_on(on) if organisation is not None else None
    current = RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, on)
    return Facts(
        approved_fields=approved,
        fields_of_bodies=_fields_of_operators(document, on),
        today=on,
        commitment_version=current.version if current is not None else Facts.commitment_version,
    )


def facts_for_approval(approval_no: str, on: dt.date, document: Any = None) -> Facts:
    """The same for a body named by its approval number; one not in the register is unknown."""
    bodies = Organisation.objects.filter(approval_no=approval_no) if approval_no else None
    return facts_for(bodies.first() if bodies is not None else None, on, document)


def approval_number_in(document: Any) -> str:
    """The approval number under which the document says that it is owned, or operated."""
    if not isinstance(document, dict):
        return ""
    owner = document.get("owner")
    owned = owner.get("approval_no") if isinstance(owner, dict) else None
    if isinstance(owned, str) and owned:
        return owned
    return next(iter(_operators(document)), "")


def _fields_of_operators(document: Any, on: dt.date) -> Mapping[str, frozenset[str]]:
    numbers = _operators(document)
    if len(numbers) < 2:
        return {}
    bodies = Organisation.objects.filter(approval_no__in=numbers)
    return {body.approval_no: body.approved_fields_on(on) for body in bodies}


def _operators(document: Any) -> list[str]:
    operators = document.get("operators") if isinstance(document, dict) else None
    items = numbered(operators) if isinstance(operators, list) else ()
    found = (item.get("approval_no") for _step, item in items if isinstance(item, dict))
    return [number for number in found if isinstance(number, str)]
