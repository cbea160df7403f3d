"""Which rows of the registers can touch which version."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property

from portal.core.folding import identity
from portal.core.standard_numbers import in_series, without_year
from portal.reference.registers import Row, parts_of
from schemes.documents import find
from schemes.models import Version


def reach_of(version: Version) -> Reach:
    """What could change the findings about a version."""
    return Reach(version)


class Reach:
    """Which rows of which registers a version can be touched by. In doubt, all of them."""

    def __init__(self, version: Version) -> None:
        self.version = version

    def concerns(self, key: str, row: Row | None) -> bool:
        """Whether a row of a register could change what is found in this version."""
        if row is None:
            return False
        asks: dict[str, Callable[[Row], bool]] = {
            "approvals": lambda row: self._is_of_a_body(row.get("organisation", "")),
            "bodies": lambda row: self._is_of_a_body(row.get("approval_no", "")),
            "fields": lambda row: self._says(row.get("key", "")),
            "standards": lambda row: self._names(row.get("number", "")),
            "ccc-items": lambda row: (
                row.get("code", "") in self._ccc_items
                or any(map(self._names, parts_of(row.get("standards", ""))))
            ),
        }
        return asks[key](row) if key in asks else True

    def _is_of_a_body(self, approval_no: str) -> bool:
        own = self.version.scheme.organisation.approval_no
        return approval_no == own or self._says(approval_no)

    def _says(self, words: str) -> bool:
        return bool(words) and identity(words) in self._text

    def _names(self, number: str) -> bool:
        # Of another year, or another kind, it is still the same standard to some rule.
        name = _without_strokes(in_series(without_year(number)))
        return bool(name) and name in self._numbers

    @cached_property
    def _ccc_items(self) -> list[str]:
        items = find(self.version.document, "/scope/ccc_overlap/items")
        return [str(item) for item in items] if isinstance(items, list) else []

    @cached_property
    def _text(self) -> str:
        return identity(json.dumps(self.version.document, ensure_ascii=False))

    @cached_property
    def _numbers(self) -> str:
        return _without_strokes(in_series(self._text))


def _without_strokes(text: str) -> str:
    return text.replace("/", "")
