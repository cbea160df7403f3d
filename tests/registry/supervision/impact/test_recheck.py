"""Checking everything anew: what is fresh is skipped, what differs is told."""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.timezone import localdate, now

from portal.reference.models import RuleLimit, Standard
from registry.models import ImpactRun
from registry.supervision.impact.rechecking import recheck
from registry.supervision.impact.subjects import subjects
from schemes.models import StoredReport
from schemes.reports import check_version, latest, report_of
from schemes.rules import ALL_RULES
from tests.factories import VersionFactory, valid_document

pytestmark = pytest.mark.django_db

NUMBER = "GB/T 19001-2016"


def withdraw():
    standard = Standard.objects.get(number=NUMBER)
    standard.status, standard.valid_until = "withdrawn", date(2026, 1, 1)
    standard.save()


def test_a_second_run_finds_everything_fresh(editor):
    recheck()
    tally, run = recheck()
    assert (tally.checked, tally.fresh, run) == (0, subjects().count(), None)


def test_the_partial_report_is_that_of_a_whole_check(editor):
    recheck()
    withdraw()
    RuleLimit.objects.create(name="complaint_days", value=5, valid_from=date(2026, 1, 1))
    tally, run = recheck()
    assert tally.differ > 0
    assert run is not None
    # Marks of the demonstration resemble those of what was signed after them.
    assert {hit.code for hit in run.hits.all()} - {"SCH-020"} == {"SCH-014", "SCH-037"}
    for version in subjects():
        whole = check_version(version)
        assert report_of(latest(version)).findings == whole.findings, str(version)


def test_when_a_transition_ends_the_rules_that_watch_it_are_asked(
    time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lifecycle = valid_document()["lifecycle"] | {"transition_until": localdate().isoformat()}
    basis = [each | {"status": "withdrawn"} for each in valid_document()["basis"]]
    version = VersionFactory(frozen=True, parts={"lifecycle": lifecycle, "basis": basis})
    recheck()
    time_machine.move_to(now() + timedelta(days=1))
    whole = check_version(version).findings
    for rule in ALL_RULES:
        if not rule.watches and not rule.reads:
            monkeypatch.setattr(type(rule), "check", lambda *_args: pytest.fail("was not to ask"))
    tally, run = recheck()
    assert (tally.checked, tally.differ) == (1, 1)
    assert run is not None
    assert {(hit.code, hit.appears) for hit in run.hits.all()} >= {("SCH-014", True)}
    assert report_of(latest(version)).findings == whole


def test_an_interrupted_run_is_taken_up_where_it_was(editor):
    class Interrupted(Exception):
        pass

    def stop(count: int) -> None:
        raise Interrupted

    StoredReport.objects.all().delete()
    with pytest.raises(Interrupted):
        recheck(portion=4, progress=stop)
    tally, _run = recheck(portion=4)
    assert tally.fresh == 4
    assert tally.checked == subjects().count() - 4


def test_the_command_sums_up_and_says_by_its_status_that_something_differs(editor):
    recheck()
    before = ImpactRun.objects.count()
    out = StringIO()
    call_command("recheck", stdout=out)
    assert out.getvalue().splitlines()[-1].startswith("0 checked")
    withdraw()
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("recheck", stdout=out)
    assert ended.value.code == 1
    assert "other than before" in out.getvalue().splitlines()[-1]
    assert ImpactRun.objects.latest("pk").cause_kind == "everything"
    assert ImpactRun.objects.count() > before
