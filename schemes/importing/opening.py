"""From a file to documents: `.json` holds one, `.jsonl` one a line, `.zip` is a bundle."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from portal.core.apart import TooMuchWork, apart
from schemes.documents import Document, DocumentUnreadable, parse
from schemes.documents.parsing import MAX_BYTES as MAX_DOCUMENT_BYTES
from schemes.importing.bundles import MAX_BUNDLE_BYTES, read_bundle
from schemes.importing.incoming import Incoming
from schemes.importing.refusals import ImportRefused, Reason, not_a_document

#: What the file chooser of a form offers.
ACCEPTED = ".json,.jsonl,.zip,application/json,application/zip"
#: A page need not take more than this into memory to know that the file is too large.
MAX_UPLOAD_BYTES = MAX_BUNDLE_BYTES

#: A document of this size is read at once; a larger file, and every bundle, is opened apart.
SMALL_BYTES = 100_000


def open_upload(name: str, data: bytes) -> Incoming:
    """The one document of a file that a stranger has sent.

    Raises:
        ImportRefused: the file cannot be read, holds no document or more than one, or takes more
            time or memory than is given to one request.
        Busy: too many are waiting already.
    """
    if len(data) <= SMALL_BYTES and not name.lower().endswith(".zip"):
        return read_upload(name, data)
    try:
        return apart(read_upload, name, data)
    except TooMuchWork as refusal:
        raise ImportRefused(Reason.TOO_LARGE, refusal.message) from None


def read_upload(name: str, data: bytes) -> Incoming:
    """The one document of an uploaded file.

    Raises:
        ImportRefused: the file cannot be read, or holds no document or more than one.
    """
    documents = read_documents(name, io.BytesIO(data))
    first = next(documents, None)
    if first is None:
        raise ImportRefused(Reason.NO_DOCUMENT, _("The file is empty: there is no document in it."))
    if isinstance(first, ImportRefused):
        raise first
    if next(documents, None) is not None:
        raise ImportRefused(
            Reason.SEVERAL_DOCUMENTS,
            _(
                "The file holds more than one document. Here one is imported at a time: save each "
                "in a file of its own, or ask an operator to import the whole file."
            ),
        )
    return first


def read_documents(name: str, stream: BinaryIO) -> Iterator[Incoming | ImportRefused]:
    """The documents of a file one after another; in place of one that cannot be read, why not.

    A line of a .jsonl file that cannot be read does not stop the others.
    """
    kind = PurePath(name).suffix.lower()
    if kind in (".jsonl", ".ndjson"):
        yield from _lines(name, stream)
        return
    try:
        if kind == ".json":
            yield Incoming(_document(stream.read(MAX_DOCUMENT_BYTES + 1)), name)
        elif kind == ".zip":
            yield read_bundle(name, stream.read(MAX_BUNDLE_BYTES + 1))
        else:
            yield ImportRefused(
                Reason.UNKNOWN_KIND,
                _(
                    "This kind of file cannot be imported. Choose a document (.json), documents "
                    "one a line (.jsonl) or a bundle (.zip)."
                ),
            )
    except ImportRefused as refusal:
        yield refusal


def _document(data: bytes, line: int = 0) -> Document:
    try:
        return parse(data)
    except DocumentUnreadable as problem:
        raise not_a_document(problem, line=line) from None


def _lines(name: str, stream: BinaryIO) -> Iterator[Incoming | ImportRefused]:
    number = 0
    # Never more than one document in memory, however long the line is.
    while line := stream.readline(MAX_DOCUMENT_BYTES + 2):
        number += 1
        is_cut = not line.endswith(b"\n")
        text = line.rstrip(b"\r\n")
        if text.strip() or len(text) > MAX_DOCUMENT_BYTES:
            try:
                yield Incoming(_document(text, number), name, line=number)
            except ImportRefused as refusal:
                yield refusal
        while is_cut and (rest := stream.readline(MAX_DOCUMENT_BYTES)):
            is_cut = not rest.endswith(b"\n")
