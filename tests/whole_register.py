"""A small register in which everything holds: digests, signatures, numbers, and the files."""

from __future__ import annotations

import hashlib
from typing import Any

from portal.accounts.models import Organisation
from portal.reference.choices import Category
from registry.models import Filing
from schemes.models import StoredFile
from tests.factories import FilingFactory, PersonFactory, valid_document


def decided_filing() -> Filing:
    """A filing that was reviewed without objection, and the files that its document names."""
    contents: dict[str, bytes] = {}
    document = with_real_files(valid_document(Category.SERVICE), contents)
    filing: Filing = FilingFactory(no_objection=True, category=Category.SERVICE, document=document)
    upload(filing.organisation, contents)
    return filing


def with_real_files(part: Any, contents: dict[str, bytes]) -> Any:
    """A document whose files are some that we have; adds them by digest."""
    if isinstance(part, list):
        return [with_real_files(one, contents) for one in part]
    if not isinstance(part, dict):
        return part
    if not {"sha256", "mime", "bytes"} <= part.keys():
        return {name: with_real_files(one, contents) for name, one in part.items()}
    content = f"file {len(contents)}".encode()
    sha256 = hashlib.sha256(content).hexdigest()
    contents[sha256] = content
    return {**part, "sha256": sha256, "bytes": len(content)}


def upload(body: Organisation, contents: dict[str, bytes]) -> None:
    """Keep these files, by digest, as the body's own."""
    for sha256, content in contents.items():
        stored = StoredFile(
            organisation=body,
            sha256=sha256,
            name=sha256[:8],
            mime="application/pdf",
            bytes=len(content),
            uploaded_by=PersonFactory(),
        )
        stored.keep(content)
