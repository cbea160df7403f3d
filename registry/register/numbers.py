"""Numbers of the register: `TS-2026-000123-C`, the last a check character (ISO 7064).

Allocated from a locked counter, so two filings at once never get the same one, and a number
whose transaction fails is given again rather than lost.
"""

from __future__ import annotations

import re

from django.db import transaction
from stdnum.iso7064 import mod_37_36

from portal.core.folding import identity, plain
from registry.models.numbers import NumberCounter

#: Entries of the register.
ENTRY_SERIES = "TS"
#: Filings and their receipts.
FILING_SERIES = "FL"
#: Correction notices.
NOTICE_SERIES = "CN"
#: Letters about decisions and acts.
LETTER_SERIES = "LT"
#: Campaigns of supervision.
CAMPAIGN_SERIES = "CP"

NUMBER = re.compile(r"([A-Z]{2})-(\d{4})-(\d{6})-([0-9A-Z])")
_TYPED = re.compile(r"(?<![A-Z0-9])([A-Z]{2})(\d{4})(\d{6})([0-9A-Z])(?![A-Z0-9])")


def allocate_number(series: str, year: int) -> str:
    """The next number of a series in a year; call inside the transaction that uses it."""
    (number,) = allocate_numbers(series, year, 1)
    return number


def allocate_numbers(series: str, year: int, count: int) -> list[str]:
    """The next numbers of a series in a year, in their order, for as many records."""
    with transaction.atomic():
        NumberCounter.objects.get_or_create(series=series, year=year)
        counter = NumberCounter.objects.select_for_update().get(series=series, year=year)
        first, counter.last = counter.last + 1, counter.last + count
        counter.save(update_fields=["last"])
    return [_number(series, year, n) for n in range(first, first + count)]


def _number(series: str, year: int, n: int) -> str:
    check = mod_37_36.calc_check_digit(f"{series}{year:04d}{n:06d}")
    return f"{series}-{year:04d}-{n:06d}-{check}"


def normalise_number(text: str) -> str:
    """The number in what a person typed, pasted or scanned, or the text where there is none.

    The words around it do no harm: `登记编号：TS-2026-000123-C。` or the address in a QR code.
    """
    found = _TYPED.search(re.sub("[-_]", "", identity(text)))
    return "-".join(found.groups()) if found else plain(text).upper() or text.strip().upper()


def is_well_formed(number: str) -> bool:
    """Whether a number has the right shape and its check character fits."""
    return bool(NUMBER.fullmatch(number)) and mod_37_36.is_valid(number.replace("-", ""))
