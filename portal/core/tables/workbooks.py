"""The sheets of an Excel workbook (`.xlsx`) as rows of text, within a budget.

A workbook is a ZIP archive: how large it becomes is looked up before anything is unpacked.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _

from portal.core.tables.errors import TableUnreadable

#: Bytes when unpacked; what stands beside the sheets (the words of all cells, the styles) is held
#: in memory whole, in many times its size.
MAX_UNPACKED = 60_000_000
MAX_BESIDE = 16_000_000
MAX_PARTS = 500
#: Reading takes time by the tag; a list of 30,000 rules filed on paper has as many as this.
MAX_TAGS = 2_000_000
#: Of a sheet, empty ones as well.
MAX_LINES = 100_000
MAX_COLUMNS = 60

_PLACE = re.compile(rb'\br="([A-Z]{2,3})\d')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ERRORS = frozenset("#DIV/0! #N/A #NAME? #NULL! #NUM! #REF! #VALUE! #SPILL! #CALC!".split())
_ZIP = b"PK\x03\x04"
#: The container of `.xls` and of workbooks with a password.
_OLE = b"\xd0\xcf\x11\xe0"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def is_workbook(content: bytes) -> bool:
    """Whether bytes are a workbook, or want to be one."""
    return content.startswith((_ZIP, _OLE))


def sheets_of(content: bytes) -> list[Iterator[tuple[int, list[str]]]]:
    """The rows of each sheet that is shown, with their numbers; read as they are asked for.

    Raises:
        TableUnreadable: it is no workbook, has a password, or becomes too large.
    """
    if content.startswith(_OLE):
        text = _("This is an older workbook, or one with a password. Save it as .xlsx without one.")
        raise TableUnreadable(1, text)
    looks = _looked_into(content)
    with _opened(content) as book:
        shown = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not shown:
        raise _unreadable()
    return [_rows(content, title, looks) for title in shown]


@dataclass(frozen=True)
class _Looks:
    """What the sheets hold, so that what takes longest is done where it is needed only."""

    has_formulas: bool
    is_wide: bool


def _looked_into(content: bytes) -> _Looks:
    """Refuse what becomes too large, before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            sheets = [part for part in parts if part.filename.startswith("xl/worksheets")]
            total = sum(part.file_size for part in parts)
            beside = total - sum(part.file_size for part in sheets)
            if len(parts) > MAX_PARTS or total > MAX_UNPACKED or beside > MAX_BESIDE:
                raise _too_large()
            texts = [archive.read(part) for part in sheets]
            tags = sum(archive.read(part).count(b"<") for part in parts)
    except _BROKEN:
        raise _unreadable() from None
    if tags > MAX_TAGS:
        raise _too_large()
    is_wide = any(_number_of(found[1]) > MAX_COLUMNS for t in texts for found in _PLACE.finditer(t))
    return _Looks(any(map(_FORMULA.search, texts)), is_wide)


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _unreadable() -> TableUnreadable:
    return TableUnreadable(1, _("The workbook cannot be read. Save it as .xlsx or “CSV UTF-8”."))


def _too_large() -> TableUnreadable:
    return TableUnreadable(1, _("The workbook is too large. Save the sheet as “CSV UTF-8”."))


@contextmanager
def _opened(content: bytes, *, formulas: bool = False) -> Iterator[Any]:
    # Most people who import bring no workbook.
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            # It warns of what it leaves out (pictures, lists to choose from), none of it cells.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=not formulas)
            try:
                yield book
            finally:
                book.close()
    except TableUnreadable:
        raise
    except _BROKEN:
        raise _unreadable() from None


def _rows(content: bytes, title: str, looks: _Looks) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet, with what formulas came to when the workbook was saved."""
    with _opened(content) as book:
        for line, values in enumerate(_values(book[title], looks), start=1):
            cells = [_text(line, at, value) for at, value in enumerate(values, start=1)]
            if line > MAX_LINES or any(cells[MAX_COLUMNS:]):
                raise _too_large()
            yield line, cells
    if looks.has_formulas:
        _check_formulas(content, title, looks)


def _values(sheet: Any, looks: _Looks) -> Iterator[tuple[Any, ...]]:
    # What a sheet says of its own size may be wrong. A row may be formatted to its very end, so
    # it is cut off one cell after the last that a table may have.
    sheet.reset_dimensions()
    most = MAX_COLUMNS + 1 if looks.is_wide else None
    return iter(sheet.iter_rows(max_col=most, values_only=True))


def _check_formulas(content: bytes, title: str, looks: _Looks) -> None:
    """Refuse a formula whose result is not in the file: its cell would be taken for empty."""
    with _opened(content) as values, _opened(content, formulas=True) as formulas:
        both = zip(_values(values[title], looks), _values(formulas[title], looks), strict=True)
        for line, (row, written) in enumerate(both, start=1):
            for at, pair in enumerate(zip(row, written, strict=True), start=1):
                if pair[0] is None and pair[1] is not None:
                    text = _("The cell %(cell)s has a formula without a result. Save it in Excel.")
                    raise TableUnreadable(line, text % {"cell": _place(line, at)})


def _place(line: int, at: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(at)}{line}"


def _text(line: int, at: int, value: Any) -> str:
    if isinstance(value, str) and value in _ERRORS:
        words = {"cell": _place(line, at), "error": value}
        raise TableUnreadable(line, _("The cell %(cell)s shows an error (%(error)s).") % words)
    return _in_words(value)


def _in_words(value: Any) -> str:
    """A value as CSV has it; a number with the 15 digits that a spreadsheet shows."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        midnight = value.time() == time.min
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)
