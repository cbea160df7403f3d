"""What is too large is refused before it is written anywhere, and what is small passes."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.test import Client

from portal.core import uploads
from portal.core.uploads import BoundedUploads
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
IMPORT = "/en/workspace/import/"


@pytest.fixture
def begun(monkeypatch):
    """The files that a handler began to write."""
    files = []
    monkeypatch.setattr(
        TemporaryFileUploadHandler, "new_file", lambda self, *args, **more: files.append(args)
    )
    monkeypatch.setattr(uploads, "MOST", 3000)
    monkeypatch.setattr(uploads, "MOST_OF_STRANGERS", 1000)
    return files


def _post(size, person=None, address=IMPORT):
    """The status of a post with a file of so many bytes, with forgery being watched for."""
    client = Client(enforce_csrf_checks=True)
    # With it, the form is read for its token; without it, the request is refused unread.
    client.cookies["csrftoken"] = "x" * 32
    if person is not None:
        client.force_login(person)
    return client.post(address, {"file": io.BytesIO(b"x" * size)}).status_code


@pytest.mark.parametrize(
    ("size", "is_known", "status"),
    [(500, False, 403), (2000, False, 413), (2000, True, 403), (4000, True, 413)],
)
def test_what_may_come_depends_on_who_sends_it(begun, size, is_known, status):
    assert _post(size, PersonFactory() if is_known else None) == status


@pytest.mark.parametrize("address", ["/accounts/login/", "/en/catalogue/", "/zh-hans/"])
def test_it_holds_at_every_address(begun, address):
    assert _post(4000, address=address) == 413
    assert begun == []


def test_what_is_refused_is_written_nowhere(begun):
    _post(4000, PersonFactory())
    assert begun == []


def test_bytes_beyond_those_that_were_said_are_refused_while_they_come(rf, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OF_STRANGERS", 1000)
    request = rf.post("/")
    request.user = None
    handler = BoundedUploads(request)
    request.user = type("Stranger", (), {"is_authenticated": False})()
    handler.handle_raw_input(None, {}, 10, "", None)
    assert handler.receive_data_chunk(b"x" * 900, 0)
    with pytest.raises(RequestDataTooBig):
        handler.receive_data_chunk(b"x" * 200, 900)
