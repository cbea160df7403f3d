"""Registers as data at addresses without a language, and what each row is called for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from rdflib import Graph, URIRef

from portal.core.release import tag
from portal.reference import classification, tabular
from portal.reference.addresses import find_row, list_column, row_path, uri
from portal.reference.changes import states
from portal.reference.freshness import fresh_data, state_of_registers
from portal.reference.registers import Register, find_register, register_of
from portal.reference.skos import graph_of, serialise

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
SECONDS = 86_400


@require_safe
@fresh_data
def register_file(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """A whole register as `csv`, `ttl` or `jsonld`; the classification as SKOS."""
    return _file(key, form)


@require_safe
@fresh_data
def register_address(request: HttpRequest, key: str) -> HttpResponseBase:
    """The address of a register as a SKOS scheme: its page, or its data."""
    _known(key)
    name = "reference:classification" if key == classification.KEY else "reference:register"
    page = reverse(name, args=[] if key == classification.KEY else [key])
    return _by_wish(request, page, lambda form: _file(key, form))


@require_safe
@fresh_data
def row_address(request: HttpRequest, key: str, path: str) -> HttpResponseBase:
    """The address of one row, or of one list of a register: its page, or its data."""
    if key == classification.KEY:
        return _part_of_classification(request, uri(key, path))
    register = _known(key)
    assert register is not None, "Only the classification is none."
    record = find_row(register, path)
    if record is None:
        return _list(request, register, path)
    page = reverse("reference:row", args=[key, path])
    if key in classification.PARTS:
        concept = uri(key, row_path(register, record))
        return _part_of_classification(request, concept, page)
    rows = [record]
    return _by_wish(request, page, lambda form: _rdf(_graph(register, rows), form))


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


def _file(key: str, form: str) -> HttpResponse:
    register = _known(key)
    if form == "csv":
        if register is None:
            raise Http404
        response = _data(tabular.export(register), form)
        response["Content-Disposition"] = f'attachment; filename="{key}.csv"'
        return response
    return _data(whole(key, form), form)


def whole(key: str, form: str) -> bytes:
    """A whole register as RDF, made once for each state of what it says."""
    name = tag("rdf", key, form, *_states_of(key)).strip('"')
    made = cache.get(name)
    if made is None:
        register = find_register(key)
        if register is None or key in classification.PARTS:
            graph = classification.classification_graph()
        else:
            graph = _graph(register, list(register.records))
        made = serialise(graph, form)
        cache.set(name, made, SECONDS)
    return bytes(made)


def _states_of(key: str) -> tuple[str, ...]:
    """What names the state of a register and of those that its rows name, on this day."""
    register, today = find_register(key), timezone.localdate()
    if register is None or key in classification.PARTS:
        return state_of_registers()
    named = (
        register_of(kept.related_model) for kept in register.fields.values() if kept.is_relation
    )
    keys = {key, *(each.key for each in named if each is not None)}
    state = states(today)
    return (today.isoformat(), *(state[each] for each in sorted(keys)))


def _list(request: HttpRequest, register: Register, path: str) -> HttpResponseBase:
    """One of the lists of a register, such as the kinds of change among the codes."""
    column = list_column(register)
    rows = list(register.records.filter(**{column: path})) if column else []
    if not rows:
        raise Http404
    page = f"{reverse('reference:register', args=[register.key])}?{column}={path}"
    return _by_wish(request, page, lambda form: _rdf(_graph(register, rows), form))


def _part_of_classification(
    request: HttpRequest, concept: str, page: str | None = None
) -> HttpResponseBase:
    graph = classification.about(classification.classification_graph(), URIRef(concept))
    if page is None and not graph:
        raise Http404
    page = page or reverse("reference:classification")
    return _by_wish(request, page, lambda form: _rdf(graph, form))


def _graph(register: Register, rows: list[Any]) -> Graph:
    return graph_of(register, rows, timezone.localdate())


def _by_wish(
    request: HttpRequest, page: str, data: Callable[[str], HttpResponse]
) -> HttpResponseBase:
    """See other: a row is not a page, but there is a page about it."""
    form = ACCEPTED.get(request.get_preferred_type(list(ACCEPTED)) or "text/html", "")
    response: HttpResponse = data(form) if form else HttpResponseRedirect(page, status=303)
    patch_vary_headers(response, ["Accept", "Accept-Language", "Cookie"])
    return response


def _rdf(graph: Graph, form: str) -> HttpResponse:
    return _data(serialise(graph, form), form)


def _data(content: bytes, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=TYPES[form])
    response["Access-Control-Allow-Origin"] = "*"
    return response
