"""Documents: pure functions over a document and its blueprint.

No database, no clock, no user. Every list item has a permanent id, and every place an
address made of names and ids.
"""

from __future__ import annotations

from schemes.documents.addresses import Document, NoSuchPlace, find, get
from schemes.documents.canonical import canonical, digest, signing_digest
from schemes.documents.difference import Change, difference
from schemes.documents.identities import duplicate_ids, ids_of, mint_id, with_ids, with_new_ids
from schemes.documents.language import has_language, text
from schemes.documents.parsing import DocumentUnreadable, parse
from schemes.documents.pointers import Numbering, to_address, to_pointer
from schemes.documents.progress import SectionProgress, section_progress
from schemes.documents.walking import Chapter, Entry, Place, name_of, reading, walk

__all__ = [
    "Change",
    "Chapter",
    "Document",
    "DocumentUnreadable",
    "Entry",
    "NoSuchPlace",
    "Numbering",
    "Place",
    "SectionProgress",
    "canonical",
    "difference",
    "digest",
    "duplicate_ids",
    "find",
    "get",
    "has_language",
    "ids_of",
    "mint_id",
    "name_of",
    "parse",
    "reading",
    "section_progress",
    "signing_digest",
    "text",
    "to_address",
    "to_pointer",
    "walk",
    "with_ids",
    "with_new_ids",
]
