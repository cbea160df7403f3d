"""Template words of the mark gate."""

from __future__ import annotations

from django import template
from django.utils import timezone

from schemes.marks.gate import similar_marks
from schemes.models import Version

register = template.Library()


@register.simple_tag
def similar_marks_of(version: Version) -> int | None:
    """How many marks of others the saved artwork resembles; None without artwork to compare."""
    mark = version.document.get("mark")
    if not isinstance(mark, dict) or not mark.get("artwork"):
        return None
    found = similar_marks(
        version.document,
        organisation=version.scheme.organisation,
        on=timezone.localdate(),
        exclude_scheme_id=version.scheme_id,
    )
    return len({fact.key for fact in found}) if found is not None else None
