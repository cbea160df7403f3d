"""Forms about people: theirs with words of ours, and that for giving a role."""

from __future__ import annotations

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.authors import TAKEN_IN
from portal.accounts.identifiers import validate_uscc
from portal.accounts.models import Organisation
from portal.accounts.roles import ROLES_OF_KIND


class AddKeyForm(AddWebAuthnForm):
    """A passkey and what the person calls it, which allauth asks for in English alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What you call this key")


class BranchForm(forms.Form):
    """A branch of the regulator, with who looks after its people."""

    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    slug = forms.SlugField(label=_("Short name in addresses"))
    territory = forms.CharField(
        label=_("Territory"),
        help_text=_("Codes of GB/T 2260 with blanks between: 33 is a province, 3301 a city of it."),
    )
    email = forms.EmailField(label=_("Mail address of its first administrator"))
    name = forms.CharField(label=_("Name of its first administrator"), max_length=80)

    def clean_territory(self) -> list[str]:
        """The codes."""
        return str(self.cleaned_data["territory"]).split()


class AuthorForm(forms.Form):
    """A ministry or a scheme owner, with who looks after its people."""

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(one.value, one.label) for one in TAKEN_IN],
        widget=forms.RadioSelect(attrs={"class": "govuk-radios__input"}),
    )
    name_zh = forms.CharField(label=_("Name in Chinese"), max_length=160)
    name_en = forms.CharField(label=_("Name in English"), max_length=200, required=False)
    slug = forms.SlugField(label=_("Short name in addresses"))
    uscc = forms.CharField(
        label=_("Unified social credit code"),
        max_length=18,
        required=False,
        validators=[validate_uscc],
    )
    email = forms.EmailField(label=_("Mail address of its first administrator"))
    name = forms.CharField(label=_("Name of its first administrator"), max_length=80)


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
