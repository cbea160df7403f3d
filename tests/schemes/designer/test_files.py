"""Files in the designer: taken, refused, taken out."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from schemes.documents import find
from schemes.models import Scheme, StoredFile
from tests.schemes.designer.editing import SVG, current, do, opened, page_of

pytestmark = pytest.mark.django_db


# --- files ----------------------------------------------------------------------------------


def test_an_uploaded_drawing_is_stored_named_and_shown(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "mark"), "do": "save"}
    typed["/mark|1/artwork#upload"] = SimpleUploadedFile("标志.svg", SVG)
    author.post(page_of(scheme, "mark"), typed)
    artwork = find(current(scheme).document, "/mark/artwork")
    stored = StoredFile.objects.get(sha256=artwork["sha256"])
    assert artwork == {**stored.reference, "name": "标志.svg"}
    picture = author.get(reverse("designer:file", args=[scheme.pk, stored.sha256]) + "?preview=1")
    assert picture["Content-Type"] == "image/png"
    assert picture["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")


def test_what_is_left_out_of_a_drawing_is_said(author: Client, scheme: Scheme) -> None:
    typed = {**opened(author, scheme, "mark"), "do": "save"}
    drawing = SVG.replace(b"<path", b"<metadata/><path")
    typed["/mark|1/artwork#upload"] = SimpleUploadedFile("标志.svg", drawing)
    answer = author.post(page_of(scheme, "mark"), typed, follow=True)
    assert "标志.svg is kept without" in answer.content.decode()


def test_a_refused_file_is_told_at_its_field_and_the_rest_is_saved(
    author: Client, scheme: Scheme
) -> None:
    evil = SVG.replace(b"<path", b"<script>1</script><path")
    typed = {**opened(author, scheme, "mark"), "/mark|1/name/en": "New name", "do": "save"}
    typed["/mark|1/artwork#upload"] = SimpleUploadedFile("evil.svg", evil)
    before = find(current(scheme).document, "/mark/artwork")
    answer = author.post(page_of(scheme, "mark"), typed)
    assert answer.status_code == 422
    assert "script" in answer.content.decode()
    assert find(current(scheme).document, "/mark/artwork") == before
    assert find(current(scheme).document, "/mark/name/en") == "New name"
    assert not StoredFile.objects.exists()


def test_a_file_can_be_taken_out_of_the_document(author: Client, scheme: Scheme) -> None:
    do(author, scheme, "mark", "save", **{"/mark|1/artwork#remove": "on"})
    assert "artwork" not in current(scheme).document["mark"]
