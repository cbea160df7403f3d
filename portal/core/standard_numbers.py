"""What every layer must see alike in the numbers of standards."""

from __future__ import annotations

import re
from functools import lru_cache

#: The types of the national standards of China, which their numbers begin with.
NATIONAL_TYPES = frozenset({"GB", "GB/T", "GB/Z"})
#: The named group of a shape that holds the year of a number, and the one that holds its type.
YEAR_GROUP = "year"
CODE_GROUP = "code"


@lru_cache(maxsize=65_536)
def normal_form(ref: str) -> str:
    """`CODE NUMBER-YEAR` without blanks and with one kind of dash, for comparing."""
    return re.sub(r"\s", "", re.sub("[‐–—－]", "-", ref)).upper()
