"""The documents that no rule refuses: `tests/documents/valid`."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

DOCUMENTS = Path(__file__).with_name("documents") / "valid"


@lru_cache(maxsize=16)
def _read(name: str) -> str:
    return (DOCUMENTS / f"{name}.json").read_text(encoding="utf-8")


def valid_document(name: str = "product") -> dict[str, Any]:
    """A copy of one of `tests/documents/valid`, by its name without the ending."""
    document: dict[str, Any] = json.loads(_read(name))
    return document
