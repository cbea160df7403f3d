"""What a browser sent, by names that are addresses with a suffix after `#`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from schemes.designer.values import clean

#: Stands once for each list, set of boxes or choice that the form showed.
SHOWN = "#shown"
#: Stands once for each item of a list, in order; the value is the item's step (`@b3`).
ITEM = "#item"
#: The chosen shape of a variant, by its position.
SHAPE = "#shape"
#: Ticked for a value that is expressly none.
NONE = "#none"
#: The upper end of a range.
UNTIL = "#until"
#: A file to upload, the digest of one that was uploaded before, and the wish to take it out.
UPLOAD = "#upload"
STORED = "#stored"
REMOVE = "#remove"


class Posted:
    """The fields of one form, cleaned.

    `files` holds the references of files that came with the form, under the name of their
    place. `is_final` is false for a save that the browser makes by itself.
    """

    def __init__(
        self,
        data: QueryDict,
        files: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        is_final: bool = True,
    ) -> None:
        self._data = data
        self.files = files or {}
        self.is_final = is_final
        #: What another answer on the page excludes for now: name → value, and name → title.
        self.excluded: dict[str, Any] = {}
        self.titles: dict[str, Mapping[str, str]] = {}
        #: How identifiers were kept that were typed in another spelling.
        self.kept_as: list[str] = []

    def set_aside(self, name: str, value: Any, title: Mapping[str, str]) -> None:
        """Keep the value of a part that does not belong to the document for now."""
        self.excluded[name] = value
        self.titles[name] = title

    def has(self, name: str) -> bool:
        """Whether the form showed this field."""
        return name in self._data

    def get(self, name: str) -> str:
        """The words of a field, empty where there are none."""
        return clean(self._data.get(name) or "")

    def all(self, name: str) -> list[str]:
        """All values under one name, in order."""
        return [clean(value) for value in self._data.getlist(name)]
