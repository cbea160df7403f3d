"""The register of time limits: a row for each clock, and what becomes of its earlier form."""

from __future__ import annotations

import importlib
from datetime import date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.urls import reverse
from django.utils import timezone, translation

from portal.reference.faults import NoTable, UnreadableTable
from portal.reference.models import ReferenceChange
from portal.reference.tabular import export, plan
from registry.models import Filing, TimeLimit
from registry.procedure.clock import clocks_of
from registry.procedure.installation import install_reference_data
from registry.procedure.reference_registers import TIME_LIMITS
from tests.factories import FilingFactory, waits_since
from tests.regulation import limit

pytestmark = pytest.mark.django_db

migration = importlib.import_module("registry.migrations.0017_a_limit_for_each_clock")
OLD = "track,in_force_from,review_working_days,answer_days,source\n"


def rows():
    of_filings = TimeLimit.objects.filter(track="filing")
    found = of_filings.order_by("in_force_from", "-clock")
    return [(str(row.in_force_from), row.clock, row.amount, row.source) for row in found]


def test_a_clock_that_has_no_limit_yet_begins_with_the_shipped_one():
    TimeLimit.objects.filter(track="filing", clock="answer").delete()
    limit("review", 7)
    assert install_reference_data() == 1
    assert [row[1:3] for row in rows()] == [("review", 7), ("answer", 30)]


@pytest.mark.parametrize(("track", "clock"), [("gone", "review"), ("filing", "gone")])
def test_a_limit_of_a_clock_that_no_track_has_is_refused(track, clock):
    with pytest.raises(ValidationError, match=r"gone.*is not known"):
        TimeLimit(track=track, clock=clock, in_force_from="2027-01-01", amount=1).full_clean()


def test_a_file_of_the_earlier_form_is_read():
    plan(TIME_LIMITS, f"{OLD}filing,2027-01-01,15,20,公告\n".encode()).apply()
    assert rows()[2:] == [
        ("2027-01-01", "review", 15, "公告"),
        ("2027-01-01", "answer", 20, "公告"),
    ]


def test_so_is_one_for_an_office_in_its_language():
    titles = "Track,施行日期,审查期限（工作日）,答复期限（自然日）\n"
    with translation.override("zh-hans"):
        plan(TIME_LIMITS, f"{titles}filing,2027-01-01,15,20\n".encode()).apply()
    assert [row[1:3] for row in rows()[2:]] == [("review", 15), ("answer", 20)]


def test_the_starting_rows_of_an_earlier_export_are_as_they_are():
    limit("review", 20)
    line = "filing,2000-01-01,20,30,\n"
    TimeLimit.objects.update(source="")
    planned = plan(TIME_LIMITS, f"{OLD}{line}".encode())
    assert (planned.unchanged, planned.added, planned.changed) == (2, [], [])


def test_a_bad_number_of_the_earlier_form_is_named_with_its_line():
    with pytest.raises(UnreadableTable) as refused:
        plan(TIME_LIMITS, f"{OLD}filing,2027-01-01,many,20,\n".encode())
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(2, "amount")]


def test_a_file_in_both_forms_at_once_is_refused():
    header = "track,clock,in_force_from,amount,answer_days\n"
    with pytest.raises(NoTable):
        plan(TIME_LIMITS, f"{header}filing,review,2027-01-01,3,4\n".encode())


def test_what_is_exported_now_is_read_again():
    every = TimeLimit.objects.count()
    assert plan(TIME_LIMITS, export(TIME_LIMITS)).unchanged == every > 2
    with translation.override("zh-hans"):
        assert plan(TIME_LIMITS, export(TIME_LIMITS, in_words=True)).unchanged == every


def test_the_address_of_an_earlier_row_leads_to_the_limits_of_its_track(client):
    page = reverse("reference:row", args=["time-limits", "filing/2000-01-01"])
    data = "/reference/time-limits/filing/2000-01-01"
    for address in (page, data):
        answer = client.get(address)
        assert answer.url.endswith("/reference/time-limits/?track=filing"), address
        assert client.get(address.replace("2000", "1999")).status_code == 404
    assert client.get(f"{page.replace('/2000', '/review/2000')}").status_code == 200


def _table_of(model, instead_of):
    with connection.schema_editor() as editor:
        editor.delete_model(instead_of)
        editor.create_model(model)


def _run(step, apps):
    with connection.schema_editor() as editor:
        step(apps, editor)


@pytest.mark.django_db(transaction=True)
def test_the_migration_moves_no_last_day_and_can_be_undone():
    """The table is as it was between the migrations, whatever came to other tables since."""
    then = MigrationLoader(None).project_state(("registry", "0016_limits_name_their_clock")).apps
    before = then.get_model("registry", "TimeLimit")
    for each in (20, 23):
        received = datetime(2026, 11, each, 9, tzinfo=timezone.get_default_timezone())
        waits_since(FilingFactory(), received)
        asked = FilingFactory(correction_requested=True)
        asked.intervals.filter(ended_at__isnull=False).update(began_at=received, ended_at=received)
        waits_since(asked, received)
    filings = list(Filing.objects.order_by("pk"))
    for day, review, answer in ((date(2000, 1, 1), 5, 4), (date(2026, 11, 21), 1, 7)):
        limit("review", review, day)
        limit("answer", answer, day)
    days = [clocks_of(filings)[each.pk].due for each in filings]
    assert [each.isoformat() for each in days] == [
        "2026-11-27",
        "2026-11-24",
        "2026-11-24",
        "2026-11-30",
    ]

    _table_of(before, TimeLimit)
    before.objects.create(
        track="filing", in_force_from="2000-01-01", review_working_days=5, answer_days=4
    )
    before.objects.create(
        track="filing",
        in_force_from="2026-11-21",
        review_working_days=1,
        answer_days=7,
        source="公告",
    )
    _run(migration.part, then)
    parted = list(before.objects.values("track", "clock", "in_force_from", "amount", "source"))
    told = ReferenceChange.objects.filter(register="time-limits").order_by("-pk")[:6]
    assert sorted(change.kind for change in told) == ["added"] * 4 + ["removed"] * 2

    _run(migration.join, then)
    joined = before.objects.order_by("in_force_from").values_list(
        "review_working_days", "answer_days", "source"
    )
    assert list(joined) == [(5, 4, ""), (1, 7, "公告")]

    _table_of(TimeLimit, before)
    TimeLimit.objects.bulk_create(TimeLimit(**row) for row in parted)
    assert [clocks_of(filings)[each.pk].due for each in filings] == days
