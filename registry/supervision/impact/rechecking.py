"""Checking everything anew whose report is stale, and telling what comes out differently.

What is fresh is skipped, so a run that was interrupted simply begins again and does the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from portal.reference.changes import changes_since
from registry.models import ImpactCause, ImpactRun
from registry.supervision.impact.examining import Difference, differences, read_by
from registry.supervision.impact.keeping import keep
from registry.supervision.impact.subjects import batches, subjects
from registry.supervision.impact.touching import Touching
from registry.supervision.impact.worlds import steps_of
from schemes.blueprints import Blueprint
from schemes.documents import Document
from schemes.facts_source import facts_for
from schemes.models import StoredReport, Version
from schemes.reports import (
    ReportState,
    document_to_check,
    prepare,
    reference_states,
    report_of,
    state_of,
    without_signature,
)
from schemes.reports.states import dates_passed
from schemes.rules import Facts
from schemes.validation import CheckReport
from schemes.validation.bulk import check_many, renewed, rules_reading

Progress = Callable[[int], object]


@dataclass
class Tally:
    """What a recheck has done so far, in versions."""

    fresh: int = 0
    checked: int = 0
    #: Those that now have errors.
    with_errors: int = 0
    #: Those whose findings are others than before.
    differ: int = 0


def to_recheck() -> QuerySet[Version]:
    """Every subject, with the key of its newest report as `newest_report`."""
    newest = StoredReport.objects.filter(version=OuterRef("pk")).order_by("-pk")
    return subjects().annotate(newest_report=Subquery(newest.values("pk")[:1]))


def recheck(
    *,
    everything: bool = False,
    portion: int = 200,
    processes: int = 1,
    progress: Progress = lambda count: None,
) -> tuple[Tally, ImpactRun | None]:
    """Make a fresh report for each subject whose newest one is stale, or for all of them.

    Of a signed version whose document and blueprint are those of its report, only the rules are
    asked that could judge differently. Findings that appear or go are kept as a run of the impact
    list; None where nothing differs.
    """
    day = timezone.localdate()
    states = reference_states(day)
    tally = Tally()
    changes = _Changes()
    run = ImpactRun.objects.filter(cause_kind__in=KINDS, finished_at=None).first()
    for versions in batches(to_recheck(), size=portion):
        before = _newest_reports(versions)
        stale = [
            each
            for each in (
                _Candidate(v, state_of(v, day, states), before.get(v.pk)) for v in versions
            )
            if everything or not each.is_fresh
        ]
        tally.fresh += len(versions) - len(stale)
        with transaction.atomic():
            found = _check(stale, day, tally, processes, changes, everything=everything)
            if found:
                run = run or _begin(stale)
                keep(run, [each.version for each in stale], found)
        progress(len(versions))
    if run is not None:
        run.done = run.total = tally.checked
        run.finished_at = timezone.now()
        run.save(update_fields=["done", "total", "finished_at"])
    return tally, run


KINDS = (ImpactCause.EVERYTHING, ImpactCause.RULES)


def _begin(stale: list[_Candidate]) -> ImpactRun:
    """A run about the rules that judge differently now, or about everything."""
    moved = sorted({rule for each in stale for rule in each.moved_rules()})
    kind = ImpactCause.RULES if moved else ImpactCause.EVERYTHING
    return ImpactRun.objects.create(cause_kind=kind, cause={"rules": moved} if moved else {})


class _Changes:
    """The changes since some states; reports that were made together share them."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[str, str], ...], Touching] = {}

    def touch(self, version: Version, known: StoredReport, registers: frozenset[str]) -> bool:
        """Whether some change since a report could matter to its version."""
        states = tuple((key, known.reference.get(key, "")) for key in sorted(registers))
        if states not in self._known:
            changes = changes_since(known.reference, registers)
            self._known[states] = Touching(steps_of(changes))
        return bool(self._known[states].steps_for(version))


@dataclass(frozen=True)
class _Moved:
    """Registers that moved since a report, and watched dates of the document that came to pass."""

    registers: frozenset[str]
    dates: frozenset[str]


@dataclass(frozen=True)
class _Candidate:
    """A version that may be checked, what its report will rest on, and the report before."""

    version: Version
    state: ReportState
    before: StoredReport | None

    @property
    def is_fresh(self) -> bool:
        """Whether the report before would come out the same."""
        return self.before is not None and self.before.key == self.state.key

    def moved_rules(self) -> frozenset[str]:
        """The rules that judge differently than in the report before."""
        if self.before is None:
            return frozenset()
        then, now = self.before.rules, dict(self.state.rules)
        return frozenset(rule for rule in {*then, *now} if then.get(rule) != now.get(rule))

    def moved(self) -> _Moved | None:
        """What moved, where nothing but registers and days did; else None."""
        known, now = self.before, self.state
        if known is None or not self.version.is_frozen:
            return None
        same = (known.document_digest, known.blueprint_digest, known.rules) == (
            now.document_digest,
            now.blueprint_digest,
            dict(now.rules),
        )
        if not same:
            return None
        registers = (k for k, state in now.reference.items() if known.reference.get(k) != state)
        passed = (dates_passed(self.version, day) for day in (known.day, now.day))
        return _Moved(frozenset(registers), frozenset.symmetric_difference(*map(frozenset, passed)))


def _newest_reports(versions: list[Version]) -> dict[int, StoredReport]:
    keys = [version.newest_report for version in versions]  # type: ignore[attr-defined]
    found = StoredReport.objects.filter(pk__in=[key for key in keys if key])
    return {report.version_id: report for report in found}


def _check(
    stale: list[_Candidate],
    day: date,
    tally: Tally,
    processes: int,
    changes: _Changes,
    *,
    everything: bool,
) -> list[Difference]:
    """Check a portion, store the reports, and give back what differs from those before."""
    moved = {each.version.pk: None if everything else each.moved() for each in stale}
    whole = [each for each in stale if moved[each.version.pk] is None]
    reports = dict(check_many(_items(whole, day), processes=processes))
    made, found = [], []
    for each in stale:
        version = each.version
        part = moved[version.pk]
        report = reports[version.pk] if part is None else _partly(each, part, day, changes)
        report = without_signature(version, report)
        made.append(prepare(version, report, each.state))
        tally.checked += 1
        tally.with_errors += bool(report.errors)
        if each.before is not None:
            differs = _differences(version, report_of(each.before), report, day)
            tally.differ += bool(differs)
            found.extend(differs)
    StoredReport.objects.bulk_create(made, batch_size=200)
    return found


def _items(stale: list[_Candidate], day: date) -> Iterator[tuple[int, Document, Blueprint, Facts]]:
    for each in stale:
        version = each.version
        document = document_to_check(version, day)
        facts = facts_for(version.scheme.organisation, day, document, version)
        yield version.pk, document, version.blueprint.blueprint, facts


def _partly(each: _Candidate, moved: _Moved, day: date, changes: _Changes) -> CheckReport:
    """The report before, with what the rules say now that read or watch what moved."""
    assert each.before is not None
    known = report_of(each.before)
    version = each.version
    if each.before.day == day and not changes.touch(version, each.before, moved.registers):
        return known
    document, blueprint = version.document, version.blueprint.blueprint
    rules = rules_reading(moved.registers, moved.dates)
    facts = facts_for(version.scheme.organisation, day, document, version, registers=read_by(rules))
    return renewed(known, document, blueprint, facts, rules)


def _differences(
    version: Version, before: CheckReport, after: CheckReport, day: date
) -> list[Difference]:
    return list(differences(version, before.findings, after.findings, day))
