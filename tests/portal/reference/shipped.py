"""The sample documents and those of the demonstration, which rest on what ships."""

from __future__ import annotations

import json
from typing import Any

from portal.demo.schemes import CONTENT
from tests.documents import VALID

DOCUMENTS = [*VALID, *sorted(CONTENT.glob("*.json"))]


def document(path: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read
