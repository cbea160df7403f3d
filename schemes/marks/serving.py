"""Answering with the picture of a mark that is known to the gate."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase

from portal.reference.models import ProtectedMark
from schemes.files.pictures import picture_of_file, picture_of_protected
from schemes.marks.library import FILED, PROTECTED
from schemes.models import FiledMark


def known_mark_response(table: str, pk: int) -> HttpResponseBase:
    """The picture of a protected or a filed mark; both are public.

    Raises:
        Http404: there is no such mark, or no picture of it.
    """
    picture = None
    if table == PROTECTED:
        protected = ProtectedMark.objects.filter(pk=pk).first()
        picture = picture_of_protected(protected) if protected is not None else None
    elif table == FILED:
        filed = FiledMark.objects.select_related("file").filter(pk=pk).first()
        picture = picture_of_file(filed.file) if filed is not None else None
    if picture is None:
        raise Http404
    response = HttpResponse(picture, content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response
