"""Two people wrote the same section: what one typed beside what the other saved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.core.localised import document_language, in_language
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from schemes.designer.form import ItemForm, SectionForm
from schemes.designer.posted import STORED
from schemes.documents import Change, difference, name_of
from schemes.models import Version
from schemes.reading import Reader, Value

#: Not repeated: the page has its own.
OWN_FIELDS = ("csrfmiddlewaretoken", "do", "seen")


@dataclass(frozen=True)
class Disagreement:
    """One place at which the two differ, in words."""

    place: str
    saved: Value
    typed: Value


def conflict_page(
    request: HttpRequest,
    version: Version,
    form: SectionForm | ItemForm,
    mine: dict[str, Any],
    files: Mapping[str, Mapping[str, Any]],
    action: str,
) -> HttpResponse:
    """Show both, and let the person choose; everything typed travels along.

    `mine` is the document as it would be with what was typed, `action` the page of the form.
    """
    saved = version.document
    context = {
        "action": action,
        "version": version,
        "scheme": version.scheme,
        "section": form.section,
        "disagreements": list(_disagreements(version, saved, mine)),
        "typed_fields": [*_typed_fields(request), *_stored_fields(files)],
        "seen": form.token(saved),
    }
    return render(request, "designer/conflict.html", context, status=409)


def _typed_fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if name not in OWN_FIELDS:
            for value in values:
                yield name, str(value)


def _stored_fields(files: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for place, reference in files.items():
        yield place + STORED, str(reference["sha256"])


def _disagreements(
    version: Version, saved: dict[str, Any], mine: dict[str, Any]
) -> Iterator[Disagreement]:
    blueprint, language = version.blueprint.blueprint, document_language()
    units = known_units()
    readers = (
        Reader(blueprint, saved, language, units, known_fields()),
        Reader(blueprint, mine, language, units, known_fields()),
    )
    for change in difference(blueprint, saved, mine):
        held = saved if change.op == "remove" else mine
        place = in_language(name_of(blueprint, held, change.address))
        before = _words(readers[0], change, change.before)
        after = _words(readers[1], change, change.after)
        yield Disagreement(place, before, after)


def _words(reader: Reader, change: Change, value: Any) -> Value:
    if change.op == "move":
        return Value(str(value))
    if value is None or change.node is None:
        return Value("" if value is None else str(value))
    return reader.value(change.node, value)
