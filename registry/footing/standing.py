"""How a body stands with each field on a day: approved since when, or not and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.accounts.models import CertificationField, Organisation
from portal.reference.declarations import APPROVALS
from portal.reference.uris import uri
from registry.caveat import Caveat
from registry.footing.approvals import Approval, Lack, lacks_in
from registry.footing.days import open_side
from registry.footing.registers import approvals_of

APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class FieldStanding:
    """A field for which the register has an approval of the body, on a day."""

    field: CertificationField
    #: From when until when it is approved, where it is; else why not.
    since: date | None = None
    until: date | None = None
    row: str = ""
    caveat: Caveat | None = None

    def as_record(self) -> dict[str, Any]:
        """The standing as public data."""
        caveat = self.caveat
        return {
            "field": self.field.key,
            "state": caveat.kind.value if caveat else APPROVED,
            "since": caveat.begins if caveat else self.since,
            "until": caveat.ends if caveat else self.until,
            "source": caveat.source if caveat else uri(APPROVALS.key, self.row),
        }


def standings(bodies: Sequence[Organisation], day: date) -> dict[int, list[FieldStanding]]:
    """By key of each body, its fields in their order; two queries, however many bodies."""
    fields = {field.key: field for field in CertificationField.objects.all()}
    places = {key: place for place, key in enumerate(fields)}
    known = approvals_of(bodies)
    by_number = {body.approval_no: body for body in bodies}
    found: dict[int, list[FieldStanding]] = defaultdict(list)
    for number, key in sorted(known, key=lambda each: (each[0], places[each[1]])):
        body = by_number[number]
        found[body.pk].append(_standing(body, fields[key], known[number, key], day))
    return found


def _standing(
    body: Organisation, field: CertificationField, rows: list[Approval], day: date
) -> FieldStanding:
    lack = next((each for each in lacks_in(rows) if _is_in(day, each)), None)
    if lack is not None:
        return FieldStanding(field, caveat=_caveat(lack, body, field))
    row = next(_usable_on(rows, day))
    return FieldStanding(field, row.valid_from, row.valid_until, row.row)


def _is_in(day: date, lack: Lack) -> bool:
    return lack.days.begins <= day <= lack.days.ends


def _usable_on(rows: list[Approval], day: date) -> Iterator[Approval]:
    for row in rows:
        if (days := row.usable) is not None and days.begins <= day <= days.ends:
            yield row


def _caveat(lack: Lack, body: Organisation, field: CertificationField) -> Caveat:
    return Caveat(
        kind=lack.kind,
        address="",
        subject=field.key,
        begins=open_side(lack.days.begins),
        ends=open_side(lack.days.ends),
        register=APPROVALS.key,
        row=lack.row,
        day=lack.day,
        body=body.name_text,
        approval_no=body.approval_no,
        name={"zh": field.key, **({"en": field.name_en} if field.name_en else {})},
        resumes=lack.resumes,
    )
