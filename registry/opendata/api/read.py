"""Thin functions over the catalogue's queries; no rule of their own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status

from portal.core.localised import document_language
from registry.footing.standing import standings
from registry.opendata.api.base import BadParameters, api
from registry.opendata.api.parameters import refuse_unknown
from registry.opendata.api.schemas import BodiesOut, EntryOut, ErrorOut, SchemesOut
from registry.opendata.api.schemas_of_blueprints import BlueprintsOut
from registry.opendata.blueprints import blueprint_record, kinds
from registry.opendata.records import absolute, entry_record, scheme_record
from registry.publication.designations import carried_out_records
from registry.publication.queries import bodies
from registry.register.finding import find_on_paper, find_published
from registry.register.mistyped import explain
from registry.register.numbers import normalise_number
from registry.search.browsing import Search
from registry.search.filters import Problem, query_of, read_filters
from registry.search.passages import answers


class CatalogueParameters(Schema):
    """The parameters of the catalogue. Read as they are by `read_filters`, as its pages do."""

    q: str = ""
    category: str = ""
    field: str = ""
    body: str = ""
    author: str = ""
    track: str = ""
    status: str = ""
    caveat: str = ""
    standard: str = ""
    mark: str = ""
    form: str = ""
    sort: str = ""
    page: str = ""


@api.get(
    "/schemes",
    response={200: SchemesOut, 400: ErrorOut, 429: ErrorOut},
    operation_id="schemes",
    summary="Search and browse the schemes of the register",
    tags=["schemes"],
)
def schemes(request: HttpRequest, parameters: Query[CatalogueParameters]) -> Any:
    """Twenty schemes a page. The parameters are those of the catalogue's address.

    `q`: Chinese, English, or the number of a standard in any spelling; words are joined by "and",
    quotation marks hold a phrase together. `category`, `field`, `body`, `track`, `status` and
    `caveat`: a key from `facets`. `standard`: the number of a standard. `mark`: `yes` or `no`.
    `form`: `structured`, or `paper` for what was filed on paper and taken over. `sort`:
    `relevance`, `newest` or `changed`. `page`: from 1.
    """
    refuse_unknown(request, CatalogueParameters.model_fields)
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
    response={200: EntryOut, 400: ErrorOut, 404: ErrorOut, 429: ErrorOut},
    exclude_unset=True,
    operation_id="scheme",
    summary="One scheme with its versions and events",
    tags=["schemes"],
)
def scheme(request: HttpRequest, number: str) -> Any:
    """The entry of a register number. Ended schemes keep their address for ever."""
    refuse_unknown(request)
    publication = find_published(normalise_number(number[:200])) or find_on_paper(number[:200])
    if publication is not None:
        return entry_record(publication)
    body = {
        "code": "unknown_number",
        "message": _("The register has no entry of this number."),
        "suggestions": list(explain(number[:80]).suggestions),
    }
    return Status(404, body)


@api.get(
    "/bodies",
    response={200: BodiesOut, 400: ErrorOut, 429: ErrorOut},
    operation_id="bodies",
    summary="All certification bodies",
    tags=["bodies"],
)
def body_list(request: HttpRequest) -> Any:
    """The certification bodies with the fields that their approval covers today."""
    refuse_unknown(request)
    rows = list(bodies().order_by("approval_no"))
    known = standings(rows, timezone.localdate())
    carried = carried_out_records()
    results = [
        {
            "slug": body.slug,
            "name": body.name_text,
            "approval_no": body.approval_no,
            "uscc": body.uscc,
            "address": absolute(reverse("catalogue:body", args=[body.slug])),
            "website": body.website,
            "fields": [one.field.key for one in known[body.pk] if one.caveat is None],
            "approvals": [one.as_record() for one in known[body.pk]],
            "schemes": body.schemes_listed,
            "carries_out": carried.get(body.pk, []),
            "is_demonstration": body.is_demonstration,
        }
        for body in rows
    ]
    return {"count": len(results), "results": results}


@api.get(
    "/blueprints",
    response={200: BlueprintsOut, 400: ErrorOut, 429: ErrorOut},
    by_alias=True,
    operation_id="blueprints",
    summary="All blueprints with their versions and last days",
    tags=["blueprints"],
)
def blueprint_list(request: HttpRequest) -> Any:
    """Every version that was published, newest first, with its days and its schema."""
    refuse_unknown(request)
    today = timezone.localdate()
    results = [blueprint_record(version, today) for kind in kinds() for version in kind.versions]
    return {"count": len(results), "results": results}
