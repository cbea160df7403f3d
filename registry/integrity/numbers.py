"""The series of register numbers: no gap, no double, and the counter where the series ends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext as _

from registry.integrity.fault import Fault
from registry.models import Campaign, Entry, Filing, Letter, Notice
from registry.models.numbers import NumberCounter
from registry.register.numbers import (
    CAMPAIGN_SERIES,
    ENTRY_SERIES,
    FILING_SERIES,
    LETTER_SERIES,
    NOTICE_SERIES,
    NUMBER,
    is_well_formed,
)

RECORDS = (
    (ENTRY_SERIES, Entry),
    (FILING_SERIES, Filing),
    (NOTICE_SERIES, Notice),
    (LETTER_SERIES, Letter),
    (CAMPAIGN_SERIES, Campaign),
)


def numbers(check: str) -> Iterator[Fault]:
    """Every number is well formed and in its series; every series runs from 1 to its counter."""
    for series, model in RECORDS:
        given: dict[int, list[int]] = defaultdict(list)
        for number in model._default_manager.order_by("pk").values_list("number", flat=True):
            shape = NUMBER.fullmatch(number)
            if shape is None or not is_well_formed(number) or shape[1] != series:
                yield Fault(check, number, _("It is no number of its series."))
            else:
                given[int(shape[2])].append(int(shape[3]))
        yield from _series(check, series, given)


def _series(check: str, series: str, given: dict[int, list[int]]) -> Iterator[Fault]:
    counters = NumberCounter.objects.filter(series=series).values_list("year", "last")
    last = dict(counters)
    for year in sorted({*given, *last}):
        found, name = sorted(given[year]), f"{series}-{year}"
        for number, wanted in zip(found, range(1, len(found) + 1), strict=True):
            if number < wanted:
                yield Fault(
                    check, name, _("Number %(number)d was given twice.") % {"number": number}
                )
                break
            if number > wanted:
                yield Fault(check, name, _("Number %(number)d is missing.") % {"number": wanted})
                break
        else:
            if len(found) != last.get(year, 0):
                text = _("%(found)d numbers are there, but %(given)d were given.")
                values = {"found": len(found), "given": last.get(year, 0)}
                yield Fault(check, name, text % values)
