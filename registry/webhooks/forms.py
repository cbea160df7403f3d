"""The form for an address: fields and labels, no decisions."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import Topic


class WebhookForm(forms.Form):
    """An address and what it is told."""

    address = forms.CharField(
        label=_("Address"),
        help_text=_("Begins with https:// and can be reached from the internet."),
        max_length=500,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}
        ),
    )
    topics = forms.MultipleChoiceField(
        label=_("What the system is told"),
        choices=Topic.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
        error_messages={"required": _("Choose what the system is told.")},
    )
