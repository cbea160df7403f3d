"""Forms of an expert: fields and labels, no decisions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import ExpertStance
from registry.procedure.experts.answering import BY_THE_EXPERT

RADIOS = {"class": "govuk-radios__input"}
#: Places for notes on an empty form, and how many more each saving adds.
FIRST_NOTES = 3
MOST_NOTES = 60


class DeclarationForm(forms.Form):
    """The tick under the declaration."""

    agreed = forms.BooleanField(
        label=_("I declare this, and keep what I read confidential"),
        error_messages={"required": _("Declare this, or say below that you do not take part.")},
    )


class RecusalForm(forms.Form):
    """Why the expert does not take part."""

    kind = forms.ChoiceField(
        label=_("Why you do not take part"),
        choices=[
            (BY_THE_EXPERT[0].value, _("I have a conflict of interest, or it could look like one")),
            (BY_THE_EXPERT[1].value, _("I have no time, or it is not my field")),
        ],
        widget=forms.RadioSelect(attrs=RADIOS),
        error_messages={"required": _("Choose why you do not take part.")},
    )
    reason = forms.CharField(
        label=_("In a sentence"),
        help_text=_("The regulator keeps it; the certification body is not told."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={
            "required": _("Say in a sentence why; the regulator keeps it and tells nobody else.")
        },
    )


class NoteForm(forms.Form):
    """What is said of one place."""

    chapter = forms.ChoiceField(label=_("Chapter"), required=False)
    quote = forms.CharField(
        label=_("Words of the document"),
        help_text=_("Copied from the chapter; may be left empty."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    text = forms.CharField(
        label=_("What you say of them"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, chapters: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["chapter"]
        field.choices = [("", _("Choose")), *chapters]

    @property
    def is_used(self) -> bool:
        """Whether something was written."""
        words = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        return any(str(words.get(name) or "") for name in self.fields)


class OpinionForm(forms.Form):
    """The opinion as a whole. Nothing is required: a draft may be anything."""

    stance = forms.ChoiceField(
        label=_("What your opinion comes to"),
        choices=ExpertStance.choices,
        widget=forms.RadioSelect(attrs=RADIOS),
        required=False,
    )
    text = forms.CharField(
        label=_("Your opinion"),
        help_text=_("With its reasons. It stands on the record beside the proposal."),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=20000,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


def notes_of(
    data: Any, chapters: list[tuple[str, str]], kept: list[dict[str, str]], empty: int
) -> list[NoteForm]:
    """The notes as they were posted or kept, with empty ones after them."""
    if data is None:
        rows = [*kept, *({} for _each in range(empty))][:MOST_NOTES]
        return [
            NoteForm(initial=row, chapters=chapters, prefix=f"note-{number}")
            for number, row in enumerate(rows)
        ]
    posted = range(sum(f"note-{number}-text" in data for number in range(MOST_NOTES)))
    return [NoteForm(data, chapters=chapters, prefix=f"note-{number}") for number in posted]
