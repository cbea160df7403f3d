"""Tasks of others, such as Wagtail's, wait in the outbox like everything else.

They so have its leases, pauses and dead letters, and there is one place to look at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import normalize_json

from portal.core import outbox
from portal.core.queues import Queue


class OutboxBackend(BaseTaskBackend):
    """A backend of django-tasks that writes a message; nobody asks for results."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Write the task into the transaction that is under way."""
        self.validate_task(task)
        given = normalize_json({"args": args, "kwargs": kwargs})
        message = outbox.put("task", {"path": task.module_path, **given})
        return TaskResult(
            task=task,
            id=str(message.pk),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )


@outbox.handles("task", Queue.PUBLICATION)
def carry_out(payload: Mapping[str, Any]) -> None:
    """Call the task with what it was given."""
    task = import_string(payload["path"])
    if not isinstance(task, Task):
        raise TypeError(f"{payload['path']} is not a task.")
    task.call(*payload["args"], **payload["kwargs"])
