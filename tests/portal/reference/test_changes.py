"""Every change of a register is recorded, and moves its state."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.core.models import AppendOnlyError
from portal.reference.changes import (
    acting,
    changes_of,
    changes_since,
    current_token,
    gathering_changes,
    record_changes,
    reference_changed,
    states,
)
from portal.reference.declarations import STANDARDS
from portal.reference.loading import load_starting_content
from portal.reference.models import ReferenceChange, Standard
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)
on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer at a time"
)


def add(number: str = "X 1-2000", **values) -> Standard:
    return Standard.objects.create(number=number, type="GB", title_zh="甲", **values)


def newest() -> ReferenceChange:
    return ReferenceChange.objects.order_by("-pk")[0]


def test_adding_changing_and_removing_a_row_is_recorded_with_the_row_before_and_after():
    standard = add()
    assert (newest().kind, newest().before, newest().after["title_zh"]) == ("added", None, "甲")
    standard.title_zh = "乙"
    standard.save()
    assert newest().changed_columns == [("title_zh", "甲", "乙")]
    standard.delete()
    assert (newest().kind, newest().before["title_zh"], newest().after) == ("removed", "乙", None)


def test_saving_a_row_as_it_was_is_no_change():
    standard = add()
    before = ReferenceChange.objects.count()
    standard.save()
    assert ReferenceChange.objects.count() == before


@pytest.mark.parametrize("origin", ["form", "import", "command"])
def test_a_change_says_who_made_it_and_by_which_way(origin):
    person = PersonFactory()
    with acting(person, origin):
        add()
    assert (newest().actor, newest().origin) == (person, origin)
    add("X 2-2000")
    assert newest().actor is None


def test_starting_content_is_recorded_as_an_installation():
    shipped = ReferenceChange.objects.filter(after__list="consultancy")
    assert {change.origin for change in shipped} == {"installation"}
    assert load_starting_content(only=("rule-words",)) == 0


def test_the_regulator_is_no_row_of_the_register_of_bodies():
    OrganisationFactory(regulator=True)
    assert not ReferenceChange.objects.filter(register="bodies").exists()
    OrganisationFactory()
    assert newest().register == "bodies"


def test_the_history_of_a_row_goes_on_under_a_new_name():
    standard = add("X 1-2000")
    add("X 9-2000")
    standard.number = "X 2-2000"
    standard.save()
    history = changes_of(STANDARDS, STANDARDS.row(standard))
    assert [change.record for change in history] == ["X 2-2000", "X 1-2000"]


def test_changes_that_are_gathered_are_told_once():
    told = []

    def hear(sender, changes, **kwargs):
        told.append([change.record for change in changes])

    reference_changed.connect(hear)
    try:
        with gathering_changes():
            add("X 1-2000")
            add("X 2-2000")
            assert told == []
    finally:
        reference_changed.disconnect(hear)
    assert told == [["X 1-2000", "X 2-2000"]]


def test_what_was_gathered_before_an_error_is_not_told():
    before = ReferenceChange.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic(), gathering_changes():
        add()
        raise RuntimeError
    assert ReferenceChange.objects.count() == before


def locks() -> int:
    """How many advisory locks this connection holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


@on_postgresql
def test_who_writes_history_holds_off_other_writers_until_the_end():
    with transaction.atomic():
        assert locks() == 0
        with CaptureQueriesContext(connection) as asked:
            add()
        assert locks() == 1
    statements = [query["sql"] for query in asked]
    assert "pg_advisory_xact_lock" in statements[0]
    assert any(statement.startswith("INSERT") for statement in statements[1:])


@on_postgresql
def test_lines_written_in_bulk_hold_off_other_writers_too():
    record_changes(STANDARDS, [(None, {"number": "X 1-2000"})])
    assert locks() == 1


@on_postgresql
def test_a_preview_holds_nobody_off():
    with acting(None, "preview"):
        add()
    assert locks() == 0


def test_the_state_of_a_register_moves_with_its_changes_alone():
    before, token = states(DAY), current_token()
    standard = add()
    after = states(DAY)
    assert {key for key in after if after[key] != before[key]} == {"standards"}
    assert current_token() != token
    assert [change.record for change in changes_since(before, ["standards"])] == [standard.number]
    assert changes_since(after, ["standards"]) == changes_since(before, ["units"]) == []


@pytest.mark.parametrize(
    ("day", "moves"),
    [
        (date(2030, 1, 1), False),
        (date(2030, 1, 2), True),
        (date(2030, 1, 3), False),
        (date(2030, 3, 1), False),
        (date(2030, 3, 2), True),
        (date(2030, 3, 3), False),
    ],
)
def test_the_state_moves_when_a_row_begins_and_after_its_last_day(day, moves):
    add(valid_from=date(2030, 1, 2), valid_until=date(2030, 3, 1))
    before = states(day - timedelta(days=1))
    assert (states(day)["standards"] != before["standards"]) is moves


def test_a_history_is_only_ever_added_to():
    add()
    change = newest()
    with pytest.raises(AppendOnlyError):
        change.save()
    with pytest.raises(AppendOnlyError):
        change.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        ReferenceChange.objects.filter(pk=change.pk).update(record="another")
    if connection.vendor == "postgresql":
        with pytest.raises(DatabaseError), transaction.atomic():
            ReferenceChange.objects.filter(pk=change.pk).delete()
    assert newest() == change
