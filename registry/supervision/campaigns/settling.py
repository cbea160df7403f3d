"""What settles a task by itself: the register has a version without the findings, or an end.

A task that was settled by a version is open again when that version is taken back.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.core.moves import Move, enter, kind_of, locked
from registry.models import CampaignTask, Entry, Submission
from registry.states import OPEN_TASK_STATES, CampaignState, TaskState, TaskWay
from registry.supervision.impact.runs import blueprint_in
from schemes.findings import Finding
from schemes.reports import identity_of

WHO = gettext_lazy("the register, with the act on the entry")
AMEND, END = (
    Move(kind_of(CampaignTask), OPEN_TASK_STATES, TaskState.SETTLED, event, label, WHO)
    for event, label in (
        ("amended", gettext_lazy("a new version without what was found is listed")),
        ("ended", gettext_lazy("the entry ended")),
    )
)
REOPEN = Move(
    kind_of(CampaignTask),
    frozenset({TaskState.SETTLED}),
    TaskState.OPEN,
    "reopened",
    gettext_lazy("the version that settled it is taken back"),
    WHO,
)


def settle(entry: Entry) -> int:
    """Settle what an act on an entry has done of the tasks, or open them again; returns how many.

    Called in the transaction of the act.
    """
    tasks = CampaignTask.objects.open().filter(entry=entry).select_related("campaign__run")
    done = [(task, move) for task in tasks if (move := _done(task, entry)) is not None]
    undone = [task for task in _amended(entry) if _is_undone(task, entry)]
    for task, move in done:
        _settle(task, move)
    for task in undone:
        _reopen(task)
    return len(done) + len(undone)


def _amended(entry: Entry) -> QuerySet[CampaignTask]:
    """The tasks of campaigns under way that a new version has settled."""
    tasks = CampaignTask.objects.filter(
        entry=entry,
        state=TaskState.SETTLED,
        way=TaskWay.AMEND,
        campaign__state=CampaignState.RUNNING,
    )
    return tasks.select_related("campaign__run")


def _is_undone(task: CampaignTask, entry: Entry) -> bool:
    """Whether the text in force has what was found, again."""
    if entry.has_ended:
        return False
    return entry.version_id == task.version_id or bool(left_of(task, entry))


def _done(task: CampaignTask, entry: Entry) -> Move | None:
    """Which of the two has happened, if any."""
    if entry.has_ended:
        return END
    is_new = entry.version_id != task.version_id
    return AMEND if is_new and not left_of(task, entry) else None


def left_of(task: CampaignTask, entry: Entry) -> list[dict[str, Any]]:
    """What the version in force still has of what was found, as stored findings.

    A version that does not follow the blueprint that the campaign is about was not judged by it.
    """
    wanted = blueprint_in(task.campaign.run) if task.campaign.run else None
    blueprint = entry.version.blueprint
    if wanted is not None and (blueprint.key, blueprint.version) < (wanted.key, wanted.version):
        return list(task.findings)
    submission = Submission.objects.filter(version=entry.version).first()
    reported = submission.findings if submission is not None else []
    there = {identity_of(Finding.from_json(finding)) for finding in reported}
    return [each for each in task.findings if identity_of(Finding.from_json(each)) in there]


def _settle(task: CampaignTask, move: Move) -> None:
    task = locked(task)
    before = task.state
    enter(task, move)
    task.way = TaskWay.AMEND if move is AMEND else TaskWay.END
    task.settled_at = timezone.now()
    task.save()
    task.record_event(
        event=move.event,
        from_state=before,
        to_state=task.state,
        data={"version": task.entry.version.label} if move is AMEND else {},
    )


def _reopen(task: CampaignTask) -> None:
    task = locked(task)
    before = task.state
    enter(task, REOPEN)
    task.settled_at = None
    task.save()
    task.record_event(
        event=REOPEN.event,
        from_state=before,
        to_state=task.state,
        data={"version": task.entry.version.label},
    )
