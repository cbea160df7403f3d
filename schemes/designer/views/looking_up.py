"""What the designer's form asks while somebody types: rows of a register, facts of a standard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.core.localised import document_language
from schemes.designer.looking_up import LONGEST, found_in
from schemes.designer.standard_facts import facts_of
from schemes.designer.views.access import for_bodies


@for_bodies
@require_safe
def look_up(request: HttpRequest, register: str) -> JsonResponse:
    """With `q`, the rows that it may mean; with `of`, what is known of a standard, part by part."""
    try:
        found = found_in(register, request.GET.get("q", ""), document_language())
    except LookupError:
        raise Http404(register) from None
    answer: dict[str, Any] = {"found": [asdict(row) for row in found]}
    ref = request.GET.get("of", "")
    if register == "standards" and 0 < len(ref) <= LONGEST:
        answer["facts"] = dict(_leaves(facts_of(ref, timezone.localdate())))
    return JsonResponse(answer)


def _leaves(facts: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """What the inputs of the form are called behind the name of the item, and what they hold."""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{before}{name}/")
        else:
            yield f"{before}{name}", _typed(value)


def _typed(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
