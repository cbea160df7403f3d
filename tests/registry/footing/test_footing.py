"""The days of what the registers say: the same as the registers themselves say day by day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.models import ApprovalStatus, ApprovedField, Organisation
from portal.reference.models import Standard, StandardTransition
from registry.footing.approvals import lacks_in
from registry.footing.days import LAST, Span, common, gaps_between, span
from registry.footing.registers import approvals_of, named_by, standards_of
from registry.footing.standards import out_of_force
from registry.states import CaveatKind
from schemes.facts_source import reference_facts
from schemes.rules.known_standards import known_of
from tests.factories import OrganisationFactory, approve

TODAY = timezone.localdate()
DAYS = [TODAY + timedelta(days=n) for n in range(9)]
FIELD = "质量"


def on(number: int) -> date:
    return TODAY + timedelta(days=number)


@pytest.mark.parametrize(
    ("spans", "gaps"),
    [
        ([], [(None, None)]),
        ([(None, None)], []),
        ([(2, 4)], [(None, 1), (5, None)]),
        ([(None, 1), (2, None)], []),
        ([(None, 1), (4, 6)], [(2, 3), (7, None)]),
        ([(4, 6), (None, 1), (5, 8)], [(2, 3), (9, None)]),
    ],
)
def test_the_days_between(spans: list[Any], gaps: list[Any]) -> None:
    made = [_span(*each) for each in spans]
    assert list(gaps_between(made)) == [_span(*each) for each in gaps]


def _span(begins: int | None, ends: int | None) -> Span:
    found = span(on(begins) if begins is not None else None, on(ends) if ends is not None else None)
    assert found is not None
    return found


def test_days_in_common() -> None:
    left, right = [_span(None, 2), _span(5, None)], [_span(1, 6)]
    assert common(left, right) == [_span(1, 2), _span(5, 6)]
    assert common(left, []) == []


#: Approvals of one body for one field: first day, last day, status.
ROWS: list[list[tuple[int, int | None, str]]] = [
    [],
    [(-9, None, "in_force")],
    [(-9, 2, "in_force")],
    [(-9, -1, "in_force")],
    [(3, 5, "in_force")],
    [(-9, 1, "in_force"), (4, None, "in_force")],
    [(-9, 3, "in_force"), (2, 6, "in_force")],
    [(-9, None, "suspended")],
    [(-9, 4, "withdrawn"), (6, 7, "in_force")],
    [(-9, -2, "in_force"), (-1, None, "suspended")],
]


@pytest.mark.django_db
@pytest.mark.parametrize("rows", ROWS)
def test_a_body_lacks_an_approval_on_the_days_on_which_the_register_has_none(rows: Any) -> None:
    body = OrganisationFactory()
    approve(OrganisationFactory(), FIELD)
    for begins, ends, status in rows:
        last = on(ends) if ends is not None else None
        ApprovedField.objects.create(
            organisation=body,
            field_id=FIELD,
            valid_from=on(begins),
            valid_until=last,
            status=status,
        )
    lacks = list(lacks_in(approvals_of([body])[body.approval_no, FIELD]))
    for day in DAYS:
        said = [lack for lack in lacks if lack.days.begins <= day <= lack.days.ends]
        assert bool(said) != body.approved_fields.on(day).filter(field=FIELD).exists(), day
        assert len(said) <= 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (ApprovalStatus.SUSPENDED, CaveatKind.APPROVAL_SUSPENDED),
        (ApprovalStatus.WITHDRAWN, CaveatKind.APPROVAL_WITHDRAWN),
    ],
)
def test_a_status_counts_from_the_day_of_its_recording(
    time_machine: Any, status: ApprovalStatus, kind: CaveatKind
) -> None:
    body: Organisation = OrganisationFactory(fields=[FIELD])
    row = ApprovedField.objects.get(organisation=body)
    time_machine.move_to(timezone.now() + timedelta(days=2))
    row.status = status
    row.save()
    time_machine.move_to(timezone.now() + timedelta(days=3))
    row.source = "another source"
    row.save()
    (_before, lack) = lacks_in(approvals_of([body])[body.approval_no, FIELD])
    assert (lack.kind, lack.day, lack.days) == (kind, on(2), Span(on(2), LAST))


#: Editions and kinds of one standard: number, first day, last day, status, successors.
STANDARDS: list[tuple[str, int | None, int | None, str, list[str]]] = [
    ("GB/T 99001-2006", None, 1, "replaced", ["GB/T 99001-2016"]),
    ("GB/T 99001-2016", None, 5, "current", []),
    ("GB/T 99001-2026", 4, None, "current", []),
    ("GB 99002-2016", None, None, "withdrawn", []),
    ("ISO 99003:2015", 3, 6, "withdrawn", []),
]
#: From which edition to which, from when, until when new certificates are issued.
TRANSITIONS = [
    ("GB/T 99001-2006", "GB/T 99001-2016", 0, 2),
    ("GB/T 99001-2016", "GB/T 99001-2026", 3, 4),
    ("GB 99002-2016", "GB/T 99001-2016", 2, 3),
]
REFS = [
    ("GB/T 99001-2006", True),
    ("GB/T 99001-2016", True),
    ("gbt99001-2026", True),
    ("GB/T 99001", False),
    ("GB/T 99002-2016", True),
    ("GB/T 99001-2016/ISO 99003:2015", True),
    ("ISO 99003:2015", True),
    ("ISO 99003", False),
    ("GB/T 99009-2016", True),
]


@pytest.mark.django_db
@pytest.mark.parametrize("announced", [False, True])
@pytest.mark.parametrize(("ref", "dated"), REFS)
def test_a_basis_is_out_of_force_on_the_days_on_which_its_rule_finds_so(
    ref: str, dated: bool, announced: bool
) -> None:
    for number, begins, ends, status, successors in STANDARDS:
        Standard.objects.create(
            number=number,
            type="GB/T",
            title_zh=number,
            status=status,
            replaced_by=successors,
            valid_from=on(begins) if begins is not None else None,
            valid_until=on(ends) if ends is not None else None,
        )
    for old, new, begins, last in TRANSITIONS if announced else []:
        StandardTransition.objects.create(
            old_edition=Standard.objects.get(number=old),
            new_edition=Standard.objects.get(number=new),
            valid_from=on(begins),
            issue_until=on(last),
            valid_until=on(last + 1),
            duties_zh="换版",
            notice_no="公告",
            announced_on=on(0),
        )
    basis = {"ref": ref, "dated": dated}
    found = list(out_of_force(basis, named_by(basis, standards_of([basis]))))
    for day, each in product(DAYS, found):
        assert each.days.begins <= each.days.ends, day
    for day in DAYS:
        said = {each.row.number for each in found if each.days.begins <= day <= each.days.ends}
        known = known_of(basis, reference_facts(day))
        assert said == {fact.number for fact in known if fact.status != "current"}, (ref, day)
