"""Forms about the systems of a body: fields and labels, no decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation, User
from portal.core.listing import alphabetically
from registry.models import Scope
from registry.tokens.life import LONGEST
from registry.tokens.permissions import who_may_answer


class TokenForm(forms.Form):
    """What an administrator says of a token that is to be made."""

    name = forms.CharField(
        label=_("Name of the system"),
        help_text=_("As your people know it. It stands in the history of what is sent."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the token opens"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
        error_messages={"required": _("Choose what the token opens.")},
    )
    responsible: forms.ModelChoiceField[User] = forms.ModelChoiceField(
        label=_("Who answers for it"),
        help_text=_(
            "This person gets the token and answers for what it does: for drafts an author or a "
            "signatory, for filing a signatory."
        ),
        queryset=None,
        empty_label=None,
    )
    last_day = forms.DateField(
        label=_("Last day"),
        help_text=_("A year from now at most."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["responsible"]
        people.queryset = who_may_answer(organisation).order_by(alphabetically())
        self.fields["last_day"].initial = timezone.localdate() + LONGEST


class TakingOverForm(forms.Form):
    """That the person answers for what the token does."""

    agreed = forms.BooleanField(
        label=_("I answer for what this token does."),
        error_messages={"required": _("Say that you answer for it.")},
    )

    def __init__(self, *args: Any, signs: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signs:
            self.fields["agreed"].label = _(
                "I agree that the public commitment is signed in my name for each document that "
                "this system files, and answer for what this token does."
            )
