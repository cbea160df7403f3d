"""What the announced transitions say of standards on a day: of old editions and of new ones."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from portal.core.standard_numbers import normal_form
from portal.reference.models import StandardTransition
from portal.reference.models.transitions import counting_on, status_beside
from schemes.rules.facts import LeavingFact, StandardFact, Standards


def with_transitions(standards: Standards, on: dt.date) -> Standards:
    """The facts of standards, with those of the editions that a transition is about."""
    from_old: dict[str, list[StandardTransition]] = defaultdict(list)
    to_new: dict[str, list[StandardTransition]] = defaultdict(list)
    for row in StandardTransition.objects.select_related("old_edition", "new_edition"):
        from_old[normal_form(row.old_edition.number)].append(row)
        to_new[normal_form(row.new_edition.number)].append(row)
    said = dict(_said(standards, from_old, to_new, on))
    return Standards(standards | said) if said else standards


def _said(
    standards: Standards,
    from_old: dict[str, list[StandardTransition]],
    to_new: dict[str, list[StandardTransition]],
    on: dt.date,
) -> Iterator[tuple[str, StandardFact]]:
    for form in from_old.keys() | to_new.keys():
        if form in standards:
            yield form, _fact(standards[form], from_old.get(form, []), to_new.get(form, []), on)


def _fact(
    fact: StandardFact,
    leaving: Sequence[StandardTransition],
    coming: Sequence[StandardTransition],
    on: dt.date,
) -> StandardFact:
    return replace(
        fact,
        status=status_beside(fact.status, on, leaving, coming).value,
        leaving=_leaving(counting_on(leaving, on), on),
        usable_from=min((row.valid_from for row in coming), default=None),
    )


def _leaving(row: StandardTransition | None, on: dt.date) -> LeavingFact | None:
    if row is None:
        return None
    return LeavingFact(
        row.phase_on(on), row.new_edition.number, row.issue_until, row.valid_until, row.notice_no
    )
