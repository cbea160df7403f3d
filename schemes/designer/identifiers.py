"""Identifiers are kept in one spelling, and the author is told what was changed.

The places are those of the documents' shape, which every blueprint shares.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from portal.core.folding import identity, plain
from portal.core.standard_numbers import spelled

_KEPT_AS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"/basis/[^/]+/ref"), spelled),
    (re.compile(r"/rule_number"), plain),
    (re.compile(r"/owner/(?:uscc|approval_no)|/operators/[^/]+/approval_no"), identity),
)


def kept_as(address: str, value: str) -> str:
    """How a text is kept at a place; a name in Chinese, such as of a decree, stays as it is."""
    for place, fold in _KEPT_AS:
        if place.fullmatch(address):
            kept = fold(value)
            return kept if kept and kept.isascii() else value
    return value
