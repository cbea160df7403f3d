"""What the reference registers say on a day, the same for every document.

Where a register has no row at all, what ships with the rules applies; a row that has ended is the
regulator's will and falls back to nothing.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict, defaultdict
from collections.abc import Mapping
from threading import Lock
from typing import Any
from uuid import UUID

import re2
from django.db.models import F

from portal.core.standard_numbers import normal_form
from portal.reference.changes import current_token
from portal.reference.choices import StandardStatus, TextKind, WordList
from portal.reference.models import (
    CertificateContent,
    CompulsoryItem,
    NumberPattern,
    ProtectedMark,
    RegulatorText,
    RuleLimit,
    RuleWord,
    Standard,
    StandardTransition,
    Unit,
)
from portal.reference.units import units_on
from schemes.facts_source.names import standards_listed
from schemes.facts_source.transitions import with_transitions
from schemes.marks.words import protected_mark_words
from schemes.rules import Facts, Limits
from schemes.rules import facts as shipped
from schemes.rules.facts import StandardFact, Standards, Words

#: Reports ask for today and at times for the day of a filing; previews bring states of their own.
_KEPT = 8
#: The registers that are read.
READ = (
    CertificateContent,
    CompulsoryItem,
    NumberPattern,
    ProtectedMark,
    RegulatorText,
    RuleLimit,
    RuleWord,
    Standard,
    StandardTransition,
    Unit,
)
_kept: OrderedDict[tuple[UUID, dt.date], Facts] = OrderedDict()
_lock = Lock()


def reference_facts(on: dt.date) -> Facts:
    """The facts of a day that do not depend on the document; one query when nothing has moved.

    Kept by the name of the registers' state, so that a change counts at once, in every process.
    """
    token = current_token(*READ)
    if token is None:
        return _read(on)
    key = (token, on)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    facts = _read(on)
    with _lock:
        _kept[key] = facts
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return facts


def _read(on: dt.date) -> Facts:
    current = RegulatorText.objects.current(TextKind.PUBLIC_COMMITMENT, on)
    return Facts(
        today=on,
        limits=_limits(on),
        commitment_version=current.version if current is not None else Facts.commitment_version,
        ccc_standards=_compulsory_standards(on),
        standards=with_transitions(_standards(on), on),
        mark_words=protected_mark_words(on),
        words=_words(on),
        units=units_on(on),
        number_patterns=number_patterns_on(on),
        certificate_fields=_certificate_fields(on),
    )


def _limits(on: dt.date) -> Limits:
    """By name the value that began last; a limit always has a value, else the shipped one."""
    rows = RuleLimit.objects.on(on).order_by(F("valid_from").asc(nulls_first=True), "pk")
    values = dict(rows.values_list("name", "value"))
    return Limits(**{name: values[name] for name in vars(Limits()) if name in values})


_LISTS = {
    "superlatives": WordList.SUPERLATIVE,
    "protected_in_marks": WordList.PROTECTED_IN_MARKS,
    "consultancy": WordList.CONSULTANCY,
    "complaint": WordList.COMPLAINT,
    "excluded_subjects": WordList.EXCLUDED_SUBJECT,
}


def _words(on: dt.date) -> Words:
    rows = list(RuleWord.objects.all())
    if not rows:
        return shipped.default_words()
    lists: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.holds_on(on):
            lists[row.list].append(row.word)
    return Words(**{name: tuple(lists[kept]) for name, kept in _LISTS.items()})


def number_patterns_on(on: dt.date) -> Mapping[str, shipped.NumberPattern]:
    """By the type of a standard, the shape that its number has; what ships where none is kept."""
    rows = list(NumberPattern.objects.all())
    if not rows:
        return shipped.default_number_patterns()
    patterns: dict[str, shipped.NumberPattern] = {}
    for row in rows:
        if row.holds_on(on):
            shape = shipped.NumberPattern(row.key, re2.compile(row.pattern), tuple(row.examples))
            patterns.update(dict.fromkeys(row.types, shape))
    return patterns


def _certificate_fields(on: dt.date) -> Mapping[str, tuple[str, ...]]:
    rows = list(CertificateContent.objects.all())
    if not rows:
        return shipped.default_certificate_fields()
    required: dict[str, tuple[str, ...]] = {}
    for row in rows:
        if row.holds_on(on):
            required[row.category] = (*required.get(row.category, ()), row.code)
    return required


def _compulsory_standards(on: dt.date) -> frozenset[str] | None:
    """By the names of the standards; None where the catalogue is not there."""
    lists = list(CompulsoryItem.objects.on(on).values_list("standards", flat=True))
    if not lists and not CompulsoryItem.objects.exists():
        return None
    return frozenset(number.name for texts in lists for number in standards_listed(texts))


def _standards(on: dt.date) -> Standards:
    rows = Standard.objects.only(
        "number", "title_zh", "title_en", "status", "replaced_by", "valid_from", "valid_until"
    )
    return Standards((normal_form(row.number), _standard(row, on)) for row in rows.iterator())


def _standard(row: Any, on: dt.date) -> StandardFact:
    status = row.status_on(on)
    ended = status in (StandardStatus.WITHDRAWN, StandardStatus.REPLACED)
    since = row.valid_from if status == StandardStatus.CURRENT else None
    if ended and row.valid_until is not None:
        since = row.valid_until + dt.timedelta(days=1)
    return StandardFact(
        number=row.number,
        status=status.value,
        title={"zh": row.title_zh, **({"en": row.title_en} if row.title_en else {})},
        replaced_by=tuple(row.replaced_by),
        since=since,
        starts=row.valid_from,
    )
