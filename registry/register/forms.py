"""The form of an act: its reason, and what the act declares beside."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from portal.core.actions import ReasonedAction
from registry.lettered import Lettered


class ActForm(forms.Form):
    """Why an act is done, and what else it asks, in the order in which it declares it."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands on the record; those whom the act concerns read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why; the record keeps it.")},
    )

    def __init__(
        self, act: type[ReasonedAction[Any]], record: Any, *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = act.reason_label or self.fields["reason"].label
        self.fields.update(act.fields(record))
        last = ["reason"]
        if issubclass(act, Lettered):
            self.fields["letter_note"] = letter_note_field()
            last.append("letter_note")
        self.order_fields([*(name for name in self.fields if name not in last), *last])


def letter_note_field() -> forms.CharField:
    """A paragraph for the letter, for the body alone."""
    return forms.CharField(
        label=_("A paragraph of your own in the letter"),
        help_text=_("The certification body reads it in the letter, nobody else. It may be empty."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class PutAsideForm(forms.Form):
    """Why a proposal is not carried out."""

    reason = forms.CharField(
        label=_("Why it is not carried out"),
        help_text=_("The desk reads it; neither the certification body nor the public does."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={
            "required": _("Say why the proposal is not carried out; the record keeps it.")
        },
    )


def day_field(
    label: Any, first: date, last: date | None = None, *, initial: date | None = None, **more: Any
) -> forms.DateField:
    """A day between two, as the browser's own field."""
    limits: list[Any] = [MinValueValidator(first, _("The first day possible is %(limit_value)s."))]
    bounds = {"type": "date", "min": first.isoformat()}
    if last is not None:
        limits.append(MaxValueValidator(last, _("The last day possible is %(limit_value)s.")))
        bounds["max"] = last.isoformat()
    widget = forms.DateInput(attrs=bounds, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, validators=limits, initial=initial, **more)
