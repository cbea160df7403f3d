"""Reading a document that may have gaps and wrong shapes: what is not there reads as nothing.

Rules look at drafts too. The blueprint says what is missing or misshapen; a rule that finds
no value to judge stays silent.

Many rules read the same lists. While a document is `remembered`, each is read once; what these
functions return is therefore shared and never changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from schemes.documents.addresses import format as format_address
from schemes.documents.addresses import records_of
from schemes.documents.texts import signs_of

Record = Mapping[str, Any]


class _Memory:
    """What was read of one document, which stays as it is meanwhile."""

    __slots__ = ("activities", "document", "records", "signs")

    def __init__(self, document: Any) -> None:
        self.document = document
        self.records: dict[tuple[str, ...], list[tuple[str, Record]]] = {}
        self.activities: dict[str, set[str]] | None = None
        self.signs: str | None = None


_memory: ContextVar[_Memory | None] = ContextVar("what was read of the document", default=None)


class remembered:  # noqa: N801  a context manager reads as a word
    """Read each list of the document once only, until the block ends.

    The document must not change inside the block.
    """

    __slots__ = ("_memory", "_token")

    def __init__(self, document: Any) -> None:
        self._memory = _Memory(document)

    def __enter__(self) -> None:
        self._token = _memory.set(self._memory)

    def __exit__(self, *_fault: object) -> None:
        _memory.reset(self._token)


def at(document: Any, *names: str) -> Any:
    """The value below these names, or None."""
    value = document
    try:
        for name in names:
            value = value[name]
    except (KeyError, TypeError):
        return None
    return value


def record(document: Any, *names: str) -> Record:
    """The object below these names, empty when there is none."""
    value = at(document, *names)
    return value if isinstance(value, dict) else {}


def records(document: Any, *names: str) -> list[tuple[str, Record]]:
    """The objects of a list, each with its address."""
    memory = _memory.get()
    if memory is None or memory.document is not document:
        return _records(document, names)
    known = memory.records.get(names)
    if known is None:
        known = memory.records[names] = _records(document, names)
    return known


def _records(document: Any, names: tuple[str, ...]) -> list[tuple[str, Record]]:
    value = at(document, *names)
    if not isinstance(value, list):
        return []
    return records_of(_address(names), value)


@lru_cache(maxsize=1024)
def _address(names: tuple[str, ...]) -> str:
    return format_address(names)


def signs(document: Any) -> str:
    """Every character of the document's texts, each once."""
    memory = _memory.get()
    if memory is None or memory.document is not document:
        return "".join(signs_of(document))
    if memory.signs is None:
        memory.signs = "".join(signs_of(document))
    return memory.signs


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
    memory = _memory.get()
    if memory is None or memory.document is not document:
        return _activities(document).get(function, set())
    if memory.activities is None:
        memory.activities = _activities(document)
    return memory.activities.get(function, set())


def _activities(document: Any) -> dict[str, set[str]]:
    by_function: dict[str, set[str]] = {}
    for _address, module in records(document, "process", "modules"):
        function, activity = module.get("function"), module.get("activity")
        if isinstance(function, str) and isinstance(activity, str):
            by_function.setdefault(function, set()).add(activity)
    return by_function


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
