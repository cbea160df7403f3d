"""How much may be sent in one request with files, refused before it fills the disk.

Django writes files above 2.5 MB into the folder for temporary ones as they arrive, before any
view is asked, and for everybody. This handler comes first and is asked before the first byte.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

#: Bytes: the largest bundle that is imported, and the form around it.
MOST = 52_000_000
#: Who is not signed in has nowhere to send a file to; a form without one is far smaller.
MOST_OF_STRANGERS = 1_000_000


class BoundedUploads(FileUploadHandler):
    """Lets files pass to the handlers after it, up to a number of bytes for all of a request."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803  # Django's names
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Refuse by what the request says of itself.

        Raises:
            RequestDataTooBig: becomes the page of 413.
        """
        request = self.request
        is_known = bool(request is not None and request.user.is_authenticated)
        self.left = MOST if is_known else MOST_OF_STRANGERS
        if content_length > self.left:
            raise RequestDataTooBig(f"More than {self.left} bytes in one request.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Count what really comes.

        Raises:
            RequestDataTooBig: as above.
        """
        self.left -= len(raw_data)
        if self.left < 0:
            raise RequestDataTooBig("More bytes than the request said.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one have the file."""
