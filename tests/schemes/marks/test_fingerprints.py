"""Fingerprints are made with the artwork, kept, and made anew for another version."""

from __future__ import annotations

import io
import subprocess

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image

from portal.accounts.roles import Role
from portal.likeness import THRESHOLD, VERSION, likeness
from portal.reference.models import ProtectedMark
from schemes.files import pictures
from schemes.files.fingerprints import NONE
from schemes.files.pictures import picture_of_file, picture_of_pdf
from schemes.files.preview import preview_of
from schemes.files.svg.drawing import safe_drawing
from schemes.files.uploads import keep
from schemes.marks import starting
from schemes.marks.fingerprinting import fingerprint_of_file, fingerprint_of_protected
from schemes.marks.starting import DRAWINGS, SOURCE, load_starting_artwork
from schemes.models import StoredFile
from tests.factories import OrganisationFactory, PersonFactory
from tests.schemes.files.svgs import BLANK, COPY_OF_ONE, ONE, OTHER


def stored(data: bytes) -> StoredFile:
    body = OrganisationFactory()
    reference = keep(body, PersonFactory(role=Role.AUTHOR, organisation=body), "mark", data)
    return StoredFile.objects.get(organisation=body, sha256=reference["sha256"])


def protected(artwork: bytes | None = ONE, key: str = "test-mark") -> ProtectedMark:
    mark = ProtectedMark(key=key, kind="public_symbol", name_zh="试验标志", words=["TEST"])
    if artwork is not None:
        mark.artwork.save("artwork.svg", ContentFile(artwork), save=False)
    mark.save()
    return mark


def pdf_of(svg: bytes) -> bytes:
    picture = Image.open(io.BytesIO(preview_of(safe_drawing(svg)))).convert("RGBA")
    page = Image.new("RGB", (1200, 1700), "white")
    page.paste(picture.resize((300, 300)), (700, 200), picture.resize((300, 300)))
    written = io.BytesIO()
    page.save(written, "PDF")
    return written.getvalue()


@pytest.mark.django_db
def test_a_vector_upload_has_its_fingerprint_at_once() -> None:
    assert stored(ONE).fingerprint["version"] == VERSION


@pytest.mark.django_db
def test_artwork_on_which_nothing_is_drawn_has_none_and_is_not_tried_again(monkeypatch) -> None:
    file = stored(BLANK)
    assert file.fingerprint == NONE
    monkeypatch.setattr("schemes.marks.fingerprinting.picture_of_file", pytest.fail)
    assert fingerprint_of_file(file) is None


@pytest.mark.django_db
def test_a_fingerprint_of_another_version_is_made_anew_and_kept() -> None:
    file = stored(ONE)
    good = file.fingerprint
    StoredFile.objects.filter(pk=file.pk).update(fingerprint={**good, "version": VERSION - 1})
    file.refresh_from_db()
    assert fingerprint_of_file(file) is not None
    assert StoredFile.objects.get(pk=file.pk).fingerprint == good


@pytest.mark.django_db
def test_the_artwork_of_a_pdf_is_compared_by_its_first_page() -> None:
    file = stored(pdf_of(COPY_OF_ONE))
    found = fingerprint_of_file(file)
    drawn = fingerprint_of_file(stored(ONE))
    other = fingerprint_of_file(stored(OTHER))
    assert found is not None
    assert drawn is not None
    assert other is not None
    assert likeness(found, drawn).score >= THRESHOLD > likeness(found, other).score
    assert StoredFile.objects.get(pk=file.pk).preview


def test_a_pdf_that_cannot_be_drawn_has_no_picture() -> None:
    assert picture_of_pdf(b"%PDF-1.7\n%%EOF") is None


def test_a_pdf_that_takes_too_long_has_no_picture(monkeypatch) -> None:
    def slow(*args: object, **kwargs: object) -> None:
        raise subprocess.TimeoutExpired("pdf", 1)

    monkeypatch.setattr(pictures.subprocess, "run", slow)
    assert picture_of_pdf(b"%PDF-1.7") is None


@pytest.mark.django_db
def test_a_stored_file_that_is_gone_has_no_picture() -> None:
    file = stored(ONE)
    file.preview.storage.delete(file.preview.name)
    assert picture_of_file(file) is None


@pytest.mark.django_db
def test_a_protected_mark_is_fingerprinted_whenever_its_artwork_changes() -> None:
    mark = protected(ONE)
    first = mark.fingerprint
    mark.artwork.save("artwork.svg", ContentFile(OTHER), save=True)
    second = mark.fingerprint
    mark.artwork = ""
    mark.save()
    assert first is not None
    assert second not in (None, first)
    assert mark.fingerprint is None


@pytest.mark.django_db
def test_a_protected_mark_whose_file_is_not_safe_has_no_fingerprint() -> None:
    mark = protected(b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')
    assert fingerprint_of_protected(mark) is None


@pytest.mark.parametrize("name", ["../../etc/passwd", "protected-marks/not-there.svg"])
@pytest.mark.django_db
def test_a_row_may_name_no_file_or_a_foreign_one_without_harm(name: str) -> None:
    mark = protected(None)
    ProtectedMark.objects.filter(pk=mark.pk).update(artwork=name)
    mark.refresh_from_db()
    assert fingerprint_of_protected(mark) is None


@pytest.mark.django_db
def test_the_command_makes_what_is_missing() -> None:
    mark = protected(ONE)
    ProtectedMark.objects.filter(pk=mark.pk).update(fingerprint=None)
    call_command("fingerprint_marks", verbosity=0)
    mark.refresh_from_db()
    assert mark.fingerprint["version"] == VERSION


@pytest.mark.django_db
def test_starting_artwork_is_marked_as_ours_and_does_not_come_back_once_removed(
    monkeypatch, tmp_path
) -> None:
    (tmp_path / "test-mark.svg").write_bytes(ONE)
    monkeypatch.setattr(starting, "DRAWINGS", tmp_path)
    protected(None)
    assert load_starting_artwork() == 1
    mark = ProtectedMark.objects.get(key="test-mark")
    assert mark.source.endswith(SOURCE)
    assert mark.fingerprint["views"]
    mark.artwork = ""
    mark.save()
    assert load_starting_artwork() == 0


def test_the_starting_drawings_are_safe_and_unlike_each_other() -> None:
    from portal.likeness import fingerprint

    prints = [
        fingerprint(preview_of(safe_drawing(file.read_bytes()))) for file in DRAWINGS.glob("*.svg")
    ]
    assert len(prints) == 4
    scores = [likeness(a, b).score for i, a in enumerate(prints) for b in prints[:i]]
    assert max(scores) < THRESHOLD
