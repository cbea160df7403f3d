"""Forms of the workspace: fields and labels, no decisions."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation, User
from portal.accounts.roles import ROLES_OF_KIND
from portal.accounts.second_factor import has_second_factor
from registry.states import AnswerKind


class SignatoryForm(forms.ModelForm[User]):
    """Name and position as they will stand under the commitment."""

    class Meta:
        model = User
        fields: ClassVar[list[str]] = ["name", "name_en", "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].required = True


class SigningForm(forms.Form):
    """Which text was on the page, and the password again from who has no second factor."""

    seen = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(
        label=_("I sign this commitment for the certification body."),
        error_messages={"required": _("Say that you sign the commitment.")},
    )
    password = forms.CharField(
        label=_("Your password, once more"),
        help_text=_("It shows that it is you who signs."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        error_messages={"required": _("Enter your password.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if has_second_factor(user):
            del self.fields["password"]  # the factor is asked for on a page of its own

    def clean_password(self) -> str:
        """Check it as a sign-in would, with the same limit on attempts."""
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise forms.ValidationError(_("This is not your password."), code="password")
        return password


class AnswerForm(forms.Form):
    """The body's answer to one remark."""

    seen = forms.CharField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Your answer"),
        choices=AnswerKind.choices,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios__input"}),
        error_messages={"required": _("Choose how you answer the remark.")},
    )
    answer = forms.CharField(
        label=_("In words"),
        help_text=_("What you changed, or why not. Needed unless you changed the text as asked."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


class DeregistrationForm(forms.Form):
    """Why the scheme ends, and that this cannot be undone."""

    reason = forms.CharField(
        label=_("Why does the scheme end?"),
        help_text=_("The public reads this on the page of the scheme."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why the scheme ends; the public will read it.")},
    )
    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Confirm that this cannot be undone.")},
    )


class InvitationForm(forms.Form):
    """A person and the role that they get."""

    email = forms.EmailField(
        label=_("Mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Kept as it is if the person has an account already."),
        max_length=80,
    )
    role = forms.ChoiceField(
        label=_("Role"), widget=forms.RadioSelect(attrs={"class": "govuk-radios__input"})
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = ROLES_OF_KIND[organisation.kind]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
