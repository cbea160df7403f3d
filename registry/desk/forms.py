"""Forms of the desk: fields and labels, no decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import ReasonCode
from registry.states import Outcome, RemarkKind

RADIOS = {"class": "govuk-radios__input"}


class RemarkForm(forms.Form):
    """A remark at one place of the document."""

    at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    kind = forms.ChoiceField(
        label=_("How binding is it?"),
        choices=RemarkKind.choices,
        initial=RemarkKind.MUST,
        widget=forms.RadioSelect(attrs=RADIOS),
    )
    reason_code = forms.ModelChoiceField(
        ReasonCode.objects.filter(is_used=True),
        label=_("Reason"),
        required=False,
        empty_label=_("None of the list"),
    )
    text = forms.CharField(
        label=_("Remark"),
        help_text=_("What has to be corrected, and how it can be. The body reads these words."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=4000,
        error_messages={"required": _("Write what the remark is about.")},
    )


class HandBackForm(forms.Form):
    """Why a proposal goes back to the officer."""

    reason = forms.CharField(
        label=_("What has to be looked at again"),
        help_text=_("The officer reads these words; the certification body does not."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Say what the officer has to look at again.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)


class OutcomeForm(forms.Form):
    """The outcome and its reasons, as an officer proposes or a decider decides them."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect(attrs=RADIOS),
        error_messages={"required": _("Choose the outcome.")},
    )
    reason_codes = forms.ModelMultipleChoiceField(
        ReasonCode.objects.filter(is_used=True),
        label=_("Reasons of the list"),
        help_text=_("Choose all that apply; each stands with its clause in the letter."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
    )
    reasons = forms.CharField(
        label=_("Reasons in words"),
        help_text=_("They stand on the record and in the letter to the certification body."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=8000,
        error_messages={
            "required": _("Write the reasons of the decision; they stand on the record.")
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """A correction rests on at least one reason of the list."""
        words: dict[str, Any] = super().clean() or {}
        asks = words.get("outcome") == Outcome.CORRECTION_REQUESTED
        if asks and not words.get("reason_codes"):
            self.add_error(
                "reason_codes", _("A request for correction rests on at least one reason.")
            )
        return words
