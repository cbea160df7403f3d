"""What is known of a standard once its number is: by the register, or by the number itself."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.core.standard_numbers import StandardNumber
from portal.reference.choices import StandardStatus
from portal.reference.models import Standard
from schemes.facts_source import number_patterns_on
from schemes.rules.number_shapes import read


def facts_of(ref: str, day: date) -> dict[str, Any]:
    """The parts of a basis that a reference settles, by their names in the documents' shape.

    Of a standard in the register all that the register holds; of another its type and year, as
    far as its number has the shape of one type.
    """
    number = StandardNumber.of(ref)
    rows = {
        row.normal_number: row for row in Standard.objects.filter(normal_number__in=number.forms)
    }
    row = next((rows[form] for form in number.forms if form in rows), None)
    said = _of_number(ref, number, day) if row is None else _of_row(row, day)
    if number.year:
        said |= {"year": int(number.year), "dated": True}
    elif said:
        said["dated"] = False
    return said


def _of_row(row: Standard, day: date) -> dict[str, Any]:
    status = row.status_on(day)
    title = {"zh": row.title_zh, "en": row.title_en}
    said: dict[str, Any] = {
        "type": row.type,
        "title": {language: words for language, words in title.items() if words},
        "status": str(status.value),
        "status_checked": day.isoformat(),
    }
    if row.issuer_zh:
        said["issuer"] = {"zh": row.issuer_zh}
    if status == StandardStatus.UPCOMING and row.valid_from is not None:
        said["effective"] = row.valid_from.isoformat()
    if row.url:
        said["availability"] = {"url": row.url}
    return said


def _of_number(ref: str, number: StandardNumber, day: date) -> dict[str, Any]:
    is_dated = bool(number.year)
    fitting = [
        type_
        for type_, shape in number_patterns_on(day).items()
        if read(ref, type_, shape, dated=is_dated) is not None
    ]
    # The shape of foreign numbers in general fits nearly everything, and says nothing; ISO and
    # IEC share one.
    telling = [type_ for type_ in fitting if type_ != "national_other"]
    named = [type_ for type_ in telling if number.form.startswith(type_)] or telling
    return {"type": named[0]} if len(named) == 1 else {}
