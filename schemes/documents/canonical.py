"""The canonical form (RFC 8785) of a document and the digests made of it.

Two documents have the same digest exactly when they say the same; the order of names and
the blanks of the file do not count.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import rfc8785

from schemes.documents.addresses import Document

#: What Python's JSON may write otherwise than RFC 8785: numbers with an exponent, whole ones with
#: a point, those of 16 digits and more. It may be found in a text as well, which does no harm.
_PERHAPS_OTHERWISE = re.compile(
    rb"[:,\[]-?[0-9]+(?:\.0[,\]}]|(?:\.[0-9]+)?e|(?<=[0-9]{16}))", re.ASCII
)
#: Names are sorted by UTF-16 units, which only signs of four bytes put elsewhere.
_FOUR_BYTES = re.compile(rb"[\xf0-\xff]")
_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode


def canonical(value: Any) -> bytes:
    """The RFC 8785 form of a document or of a part of one: of what was read from JSON.

    Raises:
        rfc8785.CanonicalizationError: there is none, as for a number beyond 2**53.
    """
    if not isinstance(value, dict | list):
        return rfc8785.dumps(value)
    try:
        written = _encode(value).encode()
    except (TypeError, ValueError):
        return rfc8785.dumps(value)
    # The encoder is in C and takes a third of the time.
    is_other = _FOUR_BYTES.search(written) or _PERHAPS_OTHERWISE.search(written)
    return rfc8785.dumps(value) if is_other else written


def digest(document: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(document)).hexdigest()


def signing_digest(document: Document) -> str:
    """What a signatory signs: the digest of the document without its commitment."""
    return digest({name: part for name, part in document.items() if name != "commitment"})
