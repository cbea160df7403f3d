"""Answering with a stored file: nothing in it can run, whatever it is."""

from __future__ import annotations

from django.http import FileResponse, HttpResponseBase

from schemes.models import StoredFile

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
        # Drawings are kept in UTF-8, whatever they came in.
        content_type=f"{mime}; charset=utf-8" if mime == "image/svg+xml" else mime,
    )
    # The middleware of the site's policy leaves an answer alone that has one of its own.
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["ETag"] = f'"{stored.sha256}{"-preview" if wants_preview else ""}"'
    return response
