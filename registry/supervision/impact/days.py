"""The later days on which a change may show, by the rows that begin or end on them.

That may be when another row gives way: an approval that is taken away is missed on the day on which
another one of the body ends, a limit that was changed counts when the one after it is over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q

from portal.reference.registers import Register, Row, find_register
from schemes.facts_source import Name, names_in_row

ONE_DAY = timedelta(days=1)


class ComingDays:
    """The days ahead on which rows of some registers begin to count, or count no more."""

    def __init__(self, registers: Iterable[str], after: date) -> None:
        self._of_everybody: set[date] = set()
        self._by_name: dict[Name, set[date]] = defaultdict(set)
        for key in registers:
            register = find_register(key)
            if register is not None and register.is_dated:
                for row in _rows_ahead(register, after):
                    days = days_of(row, register.last_days)
                    self._add(key, row, {day for day in days if day > after})

    def with_names(self, names: Iterable[Name]) -> set[date]:
        """The days of the rows that name one of these, and of those that may concern everybody."""
        return self._of_everybody.union(*(self._by_name.get(name, ()) for name in names))

    def _add(self, key: str, row: Row, days: set[date]) -> None:
        names = names_in_row(key, row)
        if names is None:
            self._of_everybody |= days
        for name in names or ():
            self._by_name[name] |= days


def days_of(row: Row, last_days: Iterable[str]) -> set[date]:
    """The days on which a row begins to count, and on which something of it counts no more."""
    begins, ends = row.get("valid_from", ""), filter(None, (row.get(name) for name in last_days))
    days = {date.fromisoformat(begins)} if begins else set()
    return days | {date.fromisoformat(end) + ONE_DAY for end in ends}


def _rows_ahead(register: Register, after: date) -> Iterator[Row]:
    ahead = Q(valid_from__gt=after)
    for name in register.last_days:
        ahead |= Q(**{f"{name}__gte": after})
    return map(register.row, register.records.filter(ahead))
