"""The blueprints for everybody: a page of their versions and days, and each as JSON Schema."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.opendata.blueprints import kinds, state_of_blueprints
from registry.publication.freshness import fresh_register
from schemes.models import BlueprintVersion


@require_safe
@fresh_register("blueprints", also=state_of_blueprints)
def blueprints(request: HttpRequest) -> HttpResponseBase:
    """All blueprints with their versions and last days."""
    context = {"kinds": list(kinds()), "today": timezone.localdate()}
    return render(request, "catalogue/blueprints.html", context)


def _digest(key: str, version: int) -> Any:
    rows = BlueprintVersion.objects.public().filter(key=key, version=version)
    return list(rows.values_list("digest"))


@require_safe
@fresh_register("blueprint", is_page=False, also=_digest)
def blueprint_json(request: HttpRequest, key: str, version: int) -> HttpResponseBase:
    """One published version as the JSON Schema that documents satisfy; it never changes."""
    found = get_object_or_404(BlueprintVersion.objects.public(), key=key, version=version)
    response = JsonResponse(found.schema, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response
