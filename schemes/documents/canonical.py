"""The canonical form (RFC 8785) of a document and the digests made of it.

Two documents have the same digest exactly when they say the same; the order of names and
the blanks of the file do not count.
"""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

from schemes.documents.addresses import Document


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of a document or of a part of one."""
    return rfc8785.dumps(value)


def digest(document: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def signing_digest(document: Document) -> str:
    """What a signatory signs: the digest of the document without its commitment."""
    return digest({name: part for name, part in document.items() if name != "commitment"})
