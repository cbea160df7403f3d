"""A field for a file: the one that is there, another instead, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemes.designer.fields.base import Field
from schemes.designer.posted import REMOVE, UPLOAD, Posted
from schemes.designer.values import ABSENT


class FileField(Field):
    """The reference of a file; its content was stored before the form is read."""

    template = "designer/fields/group.html"
    control = "designer/fields/_file.html"
    #: Why the file that was just sent was not taken.
    refusal = ""

    def read(self, posted: Posted) -> Any:
        """A newly uploaded file wins over everything; else what is there stays or goes."""
        uploaded = posted.files.get(self.name)
        if uploaded is not None:
            return dict(uploaded)
        if posted.has(self.name + REMOVE):
            return ABSENT
        return self.value

    @property
    def file(self) -> Mapping[str, Any] | None:
        """The file that is there."""
        return self.value if isinstance(self.value, dict) else None

    @property
    def stored(self) -> Mapping[str, str] | None:
        """Where the file can be fetched; None where its content is not here."""
        digest = self.file.get("sha256") if self.file else None
        return self.around.file_addresses.get(str(digest))

    @property
    def upload_name(self) -> str:
        """The name of the file input."""
        return self.name + UPLOAD

    @property
    def remove_name(self) -> str:
        """The name of the box that takes the file out."""
        return self.name + REMOVE

    @property
    def is_drawing(self) -> bool:
        """Whether a drawing is wanted here: the artwork of a mark."""
        return self.node.name == "artwork"
