"""The text of an SVG file, whatever encoding the program wrote it in."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext_lazy as _

from portal.core.file_errors import FileRefused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: By the name in the XML declaration. GB18030 holds all of GB2312 and GBK; what declares itself
#: as UTF-16 and is not was written by programs that only changed the word.
_DECLARED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf-16": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "cp936": "gb18030",
    "windows-936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
_DECLARATION = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_BEGINS_AS_XML = re.compile(r"\s*<(?:\?xml|!--|!DOCTYPE|svg)", re.IGNORECASE)


def looks_like_xml(data: bytes) -> bool:
    """Whether bytes begin as an XML file does, in any encoding."""
    start = data[:2000]
    encoding, skipped = _marked(start)
    text = start[skipped:].decode(encoding or "latin-1", errors="ignore")
    return _BEGINS_AS_XML.match(text) is not None


def text_of(data: bytes) -> str:
    """The file as text.

    Raises:
        FileRefused: its encoding is not known, or it does not hold to it.
    """
    encoding, skipped = _marked(data)
    if not encoding:
        encoding = _declared(data)
    try:
        return data[skipped:].decode(encoding)
    except UnicodeDecodeError as problem:
        raise FileRefused(
            _(
                "Line %(line)d of the drawing does not hold to its encoding (%(encoding)s). "
                "Save it as UTF-8 and upload again."
            )
            % {"line": data[: problem.start].count(b"\n") + 1, "encoding": encoding.upper()}
        ) from None


def _marked(data: bytes) -> tuple[str, int]:
    """The encoding that the first bytes tell, and how many of them only mark it."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    if data.startswith(b"<\x00"):
        return "utf-16-le", 0
    if data.startswith(b"\x00<"):
        return "utf-16-be", 0
    return "", 0


def _declared(data: bytes) -> str:
    found = _DECLARATION.match(data[:400])
    name = found[1].decode().lower() if found else "utf-8"
    if name not in _DECLARED:
        raise FileRefused(
            _(
                "The drawing is written in the encoding “%(encoding)s”, which is not read here. "
                "Save it as UTF-8 and upload again."
            )
            % {"encoding": name[:40]}
        )
    return _DECLARED[name]
