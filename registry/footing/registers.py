"""The rows of the registers on which some entries rest, read together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from django.db.models import Q
from django.utils import timezone

from portal.accounts.models import ApprovalStatus, ApprovedField, CertificationField, Organisation
from portal.core.standard_numbers import StandardNumber, numbers_in
from portal.reference.changes import changes_of
from portal.reference.declarations import APPROVALS
from portal.reference.models import Standard
from portal.reference.uris import row_path
from registry.footing.approvals import Approval, Lack, lacks_in
from registry.footing.naming import bases_in, document_of, fields_in, operators_in
from registry.footing.standards import Basis, editions_of, numbers_of
from registry.models import Entry
from schemes.rules.lenient import word


class Registers:
    """Bodies, fields, approvals and standards with their transitions: seven queries at most."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        documents = [document_of(entry) for entry in entries]
        numbers = {number for each in documents for _a, number in operators_in(each)}
        numbers |= {entry.organisation.approval_no for entry in entries} - {""}
        fields = {field for each in documents for _a, field in fields_in(each)}
        bases = [basis for each in documents for _a, basis in bases_in(each)]
        bodies = Organisation.objects.filter(approval_no__in=numbers)
        self.bodies = {body.approval_no: body for body in bodies}
        self._fields = CertificationField.objects.in_bulk(list(fields))
        self._approvals = approvals_of(self.bodies.values(), fields)
        self._standards = standards_of(bases)

    def lacks(self, approval_no: str, field: str) -> list[Lack]:
        """When a body is not approved for a field."""
        return list(lacks_in(self._approvals[approval_no, field]))

    def standards(self, basis: Basis) -> list[Standard]:
        """The rows of what a basis names, and of other editions where they count."""
        return named_by(basis, self._standards)

    def name_of_field(self, field: str) -> dict[str, str]:
        """The name of a field; its key is the Chinese one."""
        row = self._fields.get(field)
        return {"zh": field, **({"en": row.name_en} if row is not None and row.name_en else {})}


def approvals_of(
    bodies: Iterable[Organisation], fields: Iterable[str] | None = None
) -> defaultdict[tuple[str, str], list[Approval]]:
    """By approval number and field, the rows of the register; of all fields unless some are named.

    One query, and another for each row with a status that counts from the day of its recording.
    """
    found: defaultdict[tuple[str, str], list[Approval]] = defaultdict(list)
    for row in _rows_of(bodies, fields):
        is_usable = row.status == ApprovalStatus.IN_FORCE
        approval = Approval(
            row.valid_from,
            row.valid_until,
            row.status,
            row_path(APPROVALS, row),
            None if is_usable else _recorded_on(row),
        )
        found[row.organisation.approval_no, row.field_id].append(approval)
    return found


def _rows_of(
    bodies: Iterable[Organisation], fields: Iterable[str] | None
) -> Iterator[ApprovedField]:
    rows = ApprovedField.objects.filter(organisation__in=list(bodies))
    if fields is not None:
        rows = rows.filter(field__in=list(fields))
    return iter(rows.select_related("organisation", "field").order_by("valid_from", "pk"))


def _recorded_on(row: ApprovedField) -> date | None:
    """The day since which the history of the register has the row with its status."""
    found = None
    for change in changes_of(APPROVALS, APPROVALS.row(row)):
        if (change.after or {}).get("status") != row.status:
            break
        found = timezone.localdate(change.at)
    return found


def standards_of(bases: Sequence[Basis]) -> defaultdict[str, list[Standard]]:
    """By number without year and kind, what bases name; undated ones need all editions."""
    asked = Q(normal_number__in={number for basis in bases for number in numbers_of(basis)})
    for beginning in sorted({start for basis in bases for start in editions_of(basis)}):
        asked |= Q(normal_number__startswith=beginning)
    found: defaultdict[str, list[Standard]] = defaultdict(list)
    rows = Standard.objects.filter(asked).order_by("number")
    for row in rows.prefetch_related("transitions_from__new_edition", "transitions_to"):
        found[StandardNumber.of(row.number).series].append(row)
    return found


def named_by(basis: Basis, standards: Mapping[str, list[Standard]]) -> list[Standard]:
    """The rows among them of what one basis names, with the editions that were read."""
    series = sorted({number.series for number in numbers_in(word(basis["ref"]))})
    return [row for name in series for row in standards.get(name, ())]
