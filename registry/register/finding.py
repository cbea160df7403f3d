"""From a number in an address to what is published under it, or to a page that says what to do.

The public reaches an entry by way of its publication alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.folding import identity
from registry.models import Entry, ListedVersion, PaperFiling, Publication
from registry.register.mistyped import explain
from registry.register.numbers import normalise_number

P = ParamSpec("P")
PublicView = Callable[Concatenate[HttpRequest, Publication, P], HttpResponseBase]


def find_published(number: str) -> Publication | None:
    """What is published under exactly this number, with all that a page about it shows first."""
    publications = Publication.objects.select_related(
        "entry__organisation", "entry__scheme", "entry__version__blueprint", "entry__paper"
    )
    return publications.filter(number=number).first()


def find_on_paper(number: str) -> Publication | None:
    """What is published of the rule that was filed on paper under this number, however spelled."""
    paper = PaperFiling.objects.filter(folded=identity(number)).select_related("entry").first()
    return find_published(paper.entry.number) if paper is not None else None


def wants_json(request: HttpRequest) -> bool:
    """Whether the client prefers data to a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def of_number(view: PublicView[P]) -> Callable[..., HttpResponseBase]:
    """Give the view what is published; another spelling is sent to the permanent address."""

    @wraps(view)
    def answer(request: HttpRequest, number: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        publication = find_published(number)
        if publication is not None:
            return view(request, publication, *args, **kwargs)
        meant = normalise_number(number)
        if on_paper := find_on_paper(number):
            meant = on_paper.number
        if meant != number and find_published(meant) is not None:
            match = request.resolver_match
            assert match is not None, "A view was reached by its address."
            address = reverse(match.view_name, kwargs={**match.kwargs, "number": meant})
            query = request.META.get("QUERY_STRING", "")
            return redirect(f"{address}?{query}" if query else address)
        return unknown_number(request, number)

    return answer


def unknown_number(request: HttpRequest, number: str) -> HttpResponse:
    """404 with what is wrong with the number, which one may be meant, and what to do."""
    explanation = explain(number)
    is_data = request.path.endswith((".json", ".pdf")) or wants_json(request)
    if is_data:
        body = {
            "code": "unknown_number",
            "reason": explanation.reason,
            "number": explanation.number,
            "suggestions": list(explanation.suggestions),
            "message": _("The register has no entry of this number."),
        }
        return JsonResponse(body, status=404, json_dumps_params={"ensure_ascii": False})
    context = {"explanation": explanation, "number": explanation.number}
    return render(request, "catalogue/unknown_number.html", context, status=404)


def listed_version(entry: Entry, label: str) -> ListedVersion | None:
    """The newest version of that label that the register has listed for the entry."""
    listed = entry.listed_versions.select_related("version__blueprint", "version__scheme")
    return listed.filter(label=label).first()
