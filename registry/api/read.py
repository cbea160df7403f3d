"""Thin functions over the catalogue's queries; no rule of their own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query, Schema, Status
from ninja.renderers import JSONRenderer

from portal.accounts.models import ApprovedField
from portal.core.localised import document_language
from registry.api.documentation import as_html, operations_of
from registry.api.schemas import BodiesOut, EntryOut, ErrorOut, SchemesOut
from registry.catalogue.body_views import bodies
from registry.catalogue.browse_views import query_of
from registry.catalogue.browsing import Search
from registry.catalogue.entries import find_entry
from registry.catalogue.explaining import explain
from registry.catalogue.filters import Problem, read_filters
from registry.catalogue.passages import answers
from registry.catalogue.records import absolute, entry_record, scheme_record
from registry.numbers import normalise_number


class OpenAPI(NinjaAPI):
    """Readable from any page: what it answers is public and the same for everybody."""

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Allow pages of other sites to read the answer, and say whether it has changed."""
        response = super().create_response(request, *args, **kwargs)
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code != HTTPStatus.OK:
            return response
        set_response_etag(response)
        found = get_conditional_response(request, etag=response["ETag"], response=response)
        return response if found is None else found


class Readable(JSONRenderer):
    """JSON in which Chinese stands as it is."""

    json_dumps_params = {"ensure_ascii": False}


api = OpenAPI(
    title="Touchstone",
    version="1",
    description=(
        "The public register of voluntary certification schemes. Read only, without a key. "
        "Texts are in Chinese (`zh`) and, where there is one, in English (`en`)."
    ),
    docs_url=None,
    renderer=Readable(),
    servers=[{"url": settings.SITE_URL}],
)


class CatalogueParameters(Schema):
    """The parameters of the catalogue. Read as they are by `read_filters`, as its pages do."""

    q: str = ""
    category: str = ""
    field: str = ""
    body: str = ""
    status: str = ""
    standard: str = ""
    mark: str = ""
    sort: str = ""
    page: str = ""


class BadParameters(Exception):
    """Parameters that make no sense, all of them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


@api.exception_handler(BadParameters)
def _bad_parameters(request: HttpRequest, error: BadParameters) -> HttpResponse:
    body = {
        "code": "bad_parameter",
        "message": " ".join(str(problem.message) for problem in error.problems),
        "parameters": [
            {"parameter": one.parameter, "value": one.value, "message": str(one.message)}
            for one in error.problems
        ],
    }
    return api.create_response(request, body, status=400)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    body = {"code": "not_found", "message": _("There is nothing at this address of the API.")}
    return api.create_response(request, body, status=404)


@api.get(
    "/schemes",
    response={200: SchemesOut, 400: ErrorOut},
    operation_id="schemes",
    summary="Search and browse the schemes of the register",
    tags=["schemes"],
)
def schemes(request: HttpRequest, parameters: Query[CatalogueParameters]) -> Any:
    """Twenty schemes a page. The parameters are those of the catalogue's address.

    `q`: Chinese, English, or the number of a standard in any spelling; words are joined by "and",
    quotation marks hold a phrase together. `category`, `field`, `body` and `status`: a key from
    `facets`. `standard`: the number of a standard. `mark`: `yes` or `no`. `sort`: `relevance`,
    `newest` or `changed`. `page`: from 1.
    """
    filters = read_filters(parameters.model_dump())
    if filters.problems:
        raise BadParameters(filters.problems)
    search = Search(filters, timezone.localdate())
    if search.is_beyond_the_end:
        message = _("There are not that many pages.")
        raise BadParameters((Problem("page", str(filters.page), message),))
    rows = list(search.page)
    found = answers(rows, filters.search, document_language())
    results = []
    for row in rows:
        passage = found[row.pk].passage if row.pk in found else None
        words = {"address": passage.address, "text": passage.text} if passage else None
        results.append({**scheme_record(row), "passage": words})
    following = None
    if search.page.has_next():
        number = str(search.page.next_page_number())
        following = absolute(reverse("api-1:schemes") + query_of(filters, page=number))
    facets = {
        name: [{"key": value.key, "count": value.count} for value in values]
        for name, values in search.facets.items()
    }
    return {"count": search.count, "results": results, "facets": facets, "next": following}


@api.get(
    "/schemes/{number}",
    response={200: EntryOut, 404: ErrorOut},
    exclude_unset=True,
    operation_id="scheme",
    summary="One scheme with its versions and events",
    tags=["schemes"],
)
def scheme(request: HttpRequest, number: str) -> Any:
    """The entry of a register number. Ended schemes keep their address for ever."""
    entry = find_entry(normalise_number(number[:80]))
    if entry is not None:
        return entry_record(entry)
    body = {
        "code": "unknown_number",
        "message": _("The register has no entry of this number."),
        "suggestions": list(explain(number[:80]).suggestions),
    }
    return Status(404, body)


@api.get(
    "/bodies",
    response=BodiesOut,
    operation_id="bodies",
    summary="All certification bodies",
    tags=["bodies"],
)
def body_list(request: HttpRequest) -> Any:
    """The certification bodies with the fields that their approval covers today."""
    today = timezone.localdate()
    valid = Q(valid_from__lte=today) & (Q(valid_until=None) | Q(valid_until__gte=today))
    approvals = Prefetch("approved_fields", ApprovedField.objects.filter(valid), "valid_today")
    rows = list(bodies().prefetch_related(approvals))
    results = [
        {
            "slug": body.slug,
            "name": body.name_text,
            "approval_no": body.approval_no,
            "uscc": body.uscc,
            "address": absolute(reverse("catalogue:body", args=[body.slug])),
            "website": body.website,
            "fields": [one.field_id for one in getattr(body, "valid_today", [])],
            "schemes": body.schemes_listed,
            "is_demonstration": body.is_demonstration,
        }
        for body in rows
    ]
    return {"count": len(results), "results": results}


@api.get("/docs", include_in_schema=False, url_name="docs")
def documentation(request: HttpRequest) -> HttpResponseBase:
    """The description as a page of ours; no script of another site is loaded."""
    description = api.get_openapi_schema()
    context = {
        "about": as_html(description["info"]["description"]),
        "operations": operations_of(description),
    }
    return render(request, "catalogue/api.html", context)


@api.get("/{path:rest}", include_in_schema=False)
def nothing_here(request: HttpRequest, rest: str) -> Any:
    """Every other address: an error that a program understands."""
    raise Http404
