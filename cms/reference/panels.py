"""How the form of a register is laid out: what the row says, then from when and by what source."""

from __future__ import annotations

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, ObjectList

from cms.reference.forms import RegisterForm
from portal.reference.registers import Register
from portal.reference.words import has_named_codes

STANDING = ("valid_from", "in_force_from", "valid_until", "source", "verified")


def layout(register: Register) -> ObjectList:
    """The panels of all columns, in the order of the declaration."""
    # What is not typed, such as when a second person confirmed the row, is told where it is read.
    typed = [name for name in register.columns if register.fields[name].editable]
    said = [name for name in typed if name not in STANDING]
    standing = [name for name in STANDING if name in typed]
    groups = [MultiFieldPanel(_rows(register, said), heading=_("What the row says"))]
    if "artwork" in said:
        groups.append(HelpPanel(template="cms/reference/_picture.html", heading=_("Its picture")))
    if standing:
        groups.append(MultiFieldPanel(_rows(register, standing), heading=_("Validity and source")))
    return ObjectList(groups, base_form_class=RegisterForm)


def _rows(register: Register, names: list[str]) -> list[FieldPanel | FieldRowPanel]:
    """One panel for each column; what belongs together stands side by side."""
    made: list[FieldPanel | FieldRowPanel] = []
    left = list(names)
    while left:
        name = left.pop(0)
        other = _beside(name)
        if other in left:
            left.remove(other)
            made.append(FieldRowPanel([_panel(register, name), _panel(register, other)]))
        else:
            made.append(_panel(register, name))
    return made


def _beside(name: str) -> str:
    if name == "valid_from":
        return "valid_until"
    return f"{name.removesuffix('_zh')}_en" if name.endswith("_zh") else ""


def _panel(register: Register, name: str) -> FieldPanel:
    kept = register.fields[name]
    if kept.is_relation:
        # Some dozens of rows: a list to choose from is quicker than a window to search in.
        return FieldPanel(name, widget=forms.Select)
    if has_named_codes(register.key, name):
        return FieldPanel(name, widget=forms.Select)
    if isinstance(kept, models.FileField):
        # Without the link of the usual input: what was uploaded is never served as it is.
        return FieldPanel(name, widget=forms.FileInput)
    return FieldPanel(name)
