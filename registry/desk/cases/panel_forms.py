"""Forms about the experts of a case: fields and labels, no decisions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CertificationField
from registry.models import Expert, ExpertTerms, Filing
from registry.procedure.experts.drawing import MOST

#: So many are asked where so many can be drawn.
USUAL = 3
BOXES = {"class": "govuk-checkboxes__input"}


class DrawForm(forms.Form):
    """How many experts of which fields, what they are asked, until when."""

    wanted = forms.IntegerField(
        label=_("How many experts"),
        min_value=1,
        max_value=MOST,
        initial=USUAL,
        error_messages={"required": _("Say how many experts.")},
    )
    fields_known = forms.MultipleChoiceField(
        label=_("Fields that they know"),
        help_text=_(
            "Those of the document. Who knows one of them, or its whole category, can be drawn."
        ),
        widget=forms.CheckboxSelectMultiple(attrs=BOXES),
        required=False,
    )
    further = forms.ModelChoiceField(
        CertificationField.objects.none(),
        label=_("One more field"),
        empty_label=_("None"),
        required=False,
    )
    question = forms.CharField(
        label=_("What you ask"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={"required": _("Write what you ask.")},
    )
    due_on = forms.DateField(
        label=_("Answer by"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Say until when.")},
    )
    pauses = forms.BooleanField(
        label=_("The clock stands until the last of them has answered"),
        help_text=_("Administrative Licensing Law, article 45. The certification body is told."),
        required=False,
    )

    def __init__(self, *args: Any, filing: Filing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = list(filing.version.document.get("domains", ()))
        every = CertificationField.objects.all()
        of_document, further = self._field("fields_known"), self._field("further")
        of_document.choices = [(field.pk, field.label) for field in every.filter(pk__in=own)]
        of_document.initial = own
        further.queryset = every.exclude(pk__in=own)
        today = timezone.localdate()
        days = ExpertTerms.objects.on(today).answer_days
        self._field("due_on").initial = today + timedelta(days=days)

    def _field(self, name: str) -> Any:
        return self.fields[name]

    @property
    def words(self) -> dict[str, Any]:
        """What the act is given."""
        words = dict(self.cleaned_data)
        further = words.pop("further")
        chosen = [*words.pop("fields_known"), *([further.pk] if further else [])]
        return {**words, "fields": chosen}


class ByHandForm(forms.Form):
    """Whom to ask besides the draw, and why."""

    expert = forms.ModelChoiceField(
        Expert.objects.none(),
        label=_("Expert"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose somebody who is in the pool today.")},
    )
    reason = forms.CharField(
        label=_("Why this expert, and not the next of the draw"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={
            "required": _("Say why this expert is chosen and not drawn; the record keeps it.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["expert"]
        people.queryset = Expert.objects.on(timezone.localdate())


class LeaveSeatForm(forms.Form):
    """Why an expert is not waited for any more."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The record keeps it; the expert is told that the opinion is not needed."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": _("Say why; the record keeps it.")},
    )
    replace = forms.BooleanField(label=_("Ask the next of the draw in place"), required=False)
