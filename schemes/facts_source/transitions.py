"""What the announced transitions say of standards on a day: of old editions and of new ones."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from portal.core.standard_numbers import normal_form
from portal.reference.choices import StandardStatus
from portal.reference.models import StandardTransition
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
            fact = replace(standards[form], leaving=leaving_on(on, from_old.get(form, ())))
            yield form, _made_usable(fact, to_new.get(form, ()), on)


def leaving_on(on: dt.date, rows: Iterable[StandardTransition]) -> LeavingFact | None:
    """How an old edition leaves: of several transitions that have begun, by the longest one."""
    begun = [row for row in rows if row.valid_from <= on]
    if not begun:
        return None
    row = max(begun, key=lambda each: (each.valid_until, each.issue_until, each.pk))
    return LeavingFact(
        row.phase_on(on), row.new_edition.number, row.issue_until, row.valid_until, row.notice_no
    )


def _made_usable(
    fact: StandardFact, rows: Iterable[StandardTransition], on: dt.date
) -> StandardFact:
    """A new edition that may be used already, though the register calls it upcoming."""
    days = [row.valid_from for row in rows]
    if not days:
        return fact
    first = min(days)
    if fact.status == StandardStatus.UPCOMING and first <= on:
        fact = replace(fact, status=StandardStatus.CURRENT.value)
    return replace(fact, usable_from=first)
