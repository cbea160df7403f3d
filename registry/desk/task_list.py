"""The tasks of a campaign as a list: columns, filters, and views under a name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.roles import OrganisationKind
from portal.core.listing import Column, Listing, by_name
from registry.desk.viewed import Viewed
from registry.models import CampaignTask, CampaignTaskQuerySet
from registry.states import OPEN_TASK_STATES, TaskState, TaskWay

OVERDUE = "overdue"


def _settled(task: CampaignTask) -> Any:
    return timezone.localdate(task.settled_at) if task.settled_at else None


def _justification(task: CampaignTask) -> str:
    """What stands for the way that was chosen; an older one does not."""
    is_meant = task.state in OPEN_TASK_STATES or task.way == TaskWay.JUSTIFY
    return task.justification if is_meant else ""


TASKS = Listing(
    "tasks",
    (
        Column(
            "number", _("Register number"), lambda row: row.number, "entry__number", is_shown=False
        ),
        Column("scheme", _("Scheme"), lambda row: row.scheme, by_name("entry__scheme__")),
        Column(
            "body",
            _("Certification body"),
            lambda row: row.organisation,
            by_name("organisation__"),
        ),
        Column("state", _("State"), lambda row: row.get_state_display(), "state"),
        Column("way", _("Way"), lambda row: row.get_way_display(), "way"),
        Column("settled", _("Settled"), _settled, "settled_at"),
        Column("justification", _("Justification"), _justification, is_shown=False),
        Column("acts", _("What can be done")),
    ),
    chosen_by="entry__number",
    per_page=50,
)


class TasksForm(forms.Form):
    """The filters. What is not understood filters nothing."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *TaskState.choices, (OVERDUE, _("Overdue"))],
    )
    way = forms.ChoiceField(
        label=_("Way"), required=False, choices=[("", _("All")), *TaskWay.choices]
    )
    body = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.BODY),
        label=_("Certification body"),
        required=False,
        to_field_name="slug",
        empty_label=_("All"),
    )

    def __init__(
        self, *args: Any, bodies: QuerySet[Organisation] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if bodies is not None:
            body: Any = self.fields["body"]
            body.queryset = bodies
        for field in self.fields.values():
            field.widget.attrs["class"] = "govuk-select"


TASKS_VIEWED = Viewed(
    "tasks",
    _("Tasks of a campaign"),
    TASKS,
    TasksForm,
    (
        (_("All tasks"), ""),
        (_("To be judged"), f"state={TaskState.JUSTIFIED}"),
        (_("Body overdue"), f"state={OVERDUE}"),
    ),
    "desk:campaign",
    belongs_to_something=True,
)


def filtered(tasks: CampaignTaskQuerySet, words: dict[str, Any]) -> QuerySet[CampaignTask]:
    """Only what the filters let through."""
    state = words.get("state")
    if state == OVERDUE:
        tasks = tasks.overdue_on(timezone.localdate())
    elif state:
        tasks = tasks.filter(state=state)
    same = {"way": "way", "body": "organisation"}
    return tasks.filter(**{path: words[name] for name, path in same.items() if words.get(name)})
