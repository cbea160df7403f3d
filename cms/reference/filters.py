"""The filters of a register's list: its declared columns, a day, and whether rows are verified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db import models
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets import AdminDateInput

from portal.reference.choices import Category
from portal.reference.registers import Register, register_of
from portal.reference.wording import heading
from portal.reference.words import has_named_codes, words_of


def filters_of(register: Register) -> type[WagtailFilterSet]:
    """The filter set of a register."""

    class Meta:
        model = register.model
        fields: tuple[str, ...] = ()

    return type(
        f"{register.model.__name__}Filters",
        (WagtailFilterSet,),
        {
            **dict(_filters(register)),
            "Meta": Meta,
        },
    )


def _filters(register: Register) -> Iterator[tuple[str, django_filters.Filter]]:
    if register.is_dated:
        yield (
            "on",
            django_filters.DateFilter(method=_holding, label=_("Holds on"), widget=AdminDateInput),
        )
    names = [*register.filters]
    if "verified" in register.columns and "verified" not in names:
        names.append("verified")
    for name in names:
        yield name, _filter(register, name)


def _filter(register: Register, name: str) -> django_filters.Filter:
    kept = register.fields[name]
    label = lazy(heading, str)(register, name)
    if isinstance(kept, models.BooleanField):
        answers = [
            ("True", pgettext_lazy("answer", "yes")),
            ("False", pgettext_lazy("answer", "no")),
        ]
        return _choice(name, label, answers)
    if kept.is_relation:
        target = register_of(kept.related_model)
        assert target is not None, "Filters are columns that refer to registers."
        return django_filters.ModelChoiceFilter(
            field_name=name, label=label, queryset=lambda request: target.records
        )
    choices = kept.choices or (Category.choices if name == "category" else None)
    if choices:
        return _choice(name, label, choices)
    if has_named_codes(register.key, name):
        return _choice(name, label, lambda: sorted_words(register, name))
    return django_filters.AllValuesFilter(field_name=name, label=label, empty_label=_("All"))


def sorted_words(register: Register, name: str) -> list[tuple[str, str]]:
    """The codes of a column with their words, in the order of the words."""
    return sorted(words_of(register.key, name).items(), key=lambda each: each[1])


def _choice(name: str, label: Any, choices: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        field_name=name,
        label=label,
        choices=choices,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )


def _holding(rows: models.QuerySet[Any], name: str, day: date) -> models.QuerySet[Any]:
    return rows.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=day),
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
    )
