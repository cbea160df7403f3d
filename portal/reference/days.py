"""A day as people and spreadsheets write it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# With a time of day behind it or without, as spreadsheets add one.
_DAY = re.compile(
    r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?"
    r"(?:[T ]*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
)
_TOGETHER = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
#: Days since the end of 1899 with a part of a day, as Excel keeps them; five digits are the years
#: 1927 to 2173, and no other way of writing a day has five digits.
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_BEFORE_FIRST = date(1899, 12, 30)


def day_of(text: str) -> date:
    """The day that a cell means.

    Raises:
        ValidationError: it means none, or could mean several (11/12/2026).
    """
    written = unicodedata.normalize("NFKC", text).strip()
    serial = _SERIAL.fullmatch(written)
    if serial:
        return _BEFORE_FIRST + timedelta(days=int(serial[1]))
    found = _DAY.fullmatch(written) or _TOGETHER.fullmatch(written)
    try:
        if found:
            year, month, day = map(int, found.groups())
            return date(year, month, day)
    except ValueError:
        pass
    raise ValidationError(_("“%(text)s” is no day. Write it as 2026-11-20.") % {"text": text[:40]})
