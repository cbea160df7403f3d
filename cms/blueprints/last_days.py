"""The last days of a version: seen, set, prolonged, or shortened with a reason."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.blueprints.pages import BlueprintView
from portal.core.errors import DomainError
from schemes.blueprint_actions import SetLastDays
from schemes.blueprint_notices import bodies_with_drafts
from schemes.last_days import LastDays, last_days_of, periods_on, successor_of


class _Day(forms.DateField):
    """A day as every browser sends it."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, required=False, input_formats=["%Y-%m-%d"], **kwargs)


class LastDaysForm(forms.Form):
    """Both days; an empty one means that there is no last day."""

    drafts = _Day(
        label=gettext_lazy("Last day for beginning drafts"),
        help_text=gettext_lazy("Begun, copied from elsewhere or imported; the day itself counts."),
    )
    filing = _Day(
        label=gettext_lazy("Last day for filing"),
        help_text=gettext_lazy("Signed and submitted; the day itself counts."),
    )

    @property
    def days(self) -> LastDays:
        """What was typed."""
        return LastDays(self.cleaned_data["drafts"], self.cleaned_data["filing"])


class ChangedDaysForm(LastDaysForm):
    """Both days with the reason for shortening one, and what the person had before them."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Needed where an announced day comes sooner; it is sent to the bodies and stays in "
            "the history."
        ),
    )
    seen_drafts = forms.DateField(required=False, widget=forms.HiddenInput)
    seen_filing = forms.DateField(required=False, widget=forms.HiddenInput)

    @property
    def seen(self) -> LastDays:
        """The days that the page showed."""
        return LastDays(self.cleaned_data["seen_drafts"], self.cleaned_data["seen_filing"])


def initial(days: LastDays) -> dict[str, date | None]:
    """What the form begins with."""
    return {"drafts": days.drafts, "filing": days.filing}


class LastDaysPage(BlueprintView):
    """The form for one version that was published."""

    template_name = "cms/blueprints/last_days.html"
    step = gettext_lazy("Last days")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The days as they are."""
        days = last_days_of(self.version)
        seen = {"seen_drafts": days.drafts, "seen_filing": days.filing}
        form = ChangedDaysForm(initial={**initial(days), **seen})
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whom it concerns, and what is possible today."""
        concerned = list(bodies_with_drafts(self.version))
        return super().get_context_data(
            can_be_set=self.version.state in SetLastDays.from_states,
            newer=successor_of(self.version),
            periods=periods_on(timezone.localdate()),
            bodies=len(concerned),
            drafts=sum(len(drafts) for _body, drafts in concerned),
            **kwargs,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Set them, or say why not beside what was typed."""
        form = ChangedDaysForm(request.POST)
        if form.is_valid():
            try:
                self._set(form)
            except DomainError as error:
                form.add_error(None, str(error.message))
            else:
                messages.success(request, _("The last days are set, and the bodies are told."))
                return redirect("blueprints:version", pk=pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _set(self, form: ChangedDaysForm) -> None:
        reason = form.cleaned_data["reason"]
        SetLastDays(
            self.version, self.person, days=form.days, seen_days=form.seen, reason=reason
        ).run()
