"""The files in which rules were filed before the portal: PDF and what Word writes.

What a file is, is read from its bytes. Its words are read apart, as all work on strangers' files;
of a scan, and of the older form of Word, there are none to be read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext_lazy as _

from portal.core.apart import TooMuchWork, apart
from portal.core.file_errors import FileRefused
from schemes.files.uploads import MAX_BYTES
from schemes.models import DOC, DOCX

PDF = "application/pdf"
#: What is kept of the words of one file, in characters.
MOST_CHARACTERS = 100_000
#: Bytes of the part of a .docx in which the text is, unpacked.
MOST_UNPACKED = 30_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_OF_WORD = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_BROKEN_LINE = re.compile(f"(?<=[{_HAN}])[ \t]*[\r\n]+[ \t]*(?=[{_HAN}])")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_NOT_A_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, LookupError, OSError, RuntimeError)


@dataclass(frozen=True)
class Words:
    """What can be read in a file: the words by page or paragraph, perhaps only the first ones."""

    passages: tuple[str, ...] = ()
    is_cut: bool = False


def media_type(data: bytes) -> str:
    """What a file of a rule is.

    Raises:
        FileRefused: it is empty, too large, or neither PDF nor from Word.
    """
    if not data:
        raise FileRefused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        size = {"size": MAX_BYTES // 1_000_000}
        raise FileRefused(_("The file is larger than %(size)d MB.") % size)
    if data.startswith(b"%PDF-"):
        return PDF
    if data.startswith(_OLE):
        return DOC
    if data.startswith(b"PK\x03\x04") and _is_from_word(data):
        return DOCX
    raise FileRefused(_("It is neither PDF nor from Word (.docx, .doc)."))


def words_of(data: bytes, mime: str) -> Words:
    """The words of a file; none where they cannot be read within what one file is given."""
    if mime not in _READERS:
        return Words()
    try:
        return apart(read_words, data, mime)
    except TooMuchWork:
        return Words()


def read_words(data: bytes, mime: str) -> Words:
    """The words of a file, in this process."""
    passages = [words for words in map(_tidy, _READERS[mime](data)) if words]
    kept, left = [], MOST_CHARACTERS
    for words in passages:
        if left <= 0:
            break
        kept.append(words[:left])
        left -= len(words)
    return Words(tuple(kept), is_cut=left < 0 or len(kept) < len(passages))


def _tidy(text: str) -> str:
    """A passage in one line: a line that ends within Chinese goes on in the next."""
    return " ".join(_BROKEN_LINE.sub("", _UNSEEN.sub(" ", text)).split())


def _of_pdf(data: bytes) -> list[str]:
    import pypdfium2  # a large library, for few processes

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    found, left = [], MOST_CHARACTERS
    for page in document:
        words = page.get_textpage().get_text_bounded()
        found.append(words)
        left -= len(words)
        if left < 0:
            break
    return found


def _is_from_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _TEXT_OF_WORD in archive.namelist()
    except _NOT_A_ZIP:
        return False


def _of_word(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if archive.getinfo(_TEXT_OF_WORD).file_size > MOST_UNPACKED:
                return []
            root = fromstring(archive.read(_TEXT_OF_WORD))
    except (*_NOT_A_ZIP, ParseError, DefusedXmlException, ValueError):
        return []
    return ["".join(_pieces(paragraph)) for paragraph in root.iter(f"{_W}p")]


def _pieces(paragraph: Element) -> list[str]:
    """The runs of a paragraph; a tab and a line's end stand between words."""
    found = []
    for part in paragraph.iter():
        if part.tag == f"{_W}t":
            found.append(part.text or "")
        elif part.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            found.append(" ")
    return found


_READERS = {PDF: _of_pdf, DOCX: _of_word}
