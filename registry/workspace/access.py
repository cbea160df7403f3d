"""The filing that a page of the workspace is about."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from registry.models import Filing
from registry.procedure.permissions import may_see


def filing_of(request: HttpRequest, number: str) -> Filing:
    """The filing with a number, for people of its body (and those who review)."""
    filings = Filing.objects.select_related("organisation", "scheme", "version__blueprint")
    filing = get_object_or_404(filings, number=number)
    may_see(request.user, filing).require_sight()
    return filing
