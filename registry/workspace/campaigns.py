"""What campaigns of the regulator ask of a body: its tasks, and the three ways to do each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import person
from portal.accounts.models import User
from portal.accounts.permissions import organisations_where
from portal.accounts.roles import Permission
from portal.core.form_refusals import attempt
from portal.core.listing import Column, Listing, by_name
from registry.models import CampaignTask, CampaignTaskQuerySet
from registry.register.permissions import may_end
from registry.states import OPEN_TASK_STATES, TaskWay
from registry.supervision.campaigns.acts import INSIDE, TASK_EVENTS, ChooseWay, Justify
from registry.supervision.campaigns.permissions import may_do_task, may_see_task
from registry.supervision.campaigns.progress import is_overdue
from registry.workspace.overview import Waiting
from schemes.designer.views.access import for_bodies
from schemes.findings import Finding
from schemes.models import Version
from schemes.states import VersionState

TASKS = Listing(
    "tasks",
    (
        Column(
            "campaign",
            gettext_lazy("What is asked for"),
            lambda row: row.campaign,
            by_name("campaign__"),
        ),
        Column(
            "campaign_number",
            gettext_lazy("Campaign number"),
            lambda row: row.campaign.number,
            "campaign__number",
            is_shown=False,
        ),
        Column(
            "scheme",
            gettext_lazy("Scheme"),
            lambda row: row.scheme,
            by_name("entry__scheme__"),
        ),
        Column(
            "number",
            gettext_lazy("Register number"),
            lambda row: row.number,
            "entry__number",
            is_shown=False,
        ),
        Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), "state"),
        Column(
            "due",
            gettext_lazy("To be done by"),
            lambda row: row.campaign.due_on,
            "campaign__due_on",
        ),
    ),
)

WAYS = [(way.value, way.label) for way in (TaskWay.AMEND, TaskWay.JUSTIFY, TaskWay.END)]


class TaskForm(forms.Form):
    """The way that the body chooses, and the words of a justification."""

    way = forms.ChoiceField(
        label=gettext_lazy("What you will do"),
        choices=WAYS,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios__input"}),
        error_messages={"required": gettext_lazy("Choose what you will do.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why the scheme may stay as it is"),
        help_text=gettext_lazy("Needed for a justification alone. The regulator judges it."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        required=False,
    )


def tasks_of(user: User) -> CampaignTaskQuerySet:
    """The tasks of the person's bodies, what waits for them first, by last day."""
    is_settled = Case(When(state__in=sorted(OPEN_TASK_STATES), then=Value(0)), default=Value(1))
    rows = CampaignTask.objects.visible_to(user)
    related = rows.select_related("campaign", "organisation", "entry__scheme")
    return related.order_by(is_settled, "campaign__due_on", "pk")


def waiting_tasks(user: User) -> Iterator[Waiting]:
    """What waits for the person, as the first page lists it."""
    writers = organisations_where(user, Permission.EDIT)
    for task in tasks_of(user).waiting_for_body().filter(organisation__in=writers):
        yield Waiting(
            _("Answer a campaign of the regulator"),
            f"{task.campaign} · {task.scheme}",
            reverse("workspace:campaign-task", args=[task.pk]),
            task.campaign.due_on,
        )


@for_bodies
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """All tasks, the open ones first."""
    listing = TASKS.shown(request, tasks_of(person(request)))
    if listing.is_file:
        return listing.file()
    today = timezone.localdate()
    rows = [(task, is_overdue(task, task.campaign, today)) for task in listing.page]
    context = {"listing": listing, "page": listing.page, "rows": rows}
    return render(request, "workspace/campaign_tasks.html", context)


@for_bodies
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked for and why, the ways to do it, and what has happened so far."""
    user = person(request)
    related = ("campaign", "organisation", "entry__scheme", "entry__version", "version")
    task = get_object_or_404(CampaignTask.objects.select_related(*related), pk=pk)
    may_see_task(user, task).require_sight()
    can_answer = bool(may_do_task(user, task)) and task.state in ChooseWay.from_states
    form = TaskForm(request.POST or None, initial={"way": task.way, "reason": task.justification})
    status = 200
    if request.method == "POST":
        may_do_task(user, task).require()
        refusal = None
        if form.is_valid():
            refusal = attempt(form, lambda: _answer(task, user, form.cleaned_data))
        if form.is_valid():
            messages.success(request, _("Your answer is recorded."))
            return redirect("workspace:campaign-task", pk=pk)
        status = refusal.status if refusal else 422
        task.refresh_from_db()
    context = {
        "task": task,
        "campaign": task.campaign,
        "findings": [Finding.from_json(finding) for finding in task.findings],
        "form": form,
        "can_answer": can_answer,
        "may_end": bool(may_end(user, task.entry)) and not task.entry.has_ended,
        "draft": _draft_of(task),
        "is_overdue": is_overdue(task, task.campaign, timezone.localdate()),
        "events": [
            (event, TASK_EVENTS.get(event.event, event.event))
            for event in task.events.exclude(event=INSIDE).order_by("-at", "-pk")
        ],
    }
    return render(request, "workspace/campaign_task.html", context, status=status)


def _answer(task: CampaignTask, user: User, given: dict[str, Any]) -> CampaignTask:
    if given["way"] == TaskWay.JUSTIFY:
        return Justify(task, user, reason=given["reason"]).run()
    return ChooseWay(task, user, way=given["way"]).run()


def _draft_of(task: CampaignTask) -> Version | None:
    """The version that is being written, if any."""
    drafts = task.scheme.versions.filter(state=VersionState.DRAFT).defer("document")
    return drafts.first()
