"""The clock of a run: one day, the same for all its processes."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from tests import day

IMPORTED = timezone.localdate()


def test_a_run_is_of_one_day():
    assert timezone.localdate() == IMPORTED
    assert timezone.localtime().time() >= day.BEGINS


@pytest.mark.parametrize("now", ["2026-11-30T23:59:50+08:00", "2026-12-01T00:00:10+08:00"])
def test_a_run_that_begins_around_midnight_does_not_pass_it(now, monkeypatch):
    monkeypatch.setattr(day, "_run", [])
    began = datetime.fromisoformat(now)
    with time_machine.travel(began.timestamp(), tick=True):
        day.begin_day(SimpleNamespace(), settings.TIME_ZONE)
        assert timezone.localdate() == began.date()
        assert timezone.localtime().time() >= day.BEGINS
        day.end_day()


def test_a_worker_begins_with_the_process_that_began_it(monkeypatch):
    monkeypatch.setattr(day, "_run", [])
    begun = timezone.now() - timedelta(hours=3)
    config = SimpleNamespace(workerinput={"begun": begun.isoformat()})
    day.begin_day(config, settings.TIME_ZONE)
    assert abs(timezone.now() - begun) < timedelta(minutes=1)
    day.end_day()


def test_another_time_is_known():
    assert not day.is_another_time()
    with day.real_time():
        assert day.is_another_time()
