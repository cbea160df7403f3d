"""A register as people search it: words, filters, and the day on which rows hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext

from portal.reference import wording
from portal.reference.as_of import BadDay, day_asked, with_status
from portal.reference.choices import Category
from portal.reference.registers import Register, as_text, register_of

#: A question longer than this is none.
LONGEST = 200
#: The column that says what a row is on a day.
STATUS = "status"


@dataclass(frozen=True)
class Question:
    """What was asked of a register; what it does not know is left out."""

    q: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    on: date | None = None
    #: Why what was typed as a day is none; empty when it is one.
    bad_day: str = ""

    @property
    def day(self) -> date:
        """The day that is asked for, today where none is."""
        return self.on or timezone.localdate()

    @property
    def is_empty(self) -> bool:
        """Whether all rows are asked for."""
        return not (self.q or self.chosen or self.on)


@dataclass(frozen=True)
class Option:
    """One value of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Filter:
    """A column by which the rows can be chosen."""

    name: str
    heading: str
    options: list[Option]


def read_question(register: Register, query: Mapping[str, str]) -> Question:
    """Read the query of an address; a NUL, which no database takes, is a blank."""
    asked = {name: value.replace("\x00", " ").strip()[:LONGEST] for name, value in query.items()}
    chosen = {name: asked[name] for name in register.filters if asked.get(name)}
    try:
        day = day_asked(query) if register.is_dated else None
    except BadDay as bad:
        return Question(asked.get("q", ""), chosen, bad_day=str(bad))
    return Question(asked.get("q", ""), chosen, day)


def answer(register: Register, question: Question) -> models.QuerySet[Any]:
    """The rows that fit, in the order of the register; none for a day that is none.

    A status is that of the day. Where one is asked for it decides, so that what has ended by then
    can be found by it; else the rows of a day are those that hold on it.
    """
    if question.bad_day:
        return register.records.none()
    rows = register.records
    for word in question.q.split():
        fits = Q(pk__in=[])
        for column in register.search:
            fits |= Q(**{f"{column}__icontains": word})
        rows = rows.filter(fits)
    for name, value in question.chosen.items():
        if name == STATUS:
            rows = with_status(rows, value, question.day)
        else:
            rows = rows.filter(**_condition(register, name, value))
    says_status = STATUS in question.chosen and hasattr(register.model, "status_on")
    if question.on is not None and not says_status:
        rows = rows.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=question.on),
            Q(valid_until__isnull=True) | Q(valid_until__gte=question.on),
        )
    return rows


def rows_on(register: Register, on: date | None) -> models.QuerySet[Any]:
    """The rows that hold on a day; all of them without one, or where rows have no days."""
    return answer(register, Question(on=on if register.is_dated else None))


def filters(register: Register, question: Question) -> list[Filter]:
    """The filters with the values that occur; one with a single value helps nobody."""
    made = []
    for name in register.filters:
        chosen = question.chosen.get(name, "")
        options = [
            Option(value, label, value == chosen) for value, label in _values(register, name)
        ]
        if len(options) > 1 or chosen:
            made.append(Filter(name, wording.heading(register, name), options))
    return made


def _condition(register: Register, name: str, value: str) -> dict[str, Any]:
    kept = register.fields[name]
    if isinstance(kept, models.BooleanField):
        return {name: value == "yes"}
    if kept.is_relation:
        target = register_of(kept.related_model)
        assert target is not None, "Filters are columns that refer to registers."
        return {f"{name}__{target.identity[0]}": value}
    return {name: value}


def _values(register: Register, name: str) -> list[tuple[str, str]]:
    kept = register.fields[name]
    if isinstance(kept, models.BooleanField):
        return [("yes", pgettext("answer", "yes")), ("no", pgettext("answer", "no"))]
    if name == STATUS and hasattr(register.model, "status_on"):
        return [(str(code), str(word)) for code, word in kept.flatchoices]
    used = register.model._default_manager.filter(**register.where).order_by().values_list(name)
    values = [value for (value,) in used.distinct() if value not in (None, "")]
    if kept.is_relation:
        target = register_of(kept.related_model)
        assert target is not None, "Filters are columns that refer to registers."
        rows = target.records.filter(pk__in=values)
        return [(as_text(row, target.identity[0]), str(row)) for row in rows]
    order = list(dict(kept.flatchoices) or (Category.values if name == "category" else ()))
    values.sort(key=lambda value: (order.index(value) if value in order else len(order), value))
    return [(str(value), wording.word(register, name, value)) for value in values]
