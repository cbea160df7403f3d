"""Public medians: what counts, what does not, and what is said of few cases."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from registry.figures.medians import medians
from registry.models import Filing
from registry.procedure.durations import closed_cases, net_working_days
from registry.tracks import BODY, all_tracks
from tests.factories import FilingFactory

pytestmark = pytest.mark.django_db


def at(day):
    moment = datetime.datetime.combine(datetime.date.fromisoformat(day), datetime.time(10))
    return timezone.make_aware(moment)


def closed(times, state="no_objection", **how):
    """A filing whose times were these (clock, begun, ended, pause), closed with the last."""
    filing = FilingFactory(**how or {"no_objection": True})
    clock, begun, ended, pause = times[0]
    rows = list(filing.intervals.order_by("pk"))
    filing.intervals.filter(pk__in=[row.pk for row in rows[1:]]).update(
        began_at=at(begun), ended_at=at(begun)
    )
    filing.intervals.filter(pk=rows[0].pk).update(
        clock=clock, began_at=at(begun), ended_at=at(ended), pause=pause
    )
    for clock, begun, ended, pause in times[1:]:
        filing.intervals.create(
            clock=clock, began_at=at(begun), ended_at=at(ended), pause=pause, cause="test"
        )
    Filing.objects.filter(pk=filing.pk).update(closed_at=at(times[-1][2]))
    return Filing.objects.get(pk=filing.pk)


#: Over National Day 2025: 23 24 25 26 | experts until the worked Saturday 11 October | 13 14 15.
OVER_NATIONAL_DAY = [
    ("review", "2025-09-22", "2025-09-26", ""),
    ("review", "2025-09-26", "2025-10-11", "expert_review"),
    ("review", "2025-10-11", "2025-10-15", ""),
]
#: Over the Spring Festival 2026: 12 13 14 | the body until 25 February | 26 27 28, worked.
OVER_SPRING_FESTIVAL = [
    ("review", "2026-02-11", "2026-02-14", ""),
    ("answer", "2026-02-14", "2026-02-25", ""),
    ("review", "2026-02-25", "2026-02-28", ""),
]


@pytest.mark.parametrize(
    ("times", "regulator", "body"), [(OVER_NATIONAL_DAY, 7, 0), (OVER_SPRING_FESTIVAL, 6, 2)]
)
def test_only_the_time_of_the_party_counts_without_pauses(times, regulator, body):
    filing = closed(times)
    assert net_working_days([filing]) == {filing.pk: regulator}
    assert net_working_days([filing.pk], BODY) == {filing.pk: body}


@pytest.mark.parametrize("count", [1, 4])
def test_durations_take_three_queries_however_many(count, django_assert_num_queries):
    filings = [FilingFactory() for _ in range(count)]
    with django_assert_num_queries(3):
        net_working_days(filings)


def test_the_median_of_a_month_with_the_number_of_its_cases():
    for ended in ("2026-03-03", "2026-03-05", "2026-03-12"):  # one, three and eight days
        closed([("review", "2026-03-02", ended, "")])
    closed(OVER_SPRING_FESTIVAL)
    found = medians(datetime.date(2026, 4, 1))
    assert [one.as_row() for one in found] == [
        {"track": "filing", "month": "2026-03", "cases": 3, "working_days": 3.0, "few_cases": True},
        {"track": "filing", "month": "2026-02", "cases": 1, "working_days": 6.0, "few_cases": True},
    ]


def test_five_cases_are_not_few():
    for _ in range(5):
        closed([("review", "2026-03-02", "2026-03-05", "")])
    (one,) = medians(datetime.date(2026, 4, 1))
    assert (one.cases, one.is_few) == (5, False)


def test_what_was_overtaken_is_old_or_open_does_not_count():
    closed([("review", "2026-03-02", "2026-03-05", "")], ended=True)
    closed([("review", "2023-03-02", "2023-03-06", "")])
    FilingFactory()
    assert medians(datetime.date(2026, 4, 1)) == []


#: What closes a case without an outcome, or without a case; everything else is an outcome.
NO_OUTCOME = {
    *("withdrawn", "lapsed", "ended", "application_withdrawn", "application_lapsed"),
    *("issue_withdrawn", "declared", "released"),
}


def test_an_outcome_counts_on_every_track_and_nothing_else_does():
    filing = closed([("review", "2026-03-02", "2026-03-05", "")])
    ends = [(track, state) for track in all_tracks() for state in track.states if state.is_closed]
    assert {state.key for _track, state in ends} >= NO_OUTCOME
    for track, state in ends:
        Filing.objects.filter(pk=filing.pk).update(track=track.key, state=state.key)
        counted = bool(closed_cases(datetime.date(2026, 3, 1)))
        assert counted is (state.key not in NO_OUTCOME), (track.key, state.key)


def test_the_page_the_json_and_the_csv_say_the_same(client):
    month = timezone.localdate().replace(day=1)
    closed([("review", f"{month}", f"{month + datetime.timedelta(days=14)}", "")])
    (told,) = (one.as_row() for one in medians())
    rows = client.get("/durations.json").json()["results"]
    assert rows == [told]
    text = client.get("/durations.csv").content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert row == {name: str(value) for name, value in told.items()}
    for language in ("en", "zh-hans"):
        path = reverse("figures:durations").replace("/en/", f"/{language}/")
        html = client.get(path).content.decode()
        assert "<svg" in html
        assert f"{told['working_days']:g}" in html


def test_before_the_first_outcome_the_page_says_so(client):
    assert "ts-empty" in client.get(reverse("figures:durations")).content.decode()
