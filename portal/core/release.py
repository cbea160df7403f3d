"""What code and templates are in use: a part of every entity tag."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
#: What public answers are made of besides records.
MADE_OF = (
    "templates",
    "registry",
    "schemes",
    "portal/static",
    "portal/locale",
    "portal/core",
    "portal/reference",
)


@lru_cache(maxsize=1)
def release() -> str:
    """A digest of the code and templates in use, the same in every process of a deployment."""
    digest = hashlib.sha256()
    for part in MADE_OF:
        for path in sorted((ROOT / part).rglob("*")):
            if path.suffix in {".py", ".html", ".css", ".js", ".json", ".mo", ".xml"}:
                state = path.stat()
                digest.update(f"{path.name}:{state.st_size}:{state.st_mtime_ns};".encode())
    return digest.hexdigest()[:16]


def tag(*parts: object) -> str:
    """A strong entity tag of everything that an answer depends on."""
    digest = hashlib.sha256(repr((release(), settings.SITE_URL, *parts)).encode())
    return f'"{digest.hexdigest()[:32]}"'
