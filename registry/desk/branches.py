"""Branches of the regulator: what is delegated to them, and the filings of their territory."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import Door, person
from portal.accounts.models import Organisation
from portal.accounts.permissions import branches_of
from portal.core.form_refusals import attempt
from portal.core.listing import Listing
from registry.delegable import ON_FILINGS, DelegatedAct
from registry.desk.access import for_officers, is_of_branch, may_enter_territory
from registry.models import Delegation, Filing
from registry.procedure import filing_columns as of
from registry.procedure.delegating import confirm_delegation, delegate, end_delegation
from registry.procedure.permissions import may_confirm_delegation, may_delegate

TERRITORY = Listing(
    "filings",
    (
        replace(of.NUMBER, is_shown=False),
        of.SCHEME,
        of.BODY,
        replace(of.TRACK, is_shown=False),
        of.STATE,
        of.CLOCK,
        replace(of.LAST_DAY, is_shown=False),
        replace(of.RECEIVED, is_shown=False),
        of.OFFICER,
    ),
    complete=of.with_clocks,
    chosen_by="number",
)
for_branches = Door(may_enter_territory)
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DelegationForm(forms.Form):
    """What is delegated to which branch."""

    branch = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("Branch"),
        empty_label=gettext_lazy("Choose"),
        error_messages={"required": gettext_lazy("Choose a branch of the regulator.")},
    )
    acts = forms.MultipleChoiceField(
        label=gettext_lazy("What is delegated of filings"),
        choices=[(act.value, act.label) for act in ON_FILINGS],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
        required=False,
    )
    acts_on_entries = forms.MultipleChoiceField(
        label=gettext_lazy("What is delegated of acts on entries"),
        help_text=gettext_lazy(
            "Who proposes and who decides are two people, also at a branch. What ends an entry or "
            "moves it to another body cannot be delegated."
        ),
        choices=[(act.value, act.label) for act in DelegatedAct if act not in ON_FILINGS],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
        required=False,
    )
    regions = forms.CharField(
        label=gettext_lazy("Regions"),
        help_text=gettext_lazy(
            "Codes of GB/T 2260 with blanks between: 33 is a province, 3301 a city of it. They "
            "lie in the territory of the branch; left empty, it is all of it."
        ),
        required=False,
    )
    since = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("Until"), widget=DAY)
    ground = forms.CharField(
        label=gettext_lazy("Ground"),
        help_text=gettext_lazy("The clause of the law or the decision that it rests on."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )
    is_emergency = forms.BooleanField(
        label=gettext_lazy("In an emergency: it holds at once"),
        help_text=gettext_lazy("If no other decider confirms it in time, it lapses."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches: Any = self.fields["branch"]
        branches.queryset = Organisation.objects.exclude(parent=None)

    @property
    def words(self) -> dict[str, Any]:
        """What the act is given."""
        words = dict(self.cleaned_data)
        codes = words["regions"].split() or words["branch"].territory
        acts = [*words["acts"], *words.pop("acts_on_entries")]
        return {**words, "acts": acts, "regions": codes}


class EndForm(forms.Form):
    """Why a delegation is taken back."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": gettext_lazy("Say why; the record keeps it.")},
    )


@for_officers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Every delegation, and giving another."""
    user = person(request)
    form = DelegationForm(request.POST or None, initial={"since": timezone.localdate()})
    status = 200
    if request.method == "POST":
        may_delegate(user).require()
        refusal = None
        if form.is_valid():
            refusal = attempt(form, lambda: delegate(by=user, **form.words))
        if form.is_valid():
            messages.success(request, _("The delegation is written down; the deciders are told."))
            return redirect("desk:delegations")
        status = refusal.status if refusal else 422
    rows = Delegation.objects.select_related(
        "branch", "giver", "given_by", "confirmation__by", "ending__by"
    )
    context = {
        "form": form if may_delegate(user) else None,
        "typed": form if form.is_bound else None,
        "rows": [(row, bool(may_confirm_delegation(user, row))) for row in rows],
        "may_delegate": bool(may_delegate(user)),
    }
    return render(request, "desk/delegations.html", context, status=status)


@for_officers
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree as the second person."""
    confirm_delegation(get_object_or_404(Delegation, pk=pk), person(request))
    messages.success(request, _("The delegation is confirmed; the branch is told."))
    return redirect("desk:delegations")


@for_officers
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back, with the reason."""
    delegation = get_object_or_404(Delegation.objects.select_related("branch"), pk=pk)
    may_delegate(request.user).require()
    form, status = EndForm(request.POST or None), 200
    if request.method == "POST":
        refusal = None
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            refusal = attempt(form, lambda: end_delegation(delegation, person(request), reason))
        if form.is_valid():
            messages.success(request, _("The delegation is taken back; the branch is told."))
            return redirect("desk:delegations")
        status = refusal.status if refusal else 422
    context = {"form": form, "delegation": delegation}
    return render(request, "desk/end_delegation.html", context, status=status)


@for_branches
@never_cache
@require_safe
def territory(request: HttpRequest) -> HttpResponse:
    """The filings of bodies seated in the territory, the open ones first, and what is delegated."""
    user = person(request)
    branches = branches_of(user)
    filings = Filing.objects.visible_to(user).select_related("scheme", "organisation", "officer")
    listing = TERRITORY.shown(request, filings.order_by("closed_at", "received_at", "pk"))
    if listing.is_file:
        return listing.file()
    held = Delegation.objects.in_force(timezone.localdate()).filter(branch__in=branches)
    context = {
        "of_branch": is_of_branch(user),
        "branches": Organisation.objects.filter(pk__in=branches),
        "listing": listing,
        "page": listing.page,
        "rows": listing.rows,
        "held": held.select_related("giver"),
    }
    return render(request, "desk/territory.html", context)
