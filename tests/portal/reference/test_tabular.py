"""Registers as CSV: what is wrong is said everywhere at once, and then nothing is changed."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import CertificationField
from portal.reference.changes import acting
from portal.reference.declarations import (
    APPROVALS,
    BODIES,
    ITEMS,
    PROTECTED_MARKS,
    STANDARDS,
    TEXTS,
)
from portal.reference.faults import NoTable
from portal.reference.models import (
    ClassificationItem,
    ReferenceChange,
    RegulatorText,
    Standard,
)
from portal.reference.registers import find_register, registers
from portal.reference.tabular import export, plan
from tests.factories import LONG_AGO, OrganisationFactory, PersonFactory
from tests.portal.reference.importing import FIELD, faults
from tests.portal.reference.tables import standard, table

pytestmark = pytest.mark.django_db


def test_rows_are_added_and_changed_and_others_stay():
    Standard.objects.create(number="X 1-2000", type="GB", title_zh="旧")
    Standard.objects.create(number="X 2-2000", type="GB", title_zh="留")
    planned = plan(
        STANDARDS,
        table(standard("X 1-2000", type="GB", title_zh="新"), standard("X 3-2020", title_zh="又")),
    )
    assert Standard.objects.get(number="X 1-2000").title_zh == "旧"
    planned.apply()
    kept = Standard.objects.filter(number__startswith="X ")
    assert list(kept.values_list("number", "title_zh")) == [
        ("X 1-2000", "新"),
        ("X 2-2000", "留"),
        ("X 3-2020", "又"),
    ]


def test_every_fault_of_every_line_is_named():
    content = table(
        standard("X 1-2000", valid_from="yesterday", verified="perhaps"),
        standard("X 2-2000", status="gone", title_zh=""),
        standard("X 3-2000"),
        standard("X 3-2000"),
        standard("X 4-2000", valid_from="2020-01-02", valid_until="2020-01-01"),
        standard("X 5-2000", url="no address"),
    )
    assert sorted(faults(STANDARDS, content)) == [
        (2, "valid_from"),
        (2, "verified"),
        (3, "status"),
        (3, "title_zh"),
        (5, ""),
        (6, ""),
        (7, "url"),
    ]
    assert not Standard.objects.filter(number__startswith="X ").exists()


def test_an_unreadable_cell_does_not_hide_the_others_of_its_line():
    content = table(standard("X 1-2000", valid_from="soon", status="gone", title_zh="长" * 301))
    assert sorted(faults(STANDARDS, content)) == [
        (2, "status"),
        (2, "title_zh"),
        (2, "valid_from"),
    ]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ("编号\r\n1\r\n".encode("gb18030"), [(1, "type"), (1, "title_zh")]),
        (b"number,type,title_zh\n1,GB,\xff\n", [(2, "")]),
        (b"", [(1, "number"), (1, "type"), (1, "title_zh")]),
        (b"number,type,title_zh,colour\n", [(1, "colour")]),
        (b"number,type,title_zh,type\n", [(1, "type")]),
        (b"number,colour\n", [(1, "colour"), (1, "type"), (1, "title_zh")]),
        (b"number,type,title_zh\nX 1,GB\nX 2,GB,a,b\nX 3,GB,a\n", [(2, ""), (3, "")]),
        (b'number,type,title_zh\nX 1,GB,"a"b\nX 2,GB,a\nX 3,GB,"c"d\n', [(2, ""), (4, "")]),
        (b'number,type,title_zh\nX 1,GB,"never closed\n', [(2, "")]),
    ],
    ids=[
        "another encoding",
        "a byte that is not UTF-8",
        "empty",
        "unknown column",
        "column twice",
        "unknown and missing columns",
        "another number of columns",
        "quotes inside",
        "open quotes",
    ],
)
def test_a_file_that_is_no_table_of_the_register_is_refused(content, places):
    assert faults(STANDARDS, content, NoTable) == places


def test_a_line_is_counted_from_where_it_begins():
    content = table(standard("X 1-2000", title_zh="一\n二"), standard("X 2-2000", status="gone"))
    assert faults(STANDARDS, content) == [(4, "status")]


def test_rows_that_are_not_known_cannot_be_referred_to():
    body = OrganisationFactory()
    row = {"organisation": body.approval_no, "field": FIELD, "valid_from": "2020-01-01"}
    content = table(
        row,
        {**row, "organisation": "CNCA-R-1999-999"},
        {**row, "field": "占星"},
        {**row, "full_time_staff": "many"},
        {**row, "valid_from": ""},
    )
    assert faults(APPROVALS, content) == [
        (3, "organisation"),
        (4, "field"),
        (5, "full_time_staff"),
        (6, "valid_from"),
    ]


def test_a_register_that_is_only_added_to_refuses_changes():
    text = RegulatorText.objects.create(kind="notice_to_public", version="7", text_zh="甲\r\n乙")
    row = TEXTS.row(text)
    assert plan(TEXTS, table({**row, "text_zh": "甲\n乙"})).unchanged == 1
    assert faults(TEXTS, table({**row, "text_zh": "丙"})) == [(2, "")]
    assert len(plan(TEXTS, table({**row, "version": "8"})).added) == 1


def test_a_file_that_was_not_uploaded_cannot_be_named():
    row = {"key": "x", "kind": "foreign", "name_zh": "标"}
    content = table(
        {**row, "artwork": "documents/secret.pdf"},
        {**row, "key": "y", "artwork": "protected-marks/../documents/secret.pdf"},
        {**row, "key": "z", "artwork": "protected-marks/none.svg"},
    )
    assert faults(PROTECTED_MARKS, content) == [(2, "artwork"), (3, "artwork"), (4, "artwork")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-02-01", date(2020, 2, 1)),
        ("2020/2/1", date(2020, 2, 1)),
        ("2020年2月1日", date(2020, 2, 1)),
        ("", None),
    ],
)
def test_days_are_read_as_spreadsheets_write_them(text, day):
    (record,) = plan(STANDARDS, table(standard("X 1-2000", valid_from=text))).added
    assert record.valid_from == day


@pytest.mark.parametrize("text", ["2020-02-30", "1/2/2020", "2020"])
def test_what_is_no_day_is_refused(text):
    assert faults(STANDARDS, table(standard("X 1", valid_from=text))) == [(2, "valid_from")]


def test_lists_may_hold_their_own_separator():
    parts = ["a; b", "c\\d", "e\\; f"]
    Standard.objects.create(number="X 1-2000", type="GB", title_zh="甲", replaced_by=parts)
    assert plan(STANDARDS, export(STANDARDS)).unchanged == Standard.objects.count()
    (line,) = (row for row in export(STANDARDS).decode().splitlines() if row.startswith("X 1"))
    content = export(STANDARDS).decode().splitlines()[0] + "\r\n" + line.replace("X 1", "X 2")
    (record,) = plan(STANDARDS, content.encode()).added
    assert record.replaced_by == parts


def _one_row_each() -> None:
    """A row in the registers that ship without content."""
    OrganisationFactory(fields=[FIELD])
    field = CertificationField.objects.get(pk=FIELD)
    ClassificationItem.objects.create(field=field, name_zh="一项", is_national=True)
    Standard.objects.create(
        number="X 1-2000",
        type="GB",
        title_zh="甲,“乙”",
        replaced_by=["X 2", "X 3"],
        valid_from=LONG_AGO,
    )


@pytest.mark.parametrize("key", [register.key for register in registers()])
def test_what_was_exported_is_unchanged_when_imported(key):
    _one_row_each()
    register = find_register(key)
    planned = plan(register, export(register))
    assert (planned.added, planned.changed) == ([], [])
    assert planned.unchanged == register.records.count()


def test_a_file_with_a_byte_order_mark_and_columns_in_any_order_is_read():
    content = b"\xef\xbb\xbf" + table({"title_zh": "甲", "type": "GB", "number": "X 1-2000"})
    assert len(plan(STANDARDS, content).added) == 1


def test_columns_that_are_left_out_keep_their_values():
    kept = Standard.objects.create(
        number="X 1-2000", type="GB", title_zh="甲", source="source", verified=True
    )
    row = {"number": "X 1-2000", "type": "GB", "title_zh": "乙"}
    plan(STANDARDS, table(row)).apply()
    kept.refresh_from_db()
    assert (kept.title_zh, kept.source, kept.verified) == ("乙", "source", True)


def test_an_import_is_recorded_as_one_act_of_its_person():
    person = PersonFactory()
    with acting(person, "form"):
        plan(STANDARDS, table(standard("X 1-2000"), standard("X 2-2000"))).apply()
    changes = ReferenceChange.objects.filter(record__startswith="X ")
    assert {(c.actor, c.origin, c.kind) for c in changes} == {(person, "import", "added")}
    assert len({change.act for change in changes}) == 1


def test_a_fault_of_the_database_leaves_nothing_behind(monkeypatch):
    planned = plan(STANDARDS, table(standard("X 1-2000"), standard("X 2-2000")))

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(ReferenceChange.objects, "bulk_create", fail)
    with pytest.raises(RuntimeError):
        planned.apply()
    assert not Standard.objects.filter(number__startswith="X ").exists()
    assert not ReferenceChange.objects.filter(record__startswith="X ").exists()


def test_an_address_of_a_body_is_given_once():
    OrganisationFactory(slug="taken")
    row = {"approval_no": "CNCA-R-1999-001", "name_zh": "甲"}
    assert faults(BODIES, table({**row, "slug": "taken"})) == [(2, "slug")]
    (body,) = plan(BODIES, table({**row, "slug": "free"})).added
    assert body.kind == "body"


def test_rows_that_are_referred_to_are_looked_up_once():
    rows = [{"field": FIELD, "name_zh": f"项{n}"} for n in range(40)]

    def queries(count: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            plan(ITEMS, table(*rows[:count]))
        return len([q for q in asked if "SELECT 1" not in q["sql"]])

    assert queries(40) == queries(2)
