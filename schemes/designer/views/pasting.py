"""Rows of a spreadsheet into a list: pasted or from a file, looked at first, all or none."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.core.tables.errors import TableUnreadable
from portal.core.tables.opening import Table, open_table
from portal.core.tables.writing import csv_file
from schemes.blueprints import Section
from schemes.designer.fields import TableField, opens_alone
from schemes.designer.form import item_around
from schemes.designer.rows_in import Problem, Taken, Target, columns_of, take, targets_of
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.addresses import item_address, section_address
from schemes.designer.views.forms_of import around_list, section_of
from schemes.documents.addresses import parse
from schemes.models import Cause, Version
from schemes.permissions import may_edit
from schemes.saving import to_write_in, write_document

#: Bytes of a file, or of what is pasted.
MOST_BYTES = 4_000_000
#: Rows that are shown before they are taken; all with a problem are.
SHOWN = 20


@for_bodies
@require_http_methods(["GET", "POST"])
def paste(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """Take rows into the list at `?list=`; nothing is written before a person has seen them."""
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    section, address = section_of(version, key), request.GET.get("list", "")
    steps = parse(address) if address.startswith("/") else ("",)
    node = version.blueprint.blueprint.node_at(steps)
    if steps[0] not in section.parts or node is None or not opens_alone(node):
        raise Http404(address)
    context = _about(version, section, address)
    if request.method == "GET":
        return render(request, "designer/paste.html", context)
    content = _sent(request)
    context["typed"] = request.POST.get("rows", "") if "file" not in request.FILES else ""
    try:
        rows = _rows(content, context["targets"])
    except TableUnreadable as refusal:
        context["problems"] = [Problem(refusal.line, 0, str(refusal.message))]
        return render(request, "designer/paste.html", context, status=422)
    with transaction.atomic():
        current = to_write_in(version, person(request))
        around = around_list(current, section, address)
        taken = take(around, address, rows, context["shown"])
        if request.POST.get("do") == "take" and not taken.problems:
            write_document(current, person(request), taken.document, Cause.PASTED)
            words = ngettext("%(n)d row was added.", "%(n)d rows were added.", taken.added)
            messages.success(request, words % {"n": taken.added})
            return redirect(context["back"])
    context |= _preview(taken, rows)
    status = 422 if taken.problems else 200
    return render(request, "designer/paste.html", context, status=status)


def _about(version: Version, section: Section, address: str) -> dict[str, Any]:
    around = around_list(version, section, address)
    table = around.places[address]
    assert isinstance(table, TableField)
    targets = targets_of(table.node, around.language)
    by_suffix = {target.suffix: target for target in reversed(targets)}
    suffixes = [f"/{column.node.name}" for column in table.columns]
    inner = item_around(version.blueprint.blueprint, address)
    back = (
        item_address(version, section.key, inner)
        if inner
        else section_address(version, section.key)
    )
    return {
        "version": version,
        "scheme": version.scheme,
        "section": section,
        "label": table.label,
        "targets": targets,
        "shown": [by_suffix[suffix] for suffix in suffixes if suffix in by_suffix],
        "back": back,
        "typed": "",
        "held": "",
    }


def _sent(request: HttpRequest) -> bytes:
    upload = request.FILES.get("file")
    if upload is not None and not isinstance(upload, list):
        if (upload.size or 0) > MOST_BYTES:
            return b""
        return upload.read()
    return request.POST.get("rows", "").encode()


def _rows(content: bytes, targets: list[Target]) -> list[tuple[int, list[str]]]:
    """The rows of the reading in which most headings are known, else of the widest one."""
    if not content.strip():
        raise TableUnreadable(1, _("Paste rows, or choose a file of 4 MB at most."))

    def known(table: Table) -> tuple[int, int]:
        first = table.rows[0][1] if table.rows else []
        return sum(map(bool, columns_of(first, targets))), len(first)

    table = max(open_table(content), key=known)
    if table.faults:
        raise table.faults[0]
    if not table.rows:
        raise TableUnreadable(1, _("There are no rows."))
    for line, cells in table.rows:
        if any("\x00" in cell or "\ufffd" in cell for cell in cells):
            raise TableUnreadable(
                line, _("This is no text. Save the table as XLSX or “CSV UTF-8”.")
            )
    return table.rows


def _preview(taken: Taken, rows: list[tuple[int, list[str]]]) -> dict[str, Any]:
    bad = {(one.line, one.column): one.words for one in taken.problems}
    lines = {one.line for one in taken.problems}
    columns = [one.title if one is not None else "?" for one in taken.columns]
    titles = dict(enumerate(columns, 1))
    shown = [
        {
            "line": line,
            "cells": [
                {
                    "words": cell,
                    "title": titles.get(place, "?"),
                    "problem": bad.get((line, place)),
                }
                for place, cell in enumerate(cells, 1)
            ],
        }
        for at, (line, cells) in enumerate(taken.rows)
        if line in lines or at < SHOWN
    ]
    return {
        "taken": taken,
        "problems": taken.problems,
        "preview": shown,
        "left_out": len(taken.rows) - len(shown),
        "columns": columns,
        "held": csv_file(cells for _line, cells in rows).decode(),
    }
