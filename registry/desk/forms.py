"""Forms of the desk: fields and labels, no decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import Proposal, ReasonCode
from registry.procedure.outcome_conditions import conditions_field
from registry.procedure.public_summaries import public_summary_field
from registry.register.condition_fields import as_values
from registry.register.forms import letter_note_field
from registry.states import OUTCOMES_OF_A_REVIEW, Outcome

RADIOS = {"class": "govuk-radios__input"}


class ReasonField(forms.ModelChoiceField["ReasonCode"]):
    """A reason of the list, offered with its clause of the law."""

    def label_from_instance(self, reason: Any) -> str:
        """The name and what it rests on."""
        return f"{reason.name} · {reason.basis}" if reason.basis else str(reason.name)


class WithdrawForm(forms.Form):
    """Why a remark is taken back."""

    reason = forms.CharField(
        label=_("Why you take it back"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say why the remark is taken back; the record keeps it.")},
    )


class SettleForm(forms.Form):
    """What an officer says of an answer; a reason is needed to reopen."""

    reason = forms.CharField(
        label=_("What you say about it"),
        help_text=_("Needed to reopen: what is still missing. The body reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
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
        choices=[(outcome.value, outcome.label) for outcome in OUTCOMES_OF_A_REVIEW],
        widget=forms.RadioSelect(attrs=RADIOS),
        error_messages={"required": _("Choose the outcome.")},
    )
    reason_codes = forms.ModelMultipleChoiceField(
        ReasonCode.objects.given_for(),
        label=_("Reasons from the list"),
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
    again_because = forms.CharField(
        label=_("Why a further correction notice"),
        help_text=_(
            "All that has to be corrected is told at once. Say what could not be seen when the "
            "first notice was sent; the body reads it in the notice."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    conditions = conditions_field()
    public_summary = public_summary_field()
    letter_note = letter_note_field()
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


def words_of(proposal: Proposal) -> dict[str, Any]:
    """The form as somebody filled it in who proposed this."""
    return {
        "outcome": proposal.outcome,
        "reason_codes": list(ReasonCode.objects.filter(code__in=proposal.reason_codes)),
        "reasons": proposal.reasons,
        "again_because": proposal.again_because,
        "conditions": as_values(proposal.conditions),
        "letter_note": proposal.letter_note,
    }
