"""Campaigns at the desk: begun from an examination, followed on one page, judged task by task."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.doors import person
from portal.accounts.permissions import may_review
from portal.core.form_refusals import attempt
from portal.core.listing import Column, Listing, alphabetically, by_name
from registry.desk.access import for_officers, is_of_branch
from registry.desk.acts import offered_at
from registry.desk.escalating import way_to_suspension
from registry.desk.register_list import bodies_for
from registry.desk.task_list import TASKS, TASKS_VIEWED, TasksForm, filtered
from registry.desk.viewed import views_for
from registry.lifecycle import act_named
from registry.models import Campaign, CampaignTask, EntryProposal, ImpactRun
from registry.register.grounds import ground_field
from registry.states import EntryState
from registry.supervision.campaigns.acts import CAMPAIGN_ACTIONS, CAMPAIGN_EVENTS, TASK_ACTIONS
from registry.supervision.campaigns.beginning import Touched, begin_campaign, touched_by
from registry.supervision.campaigns.permissions import may_campaign, may_see_campaign
from registry.supervision.campaigns.progress import is_overdue, progress_of, with_progress
from registry.supervision.impact.wording import cause_of
from schemes.findings import Finding


def _day_begun(campaign: Campaign) -> date:
    return timezone.localdate(campaign.begun_at)


CAMPAIGNS = Listing(
    "campaigns",
    (
        Column(
            "number",
            gettext_lazy("Campaign number"),
            lambda row: row.number,
            "number",
            is_shown=False,
        ),
        Column("title", gettext_lazy("Campaign"), str, by_name()),
        Column("state", gettext_lazy("State"), lambda row: row.get_state_display(), "state"),
        Column("begun", gettext_lazy("Begun"), _day_begun, "begun_at", is_shown=False),
        Column("due", gettext_lazy("To be done by"), lambda row: row.due_on, "due_on"),
        Column("tasks", gettext_lazy("Tasks"), lambda row: row.total, "total", is_shown=False),
        Column(
            "settled", gettext_lazy("Settled"), lambda row: row.settled, "settled", is_number=True
        ),
        Column(
            "to_judge",
            gettext_lazy("To be judged"),
            lambda row: row.to_judge,
            "to_judge",
            is_number=True,
        ),
    ),
    chosen_by="number",
)


class CampaignForm(forms.Form):
    """What is asked for, of whom, and by when."""

    title_zh = forms.CharField(label=gettext_lazy("Title in Chinese"), max_length=120)
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"), max_length=160, required=False
    )
    text_zh = forms.CharField(
        label=gettext_lazy("What is asked for, in Chinese"),
        help_text=gettext_lazy(
            "The bodies read these words in the mail and in their workspace. They can amend the "
            "scheme, justify it as it is, or end it."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
    )
    text_en = forms.CharField(
        label=gettext_lazy("What is asked for, in English"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        required=False,
    )
    due_on = forms.DateField(
        label=gettext_lazy("To be done by"), widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    remind_days = forms.IntegerField(
        label=gettext_lazy("Remind so many days before"), min_value=0, max_value=365, initial=10
    )
    ground = forms.ChoiceField(
        label=gettext_lazy("Where a body lets the last day pass"),
        help_text=gettext_lazy(
            "The reason on which the suspension of its scheme can then be proposed from the "
            "campaign, if the law gives one."
        ),
        required=False,
    )
    entries = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Of whom it is asked"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
        error_messages={"required": gettext_lazy("Choose at least one entry.")},
    )

    def __init__(self, *args: Any, touched: Iterable[Touched], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground: Any = self.fields["ground"]
        given: Any = ground_field().choices
        ground.choices = [("", _("No suspension is proposed from here")), *list(given)[1:]]
        entries: Any = self.fields["entries"]
        entries.choices = [(each.entry.pk, _named(each)) for each in touched]
        entries.initial = [pk for pk, _words in entries.choices]

    def asked(self) -> dict[str, Any]:
        """What a campaign is begun with."""
        given = self.cleaned_data
        return {
            "title": _in_both(given["title_zh"], given["title_en"]),
            "text": _in_both(given["text_zh"], given["text_en"]),
            "due_on": given["due_on"],
            "remind_days": given["remind_days"],
            "entries": given["entries"],
            "ground": given["ground"],
        }


def _in_both(chinese: str, english: str) -> dict[str, str]:
    return {"zh": chinese, **({"en": english} if english else {})}


def _named(touched: Touched) -> str:
    entry = touched.entry
    return f"{entry.organisation} · {entry.number} · {entry.scheme}"


@for_officers
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns with how far they are, the newest first.

    People of a branch see those that ask something in its territory, and that part of them.
    """
    found = with_progress(Campaign.objects.all())
    if is_of_branch(request.user):
        tasks = CampaignTask.objects.seen_at_desk(request.user)
        concerned = Campaign.objects.filter(pk__in=tasks.values("campaign"))
        found = with_progress(concerned, tasks)
    listing = CAMPAIGNS.shown(request, found.order_by("-begun_at", "-pk"))
    if listing.is_file:
        return listing.file()
    context = {
        "listing": listing,
        "page": listing.page,
        "today": timezone.localdate(),
        "of_branch": is_of_branch(request.user),
    }
    return render(request, "desk/campaigns.html", context)


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Words, last day and entries; what was refused comes back as it was typed."""
    user = person(request)
    may_campaign(user).require()
    run = get_object_or_404(ImpactRun, pk=pk, is_preview=False)
    touched = touched_by(run)
    cause = cause_of(run)
    form = CampaignForm(request.POST or None, touched=touched, initial=_titles(run))
    status = 200
    if request.method == "POST":
        refusal, begun = None, []
        if form.is_valid():
            asked = form.asked()
            refusal = attempt(form, lambda: begun.append(begin_campaign(run, user, **asked)))
        if begun:
            messages.success(request, _("The campaign is begun; the bodies are told by mail."))
            return redirect("desk:campaign", number=begun[0].number)
        status = refusal.status if refusal else 422
    bodies = len({each.entry.organisation_id for each in touched})
    context = {"run": run, "cause": cause, "form": form, "touched": touched, "bodies": bodies}
    return render(request, "desk/campaign_begin.html", context, status=status)


def _titles(run: ImpactRun) -> dict[str, str]:
    """What the change is called in each language, to begin with."""
    titles = {}
    for field, language in (("title_zh", "zh-hans"), ("title_en", "en")):
        with override(language):
            titles[field] = cause_of(run).title
    return titles


@for_officers
@require_safe
def campaign(request: HttpRequest, number: str) -> HttpResponse:
    """What is asked for, how far it is, and every task with what can be done about it."""
    user = request.user
    campaign = get_object_or_404(Campaign.objects.select_related("run", "begun_by"), number=number)
    seen = campaign.tasks.seen_at_desk(user)
    may_see_campaign(user, campaign).require_sight()
    today = timezone.localdate()
    form = TasksForm(request.GET, bodies=bodies_for(user))
    form.is_valid()
    related = seen.select_related("organisation", "entry__scheme", "campaign")
    usual = related.order_by(alphabetically("organisation__"), "entry__number")
    listing = TASKS.shown(request, filtered(usual, form.cleaned_data))
    if listing.is_file:
        return listing.file(name=campaign.number)
    page = listing.page
    entries = [task.entry_id for task in page]
    waiting = EntryProposal.objects.waiting().filter(entry__in=entries)
    proposed = {entry: act_named(act).label for entry, act in waiting.values_list("entry", "act")}
    context = {
        "campaign": campaign,
        "cause": cause_of(campaign.run) if campaign.run else None,
        "progress": progress_of(seen),
        "listing": listing,
        "page": page,
        "form": form,
        "is_filtered": any(form.cleaned_data.values()),
        **views_for(request, TASKS_VIEWED, campaign.number),
        "tasks": [
            {
                **_row(request, campaign, task, today),
                "proposed": proposed.get(task.entry_id, ""),
            }
            for task in page
        ],
        "is_over": campaign.is_over_on(today),
        "acts": offered_at(
            request.user, campaign, CAMPAIGN_ACTIONS, "desk:campaign-act", campaign.number
        ),
        "may_lead": may_review(request.user),
        "of_branch": is_of_branch(user),
        "events": [
            (event, CAMPAIGN_EVENTS.get(event.event, event.event))
            for event in campaign.events.select_related("actor")
        ],
    }
    return render(request, "desk/campaign.html", context)


def _row(
    request: HttpRequest, campaign: Campaign, task: CampaignTask, today: date
) -> dict[str, Any]:
    acts = offered_at(request.user, task, TASK_ACTIONS, "desk:task-act", campaign.number, task.pk)
    suspension = way_to_suspension(request.user, task)
    return {
        "task": task,
        "findings": [Finding.from_json(finding) for finding in task.findings],
        "is_overdue": is_overdue(task, campaign, today),
        "suspension": suspension,
        "has_ways": bool(acts or suspension),
        "is_listed": task.entry.state == EntryState.LISTED,
        "acts": acts,
    }
