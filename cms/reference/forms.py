"""The form of one row of a register, made from the declaration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm, register_form_field_override
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput

from portal.core.fields import FoldedInput, StandardListField, TextListField
from portal.core.file_errors import FileRefused
from portal.reference.choices import Category
from portal.reference.registers import Register, register_of
from portal.reference.wording import heading
from portal.reference.words import has_named_codes, words_of
from schemes.files.uploads import ACCEPTED, MAX_BYTES, examine, kept_without


class LinesField(forms.CharField):
    """A list of texts, one on each line; empty lines say nothing."""

    widget = AdminAutoHeightTextInput

    def __init__(self, *, encoder: Any = None, decoder: Any = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the box."""
        return value if isinstance(value, str) else "\n".join(value or [])

    def to_python(self, value: Any) -> Any:
        """The texts."""
        lines = value.splitlines() if isinstance(value, str) else value or []
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another list is wanted."""
        return bool(self.to_python(initial) != self.to_python(data))


register_form_field_override(
    TextListField,
    override={
        "form_class": LinesField,
        "widget": AdminAutoHeightTextInput,
        "show_hidden_initial": False,
    },
)


def choices_in_words(register: Register, column: str) -> list[tuple[str, str]]:
    """The codes that a column can hold, in the order of their words."""
    words = words_of(register.key, column)
    return [("", "---------"), *sorted(words.items(), key=lambda each: each[1])]


class RegisterForm(WagtailAdminModelForm):
    """A row of a register."""

    #: What of a new drawing is not kept, in a sentence.
    kept_without = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        register = register_of(self._meta.model)
        assert register is not None, "The form is for rows of a register."
        self.register: Register = register
        for name, value in register.where.items():
            setattr(self.instance, name, value)
        for name, field in self.fields.items():
            self._fit(name, field)

    def _fit(self, name: str, field: forms.Field) -> None:
        kept = self.register.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            target = register_of(kept.related_model)
            if target is not None:
                field.queryset = target.records
        if isinstance(field, LinesField):
            field.help_text = f"{field.help_text} {_('One on each line.')}".strip()
        if isinstance(field.widget, forms.Select) and has_named_codes(self.register.key, name):
            # Each time anew: the words are those of the page's language and of today.
            field.widget.choices = choices_in_words(self.register, name)
        if isinstance(field, forms.FileField):
            field.widget.attrs["accept"] = ACCEPTED
        if name == "category" and not kept.choices:
            self.fields[name] = forms.ChoiceField(
                choices=Category.choices, label=heading(self.register, name)
            )
        if name == self.register.notation:
            field.required = True
        if kept.primary_key and not self.instance._state.adding:
            field.disabled = True
            field.help_text = _("Other rows name this one by its key, so it stays.")

    def clean_artwork(self) -> Any:
        """The drawing as it may be kept."""
        uploaded = self.cleaned_data["artwork"]
        if "artwork" not in self.changed_data or not uploaded:
            return uploaded
        try:
            accepted = examine(uploaded.read(MAX_BYTES + 1))
        except FileRefused as refusal:
            raise forms.ValidationError(refusal.message) from refusal
        if accepted.left_out:
            self.kept_without = kept_without(uploaded.name, accepted)
        return ContentFile(accepted.content, name=uploaded.name)

    @property
    def kept_as(self) -> list[str]:
        """The identifiers that are kept in another spelling than they were typed in."""
        typed = {
            name: str(self.data.get(self.add_prefix(name), "")).strip()
            for name, field in self.fields.items()
            if isinstance(field, FoldedInput) and name in self.changed_data
        }
        kept = {name: self.cleaned_data[name] for name in typed}
        told = [kept[name] for name in typed if kept[name] != typed[name]]
        return [*told, *self._kept_in_lists()]

    def _kept_in_lists(self) -> Iterator[str]:
        """The numbers in lists that are kept in another spelling."""
        for name in self.changed_data:
            if isinstance(self.register.fields.get(name), StandardListField):
                typed = set(self.cleaned_data[name] or ())
                yield from (one for one in getattr(self.instance, name) if one not in typed)

    @property
    def new_files(self) -> Sequence[Any]:
        """The files that saving this form put into the store."""
        names = [n for n in self.changed_data if isinstance(self.fields[n], forms.FileField)]
        return [getattr(self.instance, name) for name in names]


class EndForm(forms.Form):
    """The last day on which a row holds."""

    day = forms.DateField(
        label=_("Last day"),
        help_text=_("The row holds until the end of this day."),
        widget=AdminDateInput,
    )


class TakeBackForm(forms.Form):
    """Why a row is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=AdminAutoHeightTextInput,
        help_text=_("It stays in the history of the register, which the public reads as well."),
    )


class UploadForm(forms.Form):
    """A CSV file, or a workbook."""

    file = forms.FileField(
        label=_("CSV file or workbook (.xlsx)"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
