"""Forms on the page of a case: fields and labels, no decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from registry.models import OpinionKind, Stance
from registry.procedure.people import (
    deciders_of_the_desk,
    officers_of_the_desk,
    people_of_the_desk,
)

RADIOS = {"class": "govuk-radios__input"}


class PersonField(forms.ModelChoiceField["User"]):
    """Somebody of the desk; who may be chosen is asked when the form is made."""

    def __init__(self, label: Any, missing: Any) -> None:
        super().__init__(
            User.objects.none(),
            label=label,
            empty_label=_("Choose"),
            error_messages={"required": missing},
        )


class OpinionGiverField(PersonField):
    """A colleague who can be asked; deciders are named as such, since an opinion bars them."""

    def label_from_instance(self, person: User) -> str:
        """The name, and whether the person decides."""
        if person.pk in self.deciders:
            return _("%(person)s (decider)") % {"person": person}
        return str(person)

    @cached_property
    def deciders(self) -> set[int]:
        """Who decides; asked once for the whole list."""
        return set(deciders_of_the_desk().values_list("pk", flat=True))


class ReassignForm(forms.Form):
    """Why a case changes hands, and with whom it was on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_(
            "Needed when somebody has the case. The record keeps it; the body is not told."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class AssignForm(ReassignForm):
    """To whom."""

    officer = PersonField(_("Officer"), _("Choose the officer."))
    field_order = ("seen", "officer", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers: Any = self.fields["officer"]
        officers.queryset = officers_of_the_desk()

    def leave_out(self, officer: int | None) -> bool:
        """Offer all but who has the case; whether anybody is left. What was sent is not judged."""
        officers: Any = self.fields["officer"]
        officers.queryset = officers.queryset.exclude(pk=officer)
        return bool(officers.queryset.exists())


class NoteForm(forms.Form):
    """A note for the colleagues."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("The body never sees it. @ and a name call a colleague, who gets a mail."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Write the note.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AskForm(forms.Form):
    """Whom to ask for which opinion, until when."""

    kind = forms.ChoiceField(
        label=_("What the opinion is about"),
        choices=OpinionKind.choices,
        widget=forms.RadioSelect(attrs=RADIOS),
        error_messages={"required": _("Choose what the opinion is about.")},
    )
    person = OpinionGiverField(_("Colleague"), _("Choose a colleague."))
    anyway = forms.BooleanField(
        label=_("Ask nevertheless, though nobody could decide then"), required=False
    )
    unit = forms.CharField(
        label=_("Unit, where it answers for one"), max_length=120, required=False
    )
    due_on = forms.DateField(
        label=_("Answer by"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Say until when.")},
    )
    question = forms.CharField(
        label=_("What you ask"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Write what you ask.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = people_of_the_desk()
        people.help_text = _(
            "Who gives an opinion does not decide on this filing: a decider who is asked is barred "
            "from it."
        )

    def leave_out(self, officer: int | None) -> AskForm:
        """Offer all but who has the case. What was sent is not judged."""
        people: Any = self.fields["person"]
        people.queryset = people.queryset.exclude(pk=officer)
        return self


class OpinionForm(forms.Form):
    """The opinion."""

    stance = forms.ChoiceField(
        label=_("What it comes to"),
        choices=Stance.choices,
        widget=forms.RadioSelect(attrs=RADIOS),
        error_messages={"required": _("Choose what your opinion comes to.")},
    )
    text = forms.CharField(
        label=_("Your opinion"),
        help_text=_("It stands on the record beside the proposal. The body does not see it."),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=8000,
        error_messages={"required": _("Write your opinion; it stands on the record.")},
    )


class MergeForm(forms.Form):
    """The joint opinion of the lead unit."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    unit = forms.CharField(
        label=_("Lead unit"),
        max_length=120,
        error_messages={"required": _("Say which unit leads.")},
    )
    text = forms.CharField(
        label=_("Joint opinion"),
        help_text=_(
            "What follows from all opinions. Where they differ, say which is followed and why; the "
            "table with each is kept with it, and the decider reads both."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=8000,
        error_messages={"required": _("Write the joint opinion; it stands on the record.")},
    )


class ReleaseForm(forms.Form):
    """Why an opinion is not waited for any more."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why; the record keeps it.")},
    )
