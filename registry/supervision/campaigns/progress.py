"""How far a campaign is: by way and state, and by body."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from registry.models import Campaign, CampaignTask, CampaignTaskQuerySet
from registry.states import OPEN_TASK_STATES, TaskState

IS_SETTLED = Q(tasks__state=TaskState.SETTLED)


@dataclass(frozen=True, slots=True)
class Progress:
    """Numbers of tasks."""

    total: int
    settled: int
    #: Those that wait for the regulator.
    to_judge: int
    #: Those that wait for the body.
    waiting: int

    @property
    def percent(self) -> int:
        """How much is settled, rounded down, so that 100 means all."""
        return 100 * self.settled // self.total if self.total else 100


def with_progress(
    campaigns: QuerySet[Campaign], tasks: CampaignTaskQuerySet | None = None
) -> QuerySet[Campaign]:
    """The campaigns with their numbers of tasks, or of these tasks alone, in the same query."""
    of_these = Q() if tasks is None else Q(tasks__in=tasks)
    to_judge = Q(tasks__state=TaskState.JUSTIFIED)
    return campaigns.annotate(
        total=Count("tasks", filter=of_these),
        settled=Count("tasks", filter=of_these & IS_SETTLED),
        to_judge=Count("tasks", filter=of_these & to_judge),
    )


def progress_of(tasks: CampaignTaskQuerySet) -> Progress:
    """How far these tasks of one campaign are; one query."""
    counts = dict(tasks.order_by().values_list("state").annotate(count=Count("pk")))
    waiting = OPEN_TASK_STATES - {TaskState.JUSTIFIED}
    return Progress(
        total=sum(counts.values()),
        settled=counts.get(TaskState.SETTLED, 0),
        to_judge=counts.get(TaskState.JUSTIFIED, 0),
        waiting=sum(counts.get(state, 0) for state in waiting),
    )


def is_overdue(task: CampaignTask, campaign: Campaign, day: date) -> bool:
    """Whether a body has let the last day pass."""
    waits: Collection[str] = OPEN_TASK_STATES - {TaskState.JUSTIFIED}
    return campaign.is_over_on(day) and task.state in waits
