"""What rows and lists are called in addresses: the same for pages and for data, for ever.

A row is named by the values of its identity, `/reference/codes/change/minor`; an empty value is
written `-`. Values may hold slashes themselves (`GB/T 19001-2016`), so a path is read in all ways
in which one value may end and the next begin.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import reduce
from itertools import combinations, pairwise
from operator import or_
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from portal.reference.registers import Register, Row, as_text, register_of

EMPTY = "-"
#: How many slashes the values of a row may hold together; the ways to read a path grow with them.
MAX_SLASHES = 6


def row_path(register: Register, record: models.Model) -> str:
    """The path of a row below its register, not yet quoted."""
    return "/".join(as_text(record, name) or EMPTY for name in register.identity)


def uri(*parts: str) -> str:
    """The permanent address of a register, a list or a row, as data names it."""
    path = "/".join(quote(part, safe="/-.~_") for part in parts)
    return f"{settings.SITE_URL}/reference/{path}"


def page_of(register: Register, row: Row) -> str:
    """The public page of a row that is held as text, in the page's language."""
    path = "/".join(row.get(name, "") or EMPTY for name in register.identity)
    return reverse("reference:row", args=[register.key, path])


def find_row(register: Register, path: str) -> Any | None:
    """The row with this path, if there is one; at most one question to the database."""
    readings = [
        _filter(register, dict(zip(register.identity, values, strict=True)))
        for values in _readings(path, len(register.identity))
    ]
    asked = [Q(**reading) for reading in readings if reading is not None]
    if not asked:
        return None
    records = register.records.filter(reduce(or_, asked))
    return next((record for record in records if row_path(register, record) == path), None)


def list_column(register: Register) -> str:
    """The column that says in which of several lists a row stands; empty for one list."""
    first, *others = register.identity
    is_closed = bool(getattr(register.fields[first], "choices", None))
    return first if others and is_closed else ""


def former_list(register: Register, path: str) -> dict[str, str] | None:
    """What the list is asked for at the address of a row of the form that a register once had."""
    once = register.once
    if once is None:
        return None
    then = [name for name in register.identity if name != once.code]
    for values in _readings(path, len(then)):
        asked = dict(zip(then, values, strict=True))
        if register.records.filter(**(_filter(register, asked) or {"pk__in": ()})).exists():
            return {name: asked[name] for name in register.filters if name in asked}
    return None


def _readings(path: str, count: int) -> Iterator[tuple[str, ...]]:
    """All ways to read a path as that many values; none for a path longer than any row's."""
    parts = path.split("/")
    if len(parts) > count + MAX_SLASHES:
        return
    for cuts in combinations(range(1, len(parts)), count - 1):
        edges = [0, *cuts, len(parts)]
        yield tuple("/".join(parts[a:b]) for a, b in pairwise(edges))


def _filter(register: Register, values: Mapping[str, str]) -> dict[str, Any] | None:
    """The question for rows with these values; None where a value cannot be one."""
    asked: dict[str, Any] = {}
    for name, value in values.items():
        kept = register.fields[name]
        if kept.is_relation:
            target = register_of(kept.related_model)
            assert target is not None, "Rows are named by rows of registers."
            asked[f"{name}__{target.identity[0]}"] = value
        elif value == EMPTY and kept.null:
            asked[f"{name}__isnull"] = True
        elif isinstance(kept, models.DateField):
            if not _is_day(value):
                return None
            asked[name] = value
        else:
            asked[f"{name}__in"] = ["", value] if value == EMPTY else [value]
    return asked


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
