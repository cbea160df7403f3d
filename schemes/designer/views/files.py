"""The files of a body's documents, for its own people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from schemes.designer.views.access import for_bodies
from schemes.files.serving import file_response
from schemes.models import Scheme, StoredFile
from schemes.permissions import may_see


@for_bodies
@require_safe
def file(request: HttpRequest, pk: int, sha256: str) -> HttpResponseBase:
    """One stored file, or with `?preview=1` its picture."""
    scheme = get_object_or_404(Scheme.objects.select_related("organisation"), pk=pk)
    may_see(request.user, scheme).require_sight()
    stored = get_object_or_404(StoredFile, organisation=scheme.organisation, sha256=sha256)
    return file_response(stored, preview="preview" in request.GET)
