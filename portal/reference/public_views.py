"""The registers as everybody may read them: lists, rows, and what has changed.

Who changed a row is not published; the regulator sees it in the admin.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.reference import classification, listing, wording
from portal.reference.as_of import BadDay, as_of, day_asked
from portal.reference.changes import changes_of
from portal.reference.declarations import ITEMS, STANDARDS
from portal.reference.freshness import fresh_page
from portal.reference.models import ReferenceChange
from portal.reference.registers import Register, find_register, registers
from portal.reference.sources import said_source
from portal.reference.transitions_told import transitions_of_standard
from portal.reference.uris import find_row, former_list, row_path, uri

PER_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A row as the list shows it."""

    path: str
    cells: list[wording.Cell]
    validity: str
    standing: wording.Standing | None
    is_verified: bool


@dataclass(frozen=True)
class Told:
    """A change as the public is told of it."""

    change: ReferenceChange
    name: str
    cells: list[dict[str, str]]


def _register(key: str) -> Register:
    register = find_register(key)
    if register is None:
        raise Http404
    return register


@require_safe
@fresh_page
def index(request: HttpRequest) -> HttpResponseBase:
    """All registers: what each is for, how many rows it has, when it last changed."""
    changed = dict(
        ReferenceChange.objects.values_list("register").annotate(last=Max("at")).order_by()
    )
    rows = [
        {"register": one, "count": one.records.count(), "changed": changed.get(one.key)}
        for one in registers()
    ]
    return render(request, "reference/index.html", {"rows": rows})


@require_safe
@fresh_page
def register_page(request: HttpRequest, key: str) -> HttpResponseBase:
    """One register: its rows, searched and filtered, all of them or those of a day."""
    register = _register(key)
    question = listing.read_question(register, request.GET.dict())
    page = Paginator(listing.answer(register, question), PER_PAGE).get_page(request.GET.get("page"))
    lines = [_line(register, record, question.day) for record in as_of(page, question.day)]
    context = {
        "register": register,
        "question": question,
        "error": question.bad_day,
        "asked": asked_again(question.on),
        "filters": listing.filters(register, question),
        "page": page,
        "headings": [
            wording.list_heading(register, name) for name in wording.list_columns(register)
        ],
        "lines": lines,
        "link_column": wording.link_column(register),
        "shows_validity": any(line.validity for line in lines),
        "shows_unverified": any(not line.is_verified for line in lines),
    }
    status = 400 if question.bad_day else 200
    return render(request, "reference/register.html", context, status=status)


def asked_again(on: date | None) -> str:
    """The query by which other pages answer for the same day."""
    return f"?on={on.isoformat()}" if on is not None else ""


def _line(register: Register, record: Any, day: date) -> Line:
    return Line(
        path=row_path(register, record),
        cells=wording.list_cells(register, record, day),
        validity=wording.validity(record),
        standing=wording.standing(record, day),
        is_verified="verified" not in register.columns or record.verified,
    )


@require_safe
@fresh_page
def row(request: HttpRequest, key: str, path: str) -> HttpResponseBase:
    """One row: all its values, its days, its source, and what has changed in it, as of a day."""
    register = _register(key)
    record = find_row(register, path)
    if record is None:
        return _former(register, path)
    try:
        on = day_asked(request.GET.dict())
    except BadDay as bad:
        return _no_day(request, register, bad)
    day = on or timezone.localdate()
    changes = [one for one in changes_of(register, register.row(record)) if _by(one, on)]
    (record,) = as_of([record], day)
    source = said_source(getattr(record, "source", ""))
    context = {
        "register": register,
        "on": on,
        "asked": asked_again(on),
        "title": wording.title_of(register, record),
        "cells": wording.all_cells(register, record, day),
        "line": _line(register, record, day),
        "transitions": transitions_of_standard(record, day) if register is STANDARDS else [],
        "source": source,
        "source_language": wording.language_of(source),
        "has_source": "source" in register.columns,
        "history": _told(register, changes),
        "address": uri(key, path),
    }
    return render(request, "reference/row.html", context)


@require_safe
@fresh_page
def history(request: HttpRequest, key: str) -> HttpResponseBase:
    """What has changed in a register, newest first, by the end of a day where one is asked for."""
    register = _register(key)
    try:
        on = day_asked(request.GET.dict())
    except BadDay as bad:
        return _no_day(request, register, bad)
    changes = ReferenceChange.objects.filter(register=key)
    if on is not None:
        changes = changes.filter(at__date__lte=on)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    told = _told(register, list(page))
    context = {"register": register, "page": page, "history": told, "on": on}
    return render(request, "reference/history.html", context)


def _former(register: Register, path: str) -> HttpResponseBase:
    """The list, at the address of a row of the form that the register once had."""
    asked = former_list(register, path)
    if asked is None:
        raise Http404
    return redirect(f"{reverse('reference:register', args=[register.key])}?{urlencode(asked)}")


def _by(change: ReferenceChange, on: date | None) -> bool:
    """Whether a change was recorded by the end of a day; by now where none is asked for."""
    return on is None or timezone.localdate(change.at) <= on


def _no_day(request: HttpRequest, register: Register, bad: BadDay) -> HttpResponseBase:
    """The list of the register, which says how a day is written and asks for one."""
    question = listing.Question(bad_day=str(bad))
    context = {
        "register": register,
        "question": question,
        "error": question.bad_day,
        "filters": listing.filters(register, question),
    }
    return render(request, "reference/register.html", context, status=400)


def _told(register: Register, changes: list[ReferenceChange]) -> list[Told]:
    return [
        Told(
            change,
            wording.name_in_history(register, change),
            wording.changed_cells(register, change),
        )
        for change in changes
    ]


@require_safe
@fresh_page
def classification_page(request: HttpRequest) -> HttpResponseBase:
    """The classification as a tree, with its crosswalks."""
    try:
        on = day_asked(request.GET.dict())
    except BadDay as bad:
        return _no_day(request, ITEMS, bad)
    context = {"branches": classification.tree(on or timezone.localdate()), "on": on}
    return render(request, "reference/classification.html", context)
