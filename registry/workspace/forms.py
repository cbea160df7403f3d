"""Forms of the workspace: fields and labels, no decisions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.second_factor import has_second_factor
from registry.models import Occasion
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

    def __init__(self, *args: Any, user: User, issues: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if issues:
            self.fields["agreed"].label = _("I sign this text, so that it can be issued.")
            self.fields["agreed"].error_messages["required"] = _("Say that you sign the text.")
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


class WithdrawalForm(forms.Form):
    """Why a filing is withdrawn, and that this cannot be undone."""

    reason = forms.CharField(
        label=_("Why is the filing withdrawn?"),
        help_text=_(
            "It stands on the record; where the scheme ends with the filing, the public reads it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why the scheme ends; the public will read it.")},
    )
    none_issued = forms.BooleanField(
        label=_("No certificate under this scheme is valid, of any body."),
        help_text=_("If one is, deregister the scheme with a plan for it instead."),
        error_messages={"required": _("Say that no certificate is valid, or deregister.")},
    )
    understood = forms.BooleanField(
        label=_("I understand that a withdrawal cannot be undone."),
        error_messages={"required": _("Confirm that this cannot be undone.")},
    )

    def __init__(self, *args: Any, ends_what_is_in_force: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not ends_what_is_in_force:
            del self.fields["none_issued"]


class ExtraChangesForm(forms.Form):
    """Why the corrected version changes places that were not returned: a reason for each."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        places: list[str],
        reasons: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.prefix = "extra"
        for place in places:
            self.fields[place] = forms.CharField(
                label=_("Why this is changed too"),
                initial=(reasons or {}).get(place, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=2000,
                required=False,
            )

    def field_of(self, place: str) -> forms.BoundField | None:
        """The field for a place; none for a change that came after the form was sent."""
        return self[place] if place in self.fields else None

    @property
    def reasons(self) -> dict[str, str]:
        """The reasons by place."""
        return {place: words for place, words in self.cleaned_data.items() if place != "seen"}


class AmendmentForm(forms.Form):
    """What an amendment is of which the portal cannot see the difference."""

    occasion = forms.ChoiceField(
        label=_("What changes against the rule that was filed on paper?"),
        help_text=_(
            "Its text is in a file, so the portal cannot compare it. Your answer stands on record."
        ),
        choices=(
            (
                Occasion.MAJOR,
                _(
                    "What the scheme promises: requirements, limits, certification mode, mark or "
                    "scope (a major amendment)"
                ),
            ),
            (
                Occasion.MINOR,
                _("Procedure, fees, contacts or wording alone (a minor amendment)"),
            ),
        ),
        widget=forms.RadioSelect(attrs={"class": "govuk-radios__input"}),
        error_messages={"required": _("Say what changes.")},
    )


class EntranceForm(forms.Form):
    """What a track asks of whoever submits on it, and what may be asked besides on any."""

    def __init__(
        self,
        *args: Any,
        asked: Mapping[str, forms.Field],
        besides: Mapping[str, forms.Field],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update({**asked, **besides})
        self.besides = besides

    @property
    def demanded(self) -> list[forms.BoundField]:
        """What the track asks for."""
        return [self[name] for name in self.fields if name not in self.besides]

    @property
    def optional(self) -> list[forms.BoundField]:
        """What may be left out, and changes nothing then."""
        return [self[name] for name in self.besides if name not in self._unfolded]

    @property
    def of_a_pilot(self) -> list[forms.BoundField]:
        """Whether a pilot goes on as one: leaving that out has an effect, so it stands open."""
        return [self[name] for name in self._unfolded]

    @property
    def _unfolded(self) -> list[str]:
        return [name for name, field in self.besides.items() if hasattr(field, "of_a_pilot")]

    @property
    def is_optional_said(self) -> bool:
        """Whether something of it was said, so that it stands open."""
        return any(self.data.get(name) for name in self.besides)
