"""The queue: what waits for the regulator, the longest waiting first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.accounts.models import CertificationField, Organisation, User
from portal.accounts.permissions import may_decide_at_all
from portal.accounts.roles import OrganisationKind, Permission
from registry.clock import clocks_of, review_due_before
from registry.desk.access import for_officers, officer
from registry.models import Filing
from registry.numbers import normalise_number
from registry.states import CLOSED_STATES, FilingState
from registry.working_days import years_without_calendar

ROWS_PER_PAGE = 25
ONE_DAY = timedelta(days=1)


class QueueForm(forms.Form):
    """The filters. What is not understood filters nothing."""

    q = forms.CharField(label=_("Number, rule number or title"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Waits for the regulator")),
            ("overdue", _("Overdue")),
            *FilingState.choices,
            ("closed", _("All that are closed")),
            ("all", _("All")),
        ],
    )
    field = forms.ModelChoiceField(
        CertificationField.objects.all(), label=_("Field"), required=False, empty_label=_("All")
    )
    body = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.BODY),
        label=_("Certification body"),
        required=False,
        to_field_name="slug",
        empty_label=_("All"),
    )
    officer = forms.ModelChoiceField(
        User.objects.none(), label=_("Officer"), required=False, empty_label=_("Anybody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers: Any = self.fields["officer"]
        officers.queryset = officers_of_the_desk()
        for field in self.fields.values():
            kind = "select" if isinstance(field, forms.ChoiceField) else "input"
            field.widget.attrs["class"] = f"govuk-{kind}"


def officers_of_the_desk() -> QuerySet[User]:
    """The people who may review, in the order of their names."""
    return (
        User.objects.filter(
            is_active=True,
            organisationuserobjectpermission__permission__codename=Permission.REVIEW.value,
        )
        .distinct()
        .order_by("name", "pk")
    )


@for_officers
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What is overdue and due today in front, then the rest; filters and workload."""
    user = officer(request)
    today = timezone.localdate()
    form = QueueForm(request.GET)
    form.is_valid()
    overdue = review_due_before(today)
    filings = _filtered(Filing.objects.untouched_by(user), form.cleaned_data, overdue)
    page = Paginator(
        filings.select_related("organisation", "scheme", "officer"), ROWS_PER_PAGE
    ).get_page(request.GET.get("page"))
    clocks = clocks_of(page.object_list, today)
    context = {
        "form": form,
        "is_filtered": any(form.cleaned_data.values()),
        "page": page,
        "rows": [(filing, clocks.get(filing.pk)) for filing in page],
        "may_decide": may_decide_at_all(user),
        "to_decide": Filing.objects.decidable_by(user).count(),
        "counts": _counts(user, overdue, review_due_before(today + ONE_DAY)),
        "workload": _workload(overdue),
        "not_mine": Filing.objects.touched_by(user).open().count(),
        "years_without_calendar": years_without_calendar(today),
    }
    return render(request, "desk/queue.html", context)


def _filtered(filings: QuerySet[Filing], words: dict[str, Any], overdue: Q) -> QuerySet[Filing]:
    """Only what the filters let through, what waits longest first."""
    filings = _in_state(filings, words.get("state") or "", overdue)
    if words.get("q"):
        filings = filings.filter(_named(words["q"]))
    if words.get("field"):
        key = words["field"].pk
        filings = filings.filter(scheme__entries__publication__field_rows__key=key)
    if words.get("body"):
        filings = filings.filter(organisation=words["body"])
    if words.get("officer"):
        filings = filings.filter(officer=words["officer"])
    return filings


def _in_state(filings: Any, state: str, overdue: Q) -> QuerySet[Filing]:
    """The state asked for; closed ones show the newest first, as nothing waits there."""
    if state == "overdue":
        return filings.filter(overdue).order_by("received_at", "pk")
    if state == FilingState.CORRECTION_REQUESTED:
        return filings.waiting_for_body().order_by("answer_due", "pk")
    if state == "closed":
        return filings.filter(state__in=sorted(CLOSED_STATES)).order_by("-received_at", "-pk")
    if state == "all":
        return filings.order_by("-received_at", "-pk")
    if state in FilingState.values:
        return filings.filter(state=state).order_by("received_at", "pk")
    return filings.waiting_for_regulator().order_by("received_at", "pk")


def _named(words: str) -> Q:
    """Numbers as typed in any way; titles in both languages."""
    number = normalise_number(words)
    return (
        Q(number__startswith=number)
        | Q(scheme__entries__number__startswith=number)
        | Q(scheme__rule_number__icontains=words)
        | Q(scheme__title__zh__icontains=words)
        | Q(scheme__title__en__icontains=words)
    )


def _counts(user: User, overdue: Q, due_by_today: Q) -> dict[str, int]:
    """How much waits, is overdue, is due today, and is on this person's own desk."""
    counts: dict[str, int] = (
        Filing.objects.untouched_by(user)
        .waiting_for_regulator()
        .aggregate(
            waiting=Count("pk"),
            overdue=Count("pk", filter=overdue),
            due_by_today=Count("pk", filter=due_by_today),
            mine=Count("pk", filter=Q(officer=user)),
        )
    )
    return {**counts, "due_today": counts["due_by_today"] - counts["overdue"]}


def _workload(overdue: Q) -> list[dict[str, Any]]:
    """How many filings each officer has under review, and how many of them are overdue."""
    loads = {
        row["officer"]: row
        for row in Filing.objects.filter(state=FilingState.UNDER_REVIEW)
        .values("officer")
        .annotate(load=Count("pk"), overdue=Count("pk", filter=overdue))
    }
    nothing = {"load": 0, "overdue": 0}
    return [{**loads.get(o.pk, nothing), "officer": o} for o in officers_of_the_desk()]
