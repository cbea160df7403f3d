"""Django's form fields as GOV.UK components: label, hint, error and control, tied together."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms import BoundField
from django.forms.widgets import (
    CheckboxInput,
    CheckboxSelectMultiple,
    RadioSelect,
    Select,
    Textarea,
)

register = template.Library()


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
