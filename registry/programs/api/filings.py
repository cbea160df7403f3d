"""Filing by a body's own system, and following what becomes of it."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from registry.models import Filing, Scope
from registry.opendata.api.base import BadParameters, api
from registry.opendata.api.limits import READING, PerToken
from registry.opendata.api.parameters import refuse_unknown
from registry.opendata.api.schemas import ErrorOut
from registry.opendata.records import absolute
from registry.procedure.clock import clocks_of
from registry.procedure.effects import with_entries
from registry.programs.api.asking import chosen, own_filing
from registry.programs.api.door import ByToken, token_with
from registry.programs.api.schemas import FilingOut, FilingsOut, ProblemOut
from registry.programs.records import filing_record, summary_record
from registry.search.filters import Problem
from registry.tracks import states_where

PER_PAGE = 20
OPEN = {"": None, "open": False, "closed": True}


class FilingsParameters(Schema):
    """Which filings, and which page of them."""

    state: str = Field("", json_schema_extra={"enum": list(OPEN)})
    page: str = Field("", json_schema_extra={"pattern": "^([1-9][0-9]{0,5})?$"})


@api.get(
    "/filings",
    response={200: FilingsOut, 400: ErrorOut, 401: ProblemOut, 403: ProblemOut, 429: ErrorOut},
    auth=ByToken(),
    throttle=PerToken(READING),
    operation_id="filings",
    summary="The filings of your body",
    tags=["filings"],
)
def filings(request: HttpRequest, parameters: Query[FilingsParameters]) -> Any:
    """Twenty filings a page, the newest first. Needs a token with the scope `read`.

    `state`: `open` or `closed`. `page`: from 1.
    """
    token = token_with(request, Scope.READ)
    refuse_unknown(request, FilingsParameters.model_fields)
    closed = chosen("state", parameters.state, OPEN)
    own = Filing.objects.filter(organisation=token.organisation).select_related("version")
    if closed is not None:
        own = own.filter(state__in=states_where(lambda state: state.is_closed is closed))
    pages = Paginator(own.order_by("-submitted_at", "-pk"), PER_PAGE)
    page = pages.page(_number(parameters.page, pages.num_pages))
    rows = with_entries(page.object_list)
    clocks = clocks_of(rows)
    return {
        "count": pages.count,
        "results": [summary_record(one, clocks.get(one.pk)) for one in rows],
        "next": _next(parameters, page.next_page_number()) if page.has_next() else None,
    }


def _number(wanted: str, last: int) -> int:
    if not wanted:
        return 1
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 7 and 1 <= int(wanted) <= last:
        return int(wanted)
    raise BadParameters((Problem("page", wanted, _("There are not that many pages.")),))


def _next(parameters: FilingsParameters, page: int) -> str:
    state = f"state={parameters.state}&" if parameters.state else ""
    return f"{absolute(reverse('api-1:filings'))}?{state}page={page}"


@api.get(
    "/filings/{number}",
    response={
        200: FilingOut,
        **dict.fromkeys((400, 404, 429), ErrorOut),
        401: ProblemOut,
        403: ProblemOut,
    },
    auth=ByToken(),
    throttle=PerToken(READING),
    operation_id="filing",
    url_name="filing",
    summary="One filing: its state, its clock, remarks and decisions",
    tags=["filings"],
)
def filing(request: HttpRequest, number: str) -> Any:
    """What your people see of it in the workspace. Needs a token with the scope `read`.

    A filing of another body does not exist for you.
    """
    token = token_with(request, Scope.READ)
    refuse_unknown(request)
    return filing_record(own_filing(token, number))


@api.get(
    "/filings/{number}/receipt",
    response={
        200: None,
        **dict.fromkeys((400, 404, 429), ErrorOut),
        401: ProblemOut,
        403: ProblemOut,
    },
    auth=ByToken(),
    throttle=PerToken(READING),
    operation_id="receipt",
    summary="The receipt of a filing as PDF",
    tags=["filings"],
    openapi_extra={
        "responses": {
            200: {
                "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
            }
        }
    },
)
def receipt(request: HttpRequest, number: str) -> Any:
    """Of the version that was submitted last. Needs a token with the scope `read`."""
    from registry.pdf.documents import receipt_pdf  # loading what makes PDF files takes a second

    token = token_with(request, Scope.READ)
    refuse_unknown(request)
    found = own_filing(token, number)
    submission = found.submissions.select_related("version", "submitted_by").order_by("-round")[0]
    name = f"receipt-{found.number}-{submission.round}.pdf"
    return HttpResponse(
        receipt_pdf(submission),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
