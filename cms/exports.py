"""The exports that Wagtail offers (reports, lists), guarded as ours are."""

from __future__ import annotations

from typing import Any

from django.utils.encoding import force_str
from wagtail.admin.views.mixins import SpreadsheetExportMixin, list_to_str

from portal.core.tables.guarding import guarded


def guard_exports() -> None:
    """Have every cell of a CSV guarded; in workbooks Wagtail writes formulas as texts itself."""
    form = SpreadsheetExportMixin.FORMAT_CSV
    known = SpreadsheetExportMixin.custom_value_preprocess
    known[list] = {**known[list], form: lambda value: guarded(list_to_str(value))}
    # The last of all: whatever no other class of value is meant for.
    known[object] = {form: _guarded}


def _guarded(value: Any) -> Any:
    kept = force_str(value, strings_only=True)
    return kept if isinstance(kept, int | float) or kept is None else guarded(str(kept))
