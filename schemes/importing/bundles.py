"""Reading a bundle: a ZIP of `document.json` and `files/<sha256>.<ext>`, and of nothing else.

A ZIP may say one size and hold another, hold a name twice or lie about everything; so nothing
is unpacked to disk, names are compared with the two that exist, and sizes are checked as
declared before and as found while reading.
"""

from __future__ import annotations

import copy
import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections import Counter

from django.utils.translation import gettext_lazy as _

from schemes.documents import Document, DocumentUnreadable, parse
from schemes.documents.parsing import MAX_BYTES as MAX_DOCUMENT_BYTES
from schemes.documents.parsing import larger_than_any_document
from schemes.files.uploads import MAX_BYTES as MAX_FILE_BYTES
from schemes.importing.incoming import Incoming, IncomingFile, file_references
from schemes.importing.refusals import ImportRefused, Place, Reason, not_a_document

#: Of the bundle as it is uploaded, and of all its members unpacked.
MAX_BUNDLE_BYTES = 50_000_000
MAX_MEMBERS = 500
DOCUMENT = "document.json"
FOLDER = "files/"

_FILE = re.compile(r"files/([0-9a-f]{64})\.[a-z0-9]{1,8}", re.ASCII)
# What a Mac adds to every archive, and the folder as an entry of its own.
_IGNORED = re.compile(r"__MACOSX/.*|(?:files/)?\.DS_Store|files/")
_LISTED = b"PK\x01\x02"
_IS_ENCRYPTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# What `zipfile` raises for bytes that are not, or not quite, a ZIP.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    LookupError,
    OverflowError,
    OSError,
)


def read_bundle(name: str, data: bytes) -> Incoming:
    """The document of a bundle with its files, each of which is what its name says.

    A file that the document names may be missing; one that it does not name may not be there.

    Raises:
        ImportRefused: the bundle cannot be read, or holds something else.
    """
    if len(data) > MAX_BUNDLE_BYTES:
        raise _too_large()
    # Counted before the list is read: each entry of it costs memory.
    if data.count(_LISTED) > 10 * MAX_MEMBERS:
        raise _too_many()
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE:
        raise ImportRefused(
            Reason.NOT_A_BUNDLE, _("The file is no ZIP archive, or it is damaged.")
        ) from None
    with archive:
        members = _checked(archive.infolist())
        document = _document(archive, members.pop(DOCUMENT))
        files = dict(_file(archive, info) for info in members.values())
    _refuse_unnamed(document, files)
    return Incoming(document, name, files, is_bundle=True)


def _checked(listed: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """The members by name, as far as the list of the archive tells that they may be read."""
    if len(listed) > MAX_MEMBERS:
        raise _too_many()
    members = [info for info in listed if not _IGNORED.fullmatch(info.filename)]
    for info in members:
        _check_member(info)
    contents = Counter(_identity(info.filename) for info in members)
    for info in members:
        if contents[_identity(info.filename)] > 1:
            raise ImportRefused(
                Reason.REPEATED_MEMBER,
                _("The bundle holds this file twice. Leave one of the two out."),
                Place(info.filename),
            )
    if sum(info.file_size for info in members) > MAX_BUNDLE_BYTES:
        raise _too_large()
    by_name = {info.filename: info for info in members}
    if DOCUMENT not in by_name:
        raise ImportRefused(
            Reason.NO_DOCUMENT,
            _("The bundle holds no “document.json”. It must stand at the top, in no folder."),
        )
    return by_name


def _check_member(info: zipfile.ZipInfo) -> None:
    place = Place(_printable(info.filename))
    if info.filename != DOCUMENT and not _FILE.fullmatch(info.filename):
        raise ImportRefused(
            Reason.UNEXPECTED_MEMBER,
            _(
                "This does not belong in a bundle, which holds “document.json” and "
                "“files/<SHA-256 digest>.<ending>” alone. Take it out."
            ),
            place,
        )
    if info.flag_bits & _IS_ENCRYPTED:
        raise ImportRefused(
            Reason.ENCRYPTED,
            _("The bundle is encrypted. Make it again without a password."),
            place,
        )
    if info.compress_type not in _METHODS:
        raise ImportRefused(
            Reason.DAMAGED,
            _("This was packed by a method other than “deflate”. Make an ordinary ZIP archive."),
            place,
        )
    if info.filename != DOCUMENT and info.file_size > MAX_FILE_BYTES:
        raise ImportRefused(
            Reason.TOO_LARGE,
            _("The file is larger than %(size)d MB.") % {"size": MAX_FILE_BYTES // 1_000_000},
            place,
        )


def _document(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Document:
    try:
        # What is too large by its own word is not unpacked.
        if info.file_size > MAX_DOCUMENT_BYTES:
            raise larger_than_any_document()
        return parse(_content(archive, info))
    except DocumentUnreadable as problem:
        raise not_a_document(problem, member=DOCUMENT) from None


def _file(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str, IncomingFile]:
    data = _content(archive, info)
    digest = hashlib.sha256(data).hexdigest()
    if digest != _identity(info.filename):
        raise ImportRefused(
            Reason.WRONG_DIGEST,
            _(
                "The content of this file is not the one that its name says: its SHA-256 digest "
                "is %(digest)s. Make the bundle again from the original file."
            )
            % {"digest": digest},
            Place(info.filename),
        )
    return digest, IncomingFile(info.filename, data)


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The member's content, which is exactly as long as the archive says.

    `zipfile` would stop silently at the declared size. So it is told of a larger one, and one
    byte more is asked for: a member that goes on is noticed, and unpacked no further.
    """
    open_ended = copy.copy(info)
    open_ended.file_size = 2 * MAX_BUNDLE_BYTES
    try:
        with archive.open(open_ended) as member:
            data = member.read(info.file_size + 1)
    except _UNREADABLE:
        raise ImportRefused(
            Reason.DAMAGED,
            _("This part of the bundle is damaged and cannot be unpacked."),
            Place(info.filename),
        ) from None
    if len(data) != info.file_size:
        raise ImportRefused(
            Reason.FALSE_SIZE,
            _("Unpacked, this has another size than the bundle says. Make the bundle again."),
            Place(info.filename),
        )
    return data


def _refuse_unnamed(document: Document, files: dict[str, IncomingFile]) -> None:
    """A file that no part of the document names would be lost silently."""
    named = {reference["sha256"] for _path, reference in file_references(document)}
    for digest, file in files.items():
        if digest not in named:
            raise ImportRefused(
                Reason.UNNAMED_FILE,
                _("The document does not name this file. Take it out, or name it there."),
                Place(file.member),
            )


def _identity(member: str) -> str:
    """The digest in a file's name: two endings of one digest are the same file."""
    found = _FILE.fullmatch(member)
    return found[1] if found else member


def _printable(name: str) -> str:
    return "".join(sign if sign.isprintable() else "�" for sign in name)[:120]


def _too_large() -> ImportRefused:
    return ImportRefused(
        Reason.TOO_LARGE,
        _("The bundle is larger than %(size)d MB, packed or unpacked.")
        % {"size": MAX_BUNDLE_BYTES // 1_000_000},
    )


def _too_many() -> ImportRefused:
    return ImportRefused(
        Reason.TOO_MANY_MEMBERS,
        _("The bundle holds more than %(number)d files.") % {"number": MAX_MEMBERS},
    )
