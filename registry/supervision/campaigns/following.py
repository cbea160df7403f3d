"""What else becomes of an open task with its entry: whose it is, and what the regulator did.

A task follows its entry to a new owner. One that is overdue counts as taken further while the
entry is suspended, and waits again, for both sides, when the suspension ends with nothing done.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.core.moves import Move, enter, kind_of, locked
from registry.models import CampaignTask, Entry
from registry.states import EntryState, TaskState
from registry.supervision.campaigns.settling import WHO
from registry.supervision.campaigns.telling import tell_handed_over

SUSPENDED = Move(
    kind_of(CampaignTask),
    frozenset({TaskState.OPEN}),
    TaskState.ESCALATED,
    "entry_suspended",
    gettext_lazy("the entry is suspended after the last day"),
    WHO,
)
RESUMED = Move(
    kind_of(CampaignTask),
    frozenset({TaskState.ESCALATED}),
    TaskState.OPEN,
    "suspension_over",
    gettext_lazy("the suspension ended, and nothing was done"),
    WHO,
)


def follow(entry: Entry) -> None:
    """Bring the open tasks of an entry to where it is; in the transaction of the act on it."""
    tasks = CampaignTask.objects.open().filter(entry=entry).select_related("campaign")
    for task in tasks.exclude(organisation=entry.organisation_id):
        _hand_over(task, entry)
    if entry.state == EntryState.SUSPENDED:
        today = timezone.localdate()
        _move((task for task in tasks if task.campaign.is_over_on(today)), SUSPENDED)
    elif entry.state == EntryState.LISTED:
        _move((task for task in tasks if _was_suspended(task)), RESUMED)


def _hand_over(task: CampaignTask, entry: Entry) -> None:
    """What the owner before said it would do binds nobody; what it justified is judged."""
    task = locked(task)
    told = {
        "from_body": task.organisation.name_text,
        "to_body": entry.organisation.name_text,
    }
    task.organisation = entry.organisation
    if task.state != TaskState.JUSTIFIED:
        task.way, task.justification = "", ""
    task.save()
    states = {"from_state": task.state, "to_state": task.state}
    task.record_event(event="owner_changed", data=told, **states)
    tell_handed_over(task)


def _was_suspended(task: CampaignTask) -> bool:
    """Whether it was a suspension that took it further, and not the word of an officer."""
    taken = task.events.filter(to_state=TaskState.ESCALATED).exclude(from_state=task.state)
    last = taken.order_by("-at", "-pk").first()
    return last is not None and last.event == SUSPENDED.event


def _move(tasks: Iterable[CampaignTask], move: Move) -> None:
    for task in [task for task in tasks if task.state in move.from_states]:
        task = locked(task)
        before = task.state
        enter(task, move)
        task.save()
        task.record_event(event=move.event, from_state=before, to_state=task.state)
