"""Runs: one examination of everything that a change may touch, made, resumed, and kept.

A run goes through the subjects in portions. Each portion is committed with its hits and with how
far it came, so that a run which was interrupted goes on where it stopped, and one that is carried
out twice finds nothing left to do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.core import outbox
from portal.reference.models import ReferenceChange
from registry.models import ImpactCause, ImpactRun
from registry.supervision.impact.changes import Change
from registry.supervision.impact.examining import Difference, read_by
from registry.supervision.impact.keeping import keep
from registry.supervision.impact.subjects import subjects
from registry.supervision.impact.worlds import Step, steps_of, steps_that_would_be
from schemes.drafts import new_findings
from schemes.models import BlueprintVersion, Version

#: As many subjects are examined while somebody waits; more are left to the worker.
AT_ONCE = 200
PORTION = 200
OUTBOX_KIND = "impact"

Progress = Callable[[int], object]
Examiner = Callable[[Sequence[Version]], list[Difference]]


def begin(changes: Sequence[ReferenceChange]) -> ImpactRun | None:
    """Have a change that was made examined by the worker; None where no rule reads what moved.

    All changes of one act, such as an import, belong to one run.
    """
    moved = [change for change in changes if change.register in read_by()]
    if not moved:
        return None
    act = str(moved[0].act)
    run, _created = ImpactRun.objects.get_or_create(
        cause_kind=ImpactCause.REFERENCE,
        cause={"act": act},
        is_preview=False,
        defaults={"created_by": moved[0].actor},
    )
    outbox.put(OUTBOX_KIND, {"run": run.pk}, key=f"impact-{act}")
    return run


def preview(apply: Callable[[], object], user: Any = None) -> ImpactRun:
    """What a change would do that has not been made; `apply` is carried out and taken back.

    Examined at once where few versions are concerned, else by the worker.
    """
    steps = steps_that_would_be(apply)
    return _preview(ImpactCause.REFERENCE, {"steps": [step.as_json() for step in steps]}, user)


def preview_blueprint(blueprint: BlueprintVersion, user: Any = None) -> ImpactRun:
    """What would be wrong with each document of the key if it followed this blueprint version."""
    return _preview(ImpactCause.BLUEPRINT, {"blueprint": blueprint.ref, "pk": blueprint.pk}, user)


def _preview(kind: ImpactCause, cause: dict[str, Any], user: Any) -> ImpactRun:
    run = ImpactRun.objects.create(
        cause_kind=kind, cause=cause, is_preview=True, created_by=user, total=0
    )
    run.total = _subjects_of(run).count()
    run.save(update_fields=["total"])
    if run.total <= AT_ONCE:
        return carry_out(run)
    outbox.put(OUTBOX_KIND, {"run": run.pk}, key=f"impact-run-{run.pk}")
    return run


def carry_out(run: ImpactRun, progress: Progress = lambda count: None) -> ImpactRun:
    """Examine what is left of a run; `progress` is told how many versions were done just now."""
    examine = _examiner(run)
    while count := _take_portion(run.pk, examine):
        progress(count)
    run.refresh_from_db()
    return run


def _take_portion(pk: int, examine: Examiner) -> int:
    """Examine and keep the next portion; how many versions it held, 0 at the end.

    The run is locked meanwhile: two workers with the same message take turns.
    """
    with transaction.atomic():
        run = ImpactRun.objects.select_for_update(of=("self",)).get(pk=pk)
        if run.finished_at is not None:
            return 0
        if not run.cursor:
            run.total = _subjects_of(run).count()
        portion = list(_subjects_of(run).filter(pk__gt=run.cursor)[:PORTION])
        if portion:
            keep(run, portion, examine(portion))
            run.cursor = portion[-1].pk
            run.done += len(portion)
        else:
            run.finished_at = timezone.now()
        run.save(update_fields=["cursor", "done", "total", "finished_at"])
    return len(portion)


def steps_in(run: ImpactRun) -> list[Step]:
    """The rows that a run is about, before and after; none for a blueprint."""
    if "steps" in run.cause:
        return [Step.from_json(value) for value in run.cause["steps"]]
    if "act" in run.cause:
        return steps_of(list(ReferenceChange.objects.filter(act=run.cause["act"])))
    return []


def blueprint_in(run: ImpactRun) -> BlueprintVersion | None:
    """The blueprint version that a run is about."""
    pk = run.cause.get("pk")
    return BlueprintVersion.objects.filter(pk=pk).first() if pk is not None else None


def _subjects_of(run: ImpactRun) -> Any:
    rows = subjects()
    blueprint = blueprint_in(run)
    return rows if blueprint is None else rows.filter(blueprint__key=blueprint.key)


def _examiner(run: ImpactRun) -> Examiner:
    """What is done with each portion of a run."""
    blueprint = blueprint_in(run)
    if blueprint is None:
        return Change(steps_in(run), is_made=not run.is_preview).examine
    return lambda portion: _by_blueprint(portion, blueprint)


def _by_blueprint(portion: Sequence[Version], blueprint: BlueprintVersion) -> list[Difference]:
    today = timezone.localdate()
    return [
        Difference(version, finding, appears=True, day=today)
        for version in portion
        for finding in new_findings(version, blueprint)
    ]
