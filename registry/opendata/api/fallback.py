"""What is answered at all other addresses of the API; imported last, since it takes any."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from registry.opendata.api.base import api
from registry.opendata.api.documentation import as_html, operations_of


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
