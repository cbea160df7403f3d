"""Histories, submissions and decisions are only ever added to, whoever writes."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from portal.core.models import AppendOnlyError
from registry.models import Decision, Entry, FilingEvent, Submission
from tests.factories import FilingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def records():
    filing = FilingFactory(no_objection=True)
    entry = Entry.objects.get()
    return {
        "event of a filing": filing.events.first(),
        "event of an entry": entry.events.first(),
        "event of a version": filing.version.events.first(),
        "submission": Submission.objects.get(),
        "decision": Decision.objects.get(),
    }


NAMES = ["event of a filing", "event of an entry", "event of a version", "submission", "decision"]
EVENTS = NAMES[:3]


@pytest.mark.parametrize("name", EVENTS)
def test_an_event_can_be_neither_saved_again_nor_deleted(records, name):
    event = records[name]
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()


@pytest.mark.parametrize("name", NAMES)
def test_the_database_refuses_to_change_what_is_on_record(records, name):
    record = records[name]
    column = {"submission": "sha256", "decision": "reasons"}.get(name, "event")
    with pytest.raises(DatabaseError), transaction.atomic():
        type(record).objects.filter(pk=record.pk).update(**{column: "rewritten"})
    record.refresh_from_db()
    assert getattr(record, column) != "rewritten"


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite empties its test tables by deleting"
)
def test_the_database_refuses_to_delete_history(records):
    assert connection.vendor == "postgresql"
    with pytest.raises(DatabaseError), transaction.atomic():
        FilingEvent.objects.all()._raw_delete("default")
    assert FilingEvent.objects.exists()
