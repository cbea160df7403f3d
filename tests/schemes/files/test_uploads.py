"""Files are what their bytes say, and are kept once."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from portal.accounts.roles import Role
from portal.core.file_errors import FileRefused
from schemes.files import uploads
from schemes.files.serving import file_response
from schemes.models import StoredFile
from tests.factories import OrganisationFactory, PersonFactory

PDF = b"%PDF-1.7\n%%EOF"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


def png(width: int = 3, height: int = 3) -> bytes:
    written = io.BytesIO()
    Image.new("1", (width, height)).save(written, "PNG")
    return written.getvalue()


@pytest.mark.parametrize(
    ("data", "mime"),
    [(PDF, "application/pdf"), (png(), "image/png"), (SVG, "image/svg+xml")],
)
def test_a_file_is_known_by_its_bytes(data: bytes, mime: str) -> None:
    assert uploads.examine(data).mime == mime


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"<html><script>1</script></html>",
        b"GIF89a",
        b"%!PS",
        png()[:20],
        png()[:40] + b"\x00" * 40,
        png(8000, 8000),
    ],
    ids=["empty", "program", "zip", "html", "gif", "postscript", "cut", "damaged", "huge"],
)
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        uploads.examine(data)


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_BYTES", len(PDF) - 1)
    with pytest.raises(FileRefused):
        uploads.examine(PDF)


@pytest.mark.django_db
def test_the_same_file_is_kept_once_for_each_organisation() -> None:
    first, second = OrganisationFactory(), OrganisationFactory()
    user = PersonFactory(role=Role.AUTHOR, organisation=first)
    for organisation, name in ((first, "a.pdf"), (first, "b.pdf"), (second, "c.pdf")):
        assert uploads.keep(organisation, user, name, PDF)["name"] == name
    assert StoredFile.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Marks\\标志.svg", "标志.svg"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("", "file"),
    ],
)
def test_a_name_is_only_a_name(given: str, kept: str) -> None:
    body = OrganisationFactory()
    user = PersonFactory(role=Role.AUTHOR, organisation=body)
    assert uploads.keep(body, user, given, PDF)["name"] == kept


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "attached", "kind"),
    [
        (PDF, True, "application/pdf"),
        (SVG, False, "image/svg+xml; charset=utf-8"),
        (png(), False, "image/png"),
    ],
    ids=["pdf", "svg", "png"],
)
def test_a_file_is_answered_so_that_nothing_in_it_runs(
    data: bytes, attached: bool, kind: str
) -> None:
    body = OrganisationFactory()
    uploads.keep(body, PersonFactory(role=Role.AUTHOR, organisation=body), "name", data)
    response = file_response(StoredFile.objects.get())
    assert response["Content-Type"] == kind
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment" if attached else "inline")
    response.close()
