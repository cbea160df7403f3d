"""Whatever change of reference data moves a finding is told as impact, and the report is stale.

Rows of every register that rules read are added, changed and dropped as it comes, with values that
the text at hand is about: every other time something moves. That each register can move something
is held by the table in `test_every_register.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import ProtectedError
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from portal.reference.models import Standard, StandardTransition
from portal.reference.registers import Register, find_register
from registry.supervision.impact.examining import Question
from schemes.facts_source import names_in_version, touches
from schemes.findings import Finding
from schemes.models import Version
from schemes.reports import registers_read
from schemes.validation.bulk import rules_reading
from tests.registry.supervision.impact.judged import (
    LATER,
    SOON,
    known_of,
    signed_version,
    text,
    today,
    told_of,
)

pytestmark = pytest.mark.django_db

EXAMPLES = 5
#: So many rows of a register are changed: what the text names, before others.
ROWS = 8
NUMBERS = [
    "GB/T 18801-2022",
    "ＧＢ 18801—2015",
    "GB 4943.1-2022/XG1-2024",
    "ISO 10303-2001:2004",
    "GB 36893-2024（中文版）",
    "GB/T 27067-2017",
]


def telling() -> dict[str, list[Any]]:
    """By the column of whatever register, values that may matter to the text."""
    document = text()
    ends = [today() - timedelta(days=1), today() + SOON, today() + LATER]
    return {
        "approval_no": ["CNCA-R-2098-008"],
        "bases": [[each["ref"] for each in document["basis"]]],
        "code": ["9901", "coverage", "P1"],
        "full_time_staff": [None, 1, 50],
        "issue_until": ends,
        "key": ["new", "newer"],
        "number": NUMBERS,
        "objects_zh": [[each["name"]["zh"] for each in document["scope"]["objects"]]],
        "pattern": [r"^(?P<code>GB)(?P<year>\d{4})$", r"^X (?P<year>\d{4})$"],
        "examples": [[]],
        "replaced_by": [[], ["GB/T 18801-2026"]],
        "scope_zh": [document["scope"]["included"]["zh"]],
        "standards": [[number] for number in NUMBERS],
        "title_zh": [document["title"]["zh"]],
        "valid_from": [None, *(end + timedelta(days=1) for end in ends)],
        "valid_until": [None, *ends],
        "value": [0, 1, 500],
        "version": ["2", "3"],
        "word": ["净化器", "认证"],
        "words": [["净化性能认证"], ["某某"]],
    }


Edit = tuple[str, int, dict[str, Any]]


def edits(register: Register) -> st.SearchStrategy[list[Edit]]:
    """What is done, to which row, and what some columns then hold."""
    fields, held = register.fields, telling()
    choices = {c: [value for value, _ in f.choices] for c, f in fields.items() if f.choices}
    columns = {name: values for name, values in (held | choices).items() if name in fields}
    every = st.fixed_dictionaries({c: st.sampled_from(held) for c, held in columns.items()})
    some = st.fixed_dictionaries({}, optional={c: st.sampled_from(h) for c, h in columns.items()})
    place = st.integers(0, ROWS - 1)
    one = st.one_of(
        st.tuples(st.just("add"), place, every),
        st.tuples(st.just("change"), place, some),
        st.tuples(st.just("drop"), place, st.just({})),
    )
    return st.lists(one, min_size=2, max_size=6)


def rows_of(register: Register, version: Version) -> list[models.Model]:
    names, said = names_in_version(version), str(version.document)

    def matters(row: models.Model) -> tuple[bool, int]:
        values = register.row(row)
        return touches(register.key, values, names), sum(v in said for v in values.values() if v)

    return sorted(register.records, key=matters, reverse=True)[:ROWS]


def announce_a_transition(version: Version) -> None:
    """From what the text rests on to the edition that nobody names: none ships."""
    named = [str(basis.get("ref")) for basis in version.document["basis"]]
    old = Standard.objects.filter(number__in=named).first()
    assert old is not None
    StandardTransition.objects.create(
        old_edition=old,
        new_edition=Standard.objects.get(number="ISO 99999:2020"),
        valid_from=today(),
        issue_until=today() + SOON,
        valid_until=today() + LATER,
        duties_zh="换版",
        notice_no="公告",
        announced_on=today(),
    )


def carry_out(edit: Edit, register: Register, rows: list[models.Model]) -> None:
    """What the edit says, unless the register would refuse it."""
    act, place, values = edit
    row = register.records.filter(pk=rows[place % len(rows)].pk).first()
    if row is None:
        return
    if act == "add":
        row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            if act == "drop":
                row.delete()
            else:
                row.full_clean()
                row.save()
    except (ValidationError, ProtectedError):
        return


@pytest.mark.parametrize("key", sorted(registers_read()))
def test_whatever_moves_a_finding_is_told_and_makes_the_report_stale(key: str) -> None:
    version, register = signed_version(), find_register(key)
    assert register is not None
    if key == "standard-transitions":
        announce_a_transition(version)
    rows, rules = rows_of(register, version), rules_reading([key])

    def find(version: Version, day: date) -> Iterable[Finding]:
        return Question(rules, day).findings(version)

    known = known_of(version, find)

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, phases=[Phase.generate])
    @given(edits(register))
    def tell(made: list[Edit]) -> None:
        def change() -> None:
            for edit in made:
                carry_out(edit, register, rows)

        with transaction.atomic():
            told_of(version, change, find, known)
            transaction.set_rollback(True)

    tell()
