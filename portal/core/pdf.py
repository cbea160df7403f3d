"""PDF files from HTML of ours: PDF/A-3a, tagged, with files attached, the same bytes every time.

The only module that knows WeasyPrint. It is loaded late, for it takes a second that most
processes never need, and it reads nothing but what is written in the page itself (`data:`).
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.contrib.staticfiles import finders

from portal.core.characters import is_drawn
from portal.core.fonts import printable_code_points

#: PDF/A (ISO 19005-3) with structure for screen readers and with files of any kind attached.
VARIANT = "pdf/a-3a"
#: Pango's maps of fonts are not made for two threads at a time.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF. Its date is given, not taken from the clock."""

    name: str
    content: bytes
    description: str
    dated: datetime


def make_pdf(html: str, stylesheet: str, *attachments: Attachment) -> bytes:
    """The PDF of a page.

    `stylesheet` is the name of a static file. The metadata come from the page's own head; the
    same page with the same attachments and fonts gives the same bytes.
    """
    with _one_at_a_time:
        page = _weasyprint().HTML(string=printable(html), url_fetcher=_fetcher())
        data: bytes = page.write_pdf(
            stylesheets=[_stylesheet(stylesheet)],
            font_config=_fonts(),
            attachments=[_embedded(attachment) for attachment in attachments],
            pdf_variant=VARIANT,
        )
    return data


def printable(html: str) -> str:
    """The page without signs that no font can have.

    One of them would be printed as a box, and would spoil the text that is copied out of the
    file. Controls become blanks, and what nobody can draw the replacement character; a document
    with such a sign is refused before it is signed (SCH-042).
    """
    found = {ord(sign): _substitute(sign) for sign in set(html)}
    return html.translate({code: other for code, other in found.items() if other})


def _substitute(sign: str) -> str:
    """What is printed instead; empty where the sign itself is."""
    category = unicodedata.category(sign)
    if category in ("Cc", "Zl", "Zp"):
        return "" if sign in "\t\r\n" else " "
    if category in ("Co", "Cs"):
        return "\ufffd"
    known = printable_code_points()
    if known is None or sign.isascii() or not is_drawn(sign):
        return ""
    return "" if ord(sign) in known else "\ufffd"


def _embedded(attachment: Attachment) -> Any:
    return _weasyprint().Attachment(
        string=attachment.content,
        name=attachment.name,
        description=attachment.description,
        created=attachment.dated,
        modified=attachment.dated,
        relationship="Source",
    )


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """One for the process: a new one for each file takes 20 MB that never come back."""
    return _weasyprint().text.fonts.FontConfiguration()


@lru_cache(maxsize=8)
def _stylesheet(name: str) -> Any:
    """A static file as a parsed style sheet.

    Raises:
        LookupError: there is no such static file.
    """
    path = finders.find(name)
    if path is None:
        raise LookupError(f"The style sheet {name!r} is not among the static files.")
    return _weasyprint().CSS(filename=path, url_fetcher=_fetcher(), font_config=_fonts())


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """Reads `data:` addresses and refuses all others: no file and no host is ever asked."""
    return _weasyprint().urls.URLFetcher(allowed_protocols=("data",), allow_redirects=False)


def _weasyprint() -> Any:
    """Read when it is needed, since it is large.

    It lets Pillow take pictures that are cut short, in the whole process; ours may not.
    """
    import weasyprint
    from PIL import ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint
