"""What is not there, and how typed words become values."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any, Final


class _Absent:
    """The value of a part that is not there; different from null and from empty."""

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final[Any] = _Absent()

# PostgreSQL stores neither of these in JSON, and UTF-8 has no form for half a pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_PLAIN_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{1,12})?|\.\d{1,12})", re.ASCII)
_GROUPED_NUMBER = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", re.ASCII)


def clean(words: str) -> str:
    """Typed text with the line ends of this system and nothing that cannot be stored."""
    return _UNSTORABLE.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def text_of(words: str) -> Any:
    """A text without the blanks around it; nothing typed is nothing stored."""
    return words.strip() or ABSENT


def number_of(words: str) -> Any:
    """A number, also written as 12,000 or in full-width digits; other words stay words."""
    plain = unicodedata.normalize("NFKC", words).strip().replace("−", "-")
    if _GROUPED_NUMBER.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _PLAIN_NUMBER.fullmatch(plain):
        return text_of(words)
    if "." not in plain:
        return int(plain)
    number = float(plain)
    return int(number) if number.is_integer() else number


def date_of(words: str) -> Any:
    """An ISO day, also written 2026/1/5 or 2026年1月5日; other words stay words."""
    plain = unicodedata.normalize("NFKC", words).strip()
    match = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", plain, re.ASCII)
    if match:
        try:
            return dt.date(*map(int, match.groups())).isoformat()
        except ValueError:
            pass
    return text_of(words)


def is_day(value: object) -> bool:
    """Whether a value is an ISO day, as a date input can show it."""
    try:
        return isinstance(value, str) and dt.date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def is_number(value: object) -> bool:
    """Whether a value is a number; true and false are none."""
    return isinstance(value, int | float) and not isinstance(value, bool)
