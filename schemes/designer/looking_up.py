"""What the registers know, found by the words that somebody types: nothing of it need be known.

Each look-up answers a few rows: what is kept, and how it is called in the language of the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from portal.core.folding import fold
from portal.core.localised import in_language
from portal.core.standard_numbers import normal_form
from portal.core.units import Unit
from portal.reference.models import Standard
from portal.reference.units import units_on

#: How many rows are answered.
MOST = 12
#: What is longer is no search.
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """One row: the code or number that is kept, and what it is called."""

    value: str
    label: str


def units_like(words: str, language: str) -> list[Found]:
    """Units by code, symbol or a part of their name, in any language; the plainest first.

    Source of the codes: UN/CEFACT Recommendation 20.
    """
    units, wanted = units_on(timezone.localdate()), fold(words).strip()
    plainest = units.meant(words)
    others = sorted(
        (unit for unit in units.values() if unit.code not in plainest and _is_named(unit, wanted)),
        key=lambda unit: (_begins_late(unit, wanted), len(in_language(unit.name, language))),
    )
    found = [*((units[code]) for code in plainest), *others][:MOST]
    return [Found(unit.code, _called(unit, language)) for unit in found]


def _names(unit: Unit) -> Iterator[str]:
    yield from filter(None, map(fold, (unit.code, unit.symbol, *unit.name.values())))


def _is_named(unit: Unit, wanted: str) -> bool:
    return any(wanted in name for name in _names(unit))


def _begins_late(unit: Unit, wanted: str) -> bool:
    return not any(name.startswith(wanted) for name in _names(unit))


def _called(unit: Unit, language: str) -> str:
    return " ".join(filter(None, (in_language(unit.name, language), unit.symbol)))


def standards_like(words: str, language: str) -> list[Found]:
    """Standards by any spelling of a part of their number, or by words of their title."""
    form = normal_form(words)
    by_title = Q(title_zh__icontains=words) | Q(title_en__icontains=words)
    by_number = Q(normal_number__icontains=form) if form else Q(pk__in=())
    today = timezone.localdate()
    rows = list(Standard.objects.filter(by_number | by_title).order_by("number")[: MOST * 8])
    rows.sort(
        key=lambda row: (
            not row.normal_number.startswith(form),
            row.status_on(today) not in ("current", "upcoming"),
        )
    )
    return [
        Found(
            row.number,
            f"{in_language({'zh': row.title_zh, 'en': row.title_en}, language)}"
            f" · {row.status_on(today).label}",
        )
        for row in rows[:MOST]
    ]


#: By the word in the address of a look-up.
LOOK_UPS: dict[str, Callable[[str, str], list[Found]]] = {
    "units": units_like,
    "standards": standards_like,
}


def found_in(register: str, words: str, language: str) -> list[Found]:
    """What a register has for some words; nothing for none.

    Raises:
        LookupError: nothing is looked up under this name.
    """
    look_up = LOOK_UPS[register]
    words = words.strip()
    return look_up(words, language) if 0 < len(words) <= LONGEST else []
