"""Answering with a stored file: nothing in it can run, whatever it is."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase

from portal.reference.models import ProtectedMark
from schemes.marks.library import FILED, PROTECTED
from schemes.marks.pictures import picture_of_file, picture_of_protected
from schemes.models import FiledMark, StoredFile

POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'"


def file_response(stored: StoredFile, *, preview: bool = False) -> HttpResponseBase:
    """The file, or its picture where there is one; its name never changes under one address."""
    wants_preview = preview and bool(stored.preview)
    content = stored.preview if wants_preview else stored.content
    mime = "image/png" if wants_preview else stored.mime
    response = FileResponse(
        content.open("rb"),
        as_attachment=not mime.startswith("image/"),
        filename=stored.name,
        content_type=mime,
    )
    # The middleware of the site's policy leaves an answer alone that has one of its own.
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{stored.sha256}{"-preview" if wants_preview else ""}"'
    return response


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
