"""Django's form fields as GOV.UK components: label, hint, error and control, tied together."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    Textarea,
)
from django.utils.translation import gettext as _

register = template.Library()
#: What its validators say of the value of any field.
CHECKED_BY_DJANGO = frozenset(
    {"max_length", "min_length", "max_value", "min_value", "max_digits", "max_decimal_places"}
)


@register.inclusion_tag("components/field.html")
def govuk_field(field: BoundField, hint: str | None = None) -> dict[str, Any]:
    """One field with everything around it; `hint` replaces the field's own help text.

    A widget with `read_first` has these words above it.
    """
    kind = _kind(field)
    hint = str(field.help_text) if hint is None else hint
    described = [f"{field.auto_id}-hint"] if hint else []
    read_first = getattr(field.field.widget, "read_first", "")
    described += [f"{field.auto_id}-words"] if read_first else []
    described += [f"{field.auto_id}-error"] if field.errors else []
    # A placeholder vanishes when it is needed; the label and the hint stay.
    attributes: dict[str, Any] = {"class": _classes(kind, bool(field.errors)), "placeholder": False}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if kind == "password":
        attributes["class"] += " govuk-password-input__input govuk-js-password-input-input"
        attributes |= {"spellcheck": "false", "autocapitalize": "none"}
    return {
        "field": field,
        "kind": kind,
        "hint": hint,
        "read_first": read_first,
        "control": field.as_widget(attrs=attributes),
    }


@register.filter
def errors_by_name(field: BoundField) -> list[str]:
    """The errors of a field for a summary, where its label is not beside them.

    What Django says of any field alike, such as that it is required, follows the name of the field.
    """
    told = []
    for error in field.errors.as_data():
        for words in error.messages:
            named = {"field": field.label, "error": words}
            told.append(_("%(field)s: %(error)s") % named if _is_of_any(field, error) else words)
    return told


def _is_of_any(field: BoundField, error: ValidationError) -> bool:
    """Whether an error is in the words of the framework and not in ours."""
    of_kind = (kind.__dict__.get("default_error_messages", {}) for kind in type(field.field).mro())
    common = {str(words) for messages in of_kind for words in messages.values()}
    return str(error.message) in common or error.code in CHECKED_BY_DJANGO


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if getattr(widget, "is_group", False):
        return "group"
    if isinstance(widget, RadioSelect):
        return "checkboxes" if isinstance(widget, CheckboxSelectMultiple) else "radios"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, Textarea):
        return "textarea"
    if isinstance(widget, Select):
        return "select"
    return "password" if getattr(widget, "input_type", "") == "password" else "input"


def _classes(kind: str, has_error: bool) -> str:
    """GOV.UK's class of a control; a password is an input with more around it."""
    name = {"checkbox": "govuk-checkboxes__input"}.get(
        kind, f"govuk-{'input' if kind == 'password' else kind}"
    )
    return f"{name} {name}--error" if has_error and kind != "checkbox" else name
