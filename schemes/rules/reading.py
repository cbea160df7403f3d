"""Reading a document that may have gaps and wrong shapes: what is not there reads as nothing.

Rules look at drafts too. The blueprint says what is missing or misshapen; a rule that finds
no value to judge stays silent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from schemes.documents.addresses import child, numbered
from schemes.documents.addresses import format as format_address

Record = Mapping[str, Any]


def at(document: Any, *names: str) -> Any:
    """The value below these names, or None."""
    value = document
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def record(document: Any, *names: str) -> Record:
    """The object below these names, empty when there is none."""
    value = at(document, *names)
    return value if isinstance(value, dict) else {}


def records(document: Any, *names: str) -> list[tuple[str, Record]]:
    """The objects of a list, each with its address."""
    value = at(document, *names)
    if not isinstance(value, list):
        return []
    address = format_address(names)
    return [
        (child(address, step), item) for step, item in numbered(value) if isinstance(item, dict)
    ]


def codes(value: Any) -> list[str]:
    """The strings of a list of codes."""
    return [code for code in value if isinstance(code, str)] if isinstance(value, list) else []


def number(value: Any) -> int | float | None:
    """A number; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value


def day(value: Any) -> dt.date | None:
    """An ISO 8601 day."""
    if not isinstance(value, str) or len(value) != 10:
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def word(value: Any) -> str:
    """A plain string without blanks at its ends; empty for anything else."""
    return value.strip() if isinstance(value, str) else ""


def years_later(start: dt.date, years: int) -> dt.date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return dt.date(start.year + years, 3, 1)


def activities(document: Any, function: str) -> set[str]:
    """The activities of the process modules with this function."""
    return {
        module["activity"]
        for _address, module in records(document, "process", "modules")
        if module.get("function") == function and isinstance(module.get("activity"), str)
    }


def has_modules(document: Any) -> bool:
    """Whether the process is described at all, so that a missing activity means something."""
    return isinstance(at(document, "process", "modules"), list)


def category(document: Any) -> str:
    """The category of the scheme."""
    return word(at(document, "category"))


def scheme_type(document: Any) -> str:
    """The declared type of ISO/IEC 17067."""
    return word(at(document, "process", "scheme_type"))


def is_batch(document: Any) -> bool:
    """Whether certificates are for single batches."""
    return at(document, "certificate", "batch") is True


def is_one_off(document: Any) -> bool:
    """Whether nothing follows the certificate: a batch or a type 1a scheme."""
    return is_batch(document) or scheme_type(document) == "1a"


def has_mark(document: Any) -> bool:
    """Whether the scheme has a mark."""
    return isinstance(at(document, "mark"), dict)
