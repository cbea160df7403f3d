"""The units that the register knows: on a day for rules, and all of them for reading.

A document keeps its words when a unit is no longer to be used, so that reading knows every row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, cached_property
from threading import Lock
from typing import Any
from uuid import UUID

from portal.core.units import Unit, Units
from portal.reference import models
from portal.reference.changes import current_token
from portal.reference.shipped import DATA

_lock = Lock()
#: By the name of the register's state; one is kept.
_kept: dict[UUID, Units] = {}


def units_on(day: date) -> Units:
    """By code, the units that may be used on a day; what ships where the register has no row."""
    rows = models.Unit.objects.on(day)
    found = Units((row.code, _unit(_texts(row))) for row in rows)
    return found if found or models.Unit.objects.exists() else shipped_units()


def known_units() -> KnownUnits:
    """By code, every unit of the register; nothing is asked of it until a unit is looked up."""
    return KnownUnits()


@cache
def shipped_units() -> Units:
    """The units with which the register begins, for where there is no database."""
    with (DATA / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        return Units((row["code"], _unit(row)) for row in csv.DictReader(file))


class KnownUnits(Mapping[str, Unit]):
    """All units, read when the first is asked for and kept until one changes."""

    @cached_property
    def _units(self) -> Units:
        token = current_token(models.Unit)
        with _lock:
            if token is not None and token in _kept:
                return _kept[token]
        units = Units((row.code, _unit(_texts(row))) for row in models.Unit.objects.all())
        if token is not None:
            with _lock:
                _kept.clear()
                _kept[token] = units
        return units

    def meant(self, typed: str) -> tuple[str, ...]:
        """The codes that may be meant by what is none, the plainest first."""
        return self._units.meant(typed)

    def __getitem__(self, code: str) -> Unit:
        return self._units[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._units)

    def __len__(self) -> int:
        return len(self._units)


_COLUMNS = ("code", "symbol", "name_zh", "name_en", "written_zh", "written_en")


def _texts(row: Any) -> dict[str, str]:
    return {name: getattr(row, name) for name in _COLUMNS}


def _unit(row: Mapping[str, str]) -> Unit:
    """A row; one whose Chinese name nobody has found is called by its code there."""
    names = {"zh": "" if row["name_zh"] == row["code"] else row["name_zh"], "en": row["name_en"]}
    return Unit(
        row["code"], row["symbol"], names, {"zh": row["written_zh"], "en": row["written_en"]}
    )
