"""The registers as everybody may read them: lists, rows, and what has changed.

Who changed a row is not published; the regulator sees it in the admin.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.reference import classification, listing, wording
from portal.reference.addresses import find_row, row_path, uri
from portal.reference.changes import changes_of
from portal.reference.freshness import fresh_page
from portal.reference.models import ReferenceChange
from portal.reference.registers import Register, find_register, registers

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
    lines = [_line(register, record) for record in page]
    context = {
        "register": register,
        "question": question,
        "error": listing.no_such_day(question),
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
    return render(request, "reference/register.html", context)


def _line(register: Register, record: Any) -> Line:
    day = timezone.localdate()
    return Line(
        path=row_path(register, record),
        cells=wording.list_cells(register, record),
        validity=wording.validity(record),
        standing=wording.standing(record, day),
        is_verified="verified" not in register.columns or record.verified,
    )


@require_safe
@fresh_page
def row(request: HttpRequest, key: str, path: str) -> HttpResponseBase:
    """One row: all its values, its days, its source, and what has changed in it."""
    register = _register(key)
    record = find_row(register, path)
    if record is None:
        raise Http404
    context = {
        "register": register,
        "title": wording.title_of(register, record),
        "cells": wording.all_cells(register, record),
        "line": _line(register, record),
        "source": getattr(record, "source", ""),
        "source_language": wording.language_of(getattr(record, "source", "")),
        "has_source": "source" in register.columns,
        "history": _told(register, changes_of(register, register.row(record))),
        "address": uri(key, path),
    }
    return render(request, "reference/row.html", context)


@require_safe
@fresh_page
def history(request: HttpRequest, key: str) -> HttpResponseBase:
    """What has changed in a register, newest first."""
    register = _register(key)
    changes = ReferenceChange.objects.filter(register=key)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    context = {"register": register, "page": page, "history": _told(register, list(page))}
    return render(request, "reference/history.html", context)


def _told(register: Register, changes: list[ReferenceChange]) -> list[Told]:
    return [
        Told(change, wording.record_name(change.record), wording.changed_cells(register, change))
        for change in changes
    ]


@require_safe
@fresh_page
def classification_page(request: HttpRequest) -> HttpResponseBase:
    """The classification as a tree, with its crosswalks."""
    context = {"branches": classification.tree(timezone.localdate())}
    return render(request, "reference/classification.html", context)
