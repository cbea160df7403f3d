"""The text of a CSV file: which encoding it is in is seen from its bytes."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext as _

from portal.core.tables.errors import TableUnreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENDS_OF_CELLS = re.compile(r"[,;\t\r\n]")


def text_of(content: bytes) -> str:
    """The file as text: UTF-8, UTF-16 or GB18030, with a mark or without.

    Raises:
        TableUnreadable: it is in none of them.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content.removeprefix(mark), encoding)
    if b"\x00" in content:
        return _without_mark(content)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content):
            raise _not_read(content, error) from None
        return _decoded(content, "gb18030")


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _not_read(content, error) from None


def _not_read(content: bytes, error: UnicodeDecodeError) -> TableUnreadable:
    line = content[: error.start].count(b"\n") + 1
    text = _("The file is neither UTF-8 nor UTF-16 nor GB18030. Save it as “CSV UTF-8”.")
    return TableUnreadable(line, text)


def _without_mark(content: bytes) -> str:
    """UTF-16 without a mark: of the two orders of bytes the one that makes cells and lines."""
    texts = (content.decode(encoding, "replace") for encoding in ("utf-16-le", "utf-16-be"))
    text = max(texts, key=lambda one: len(_ENDS_OF_CELLS.findall(one)))
    # What is no UTF-16 either is full of zeros, which no cell may hold.
    return text if "\ufffd" not in text else content.decode("utf-8", "replace")


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether it was UTF-8: GB18030 that happens to be well-formed here and there stays rare."""
    text = content.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    return sum(not sign.isascii() for sign in text) - faults > faults
