"""Registers as data at addresses without a language, and what each row is called for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from portal.reference import classification, listing, tabular
from portal.reference.as_of import as_of, for_a_day
from portal.reference.freshness import fresh_data
from portal.reference.registers import Register, find_register
from portal.reference.uris import find_row, former_list, list_column, row_path, uri

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "ttl": "text/turtle; charset=utf-8",
    "jsonld": "application/ld+json",
}
#: What a client may ask for, the first being what it gets when it does not mind.
ACCEPTED = {
    "text/html": "",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "text/turtle": "ttl",
}


@require_safe
@for_a_day
@fresh_data
def register_file(
    request: HttpRequest, key: str, form: str, on: date | None = None
) -> HttpResponseBase:
    """A whole register as `csv`, `ttl` or `jsonld`; the classification as SKOS.

    With a day (`?on=`) the rows that hold on it, with the status that they have then.
    """
    return _file(key, form, on)


@require_safe
@for_a_day
@fresh_data
def register_address(request: HttpRequest, key: str, on: date | None = None) -> HttpResponseBase:
    """The address of a register as a SKOS scheme: its page, or its data."""
    _known(key)
    name = "reference:classification" if key == classification.KEY else "reference:register"
    page = reverse(name, args=[] if key == classification.KEY else [key])
    return _by_wish(request, _on(page, on), lambda form: _file(key, form, on))


@require_safe
@for_a_day
@fresh_data
def row_address(
    request: HttpRequest, key: str, path: str, on: date | None = None
) -> HttpResponseBase:
    """The address of one row, or of one list of a register: its page, or its data."""
    if key == classification.KEY:
        return _part_of_classification(request, uri(key, path))
    register = _known(key)
    assert register is not None, "Only the classification is none."
    record = find_row(register, path)
    if record is None:
        return _list(request, register, path, on)
    page = _on(reverse("reference:row", args=[key, path]), on)
    if key in classification.PARTS:
        concept = uri(key, row_path(register, record))
        return _part_of_classification(request, concept, page)
    return _by_wish(request, page, lambda form: _rows_as_data(register, [record], form, on))


@require_safe
@fresh_data
def system_address(request: HttpRequest, system: str, code: str = "") -> HttpResponseBase:
    """The address that we give to a code of another classification."""
    page = classification.crosswalks_address(system, code)
    if page is None:
        raise Http404
    concept = uri("systems", system, code) if code else uri("systems", system)
    return _part_of_classification(request, concept, page)


@require_safe
def columns_address(request: HttpRequest) -> HttpResponseBase:
    """The address of our own properties: what they mean stands in each file."""
    return HttpResponseRedirect(reverse("reference:index"), status=303)


def _known(key: str) -> Register | None:
    register = find_register(key)
    if register is None and key != classification.KEY:
        raise Http404
    return register


def _file(key: str, form: str, on: date | None) -> HttpResponse:
    register = _known(key)
    if form == "csv":
        if register is None:
            raise Http404
        rows = None if on is None else as_of(listing.rows_on(register, on), on)
        response = _data(tabular.export(register, rows), form)
        name = key if on is None else f"{key}-{on.isoformat()}"
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    return _data(_rdf().whole(key, form, on), form)


def _on(page: str, on: date | None) -> str:
    """The page for the same day."""
    return page if on is None else f"{page}?on={on.isoformat()}"


def _rows_as_data(register: Register, rows: list[Any], form: str, on: date | None) -> HttpResponse:
    return _data(_rdf().rows(register, rows, form, on), form)


def _list(request: HttpRequest, register: Register, path: str, on: date | None) -> HttpResponseBase:
    """One of the lists of a register, such as the kinds of change among the codes."""
    former = former_list(register, path)
    if former is not None:
        page = f"{reverse('reference:register', args=[register.key])}?{urlencode(former)}"
        return _by_wish(request, page, lambda form: _file(register.key, form, on))
    column = list_column(register)
    rows = list(listing.rows_on(register, on).filter(**{column: path})) if column else []
    if not rows:
        raise Http404
    asked = urlencode({column: path} | ({"on": on.isoformat()} if on is not None else {}))
    page = f"{reverse('reference:register', args=[register.key])}?{asked}"
    return _by_wish(request, page, lambda form: _rows_as_data(register, rows, form, on))


def _part_of_classification(
    request: HttpRequest, concept: str, page: str | None = None
) -> HttpResponseBase:
    if page is None and not _rdf().is_in_classification(concept):
        raise Http404
    page = page or reverse("reference:classification")
    return _by_wish(
        request, page, lambda form: _data(_rdf().part_of_classification(concept, form), form)
    )


def _by_wish(
    request: HttpRequest, page: str, data: Callable[[str], HttpResponse]
) -> HttpResponseBase:
    """See other: a row is not a page, but there is a page about it."""
    form = ACCEPTED.get(request.get_preferred_type(list(ACCEPTED)) or "text/html", "")
    response: HttpResponse = data(form) if form else HttpResponseRedirect(page, status=303)
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response


def _rdf() -> ModuleType:
    """What writes RDF; late, since rdflib is large and few requests need it."""
    from portal.reference import rdf

    return rdf


def _data(content: bytes, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    response["Access-Control-Allow-Origin"] = "*"
    return response
