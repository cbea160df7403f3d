"""What the public is told: the function and the query are one table, also when it grows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry import public_status as told
from registry.lifecycle import Lifecycle
from registry.models import Entry, Publication, PublishedGap
from registry.public_status import PublicStatus, Told, in_state, public_status, since, statuses
from registry.publication.publishing import rebuild
from registry.search.filters import read_filters
from registry.states import EntryState
from tests.registry.listing import listed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
DAYS = st.integers(-2, 2).map(lambda days: TODAY + timedelta(days=days))
MAYBE = st.none() | DAYS
SUSPENDED = PublicStatus("suspended", "Suspended", "The scheme is suspended.")


@pytest.fixture
def suspension(monkeypatch: pytest.MonkeyPatch) -> None:
    """A state of entries that the portal does not ship with, declared like any other."""
    addition = Told(SUSPENDED, in_state("suspended"), ahead_of=PublicStatus.BODY_NOT_APPROVED)
    more = Lifecycle(acts=(), events={}, told=(addition,))
    monkeypatch.setattr(told, "lifecycles", lambda: (more,))


@given(
    state=st.sampled_from([*EntryState.values, "suspended"]),
    dates=st.tuples(DAYS, MAYBE, DAYS),
    gaps=st.lists(st.tuples(MAYBE, MAYBE), max_size=2, unique=True),
)
@settings(
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    # A machine that is busy makes data slowly; that says nothing about the rules.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def _function_and_query_agree(entry: Entry, state: str, dates: Any, gaps: Any) -> None:
    effective, expires, ended = dates
    columns = {"state": state, "effective_from": effective, "expires_on": expires}
    for model in (Entry, Publication):
        model._default_manager.update(**columns, ended_on=ended)
    PublishedGap.objects.all().delete()
    PublishedGap.objects.bulk_create(
        PublishedGap(publication=entry.publication, begins=begins, ends=ends)
        for begins, ends in gaps
    )
    expected = public_status(TODAY, state, *dates, gaps)
    for model in (Entry, Publication):
        asked = model._default_manager.with_status(TODAY).get()  # type: ignore[attr-defined]
        assert asked.status_code == expected


def test_function_and_query_agree_on_every_state_date_and_gap(suspension: None) -> None:
    _function_and_query_agree(listed())


def test_a_declared_state_is_told_and_listed_where_it_was_put(suspension: None) -> None:
    far = TODAY + timedelta(days=9)
    assert public_status(TODAY, "suspended", TODAY, None, None) == SUSPENDED
    assert public_status(TODAY, "suspended", far, None, None) == PublicStatus.NOT_YET_EFFECTIVE
    gaps = [(None, None)]
    assert public_status(TODAY, "suspended", TODAY, None, None, gaps) == SUSPENDED
    assert [*statuses()][1:4] == ["in_force", "suspended", "body_not_approved"]
    assert read_filters({"status": "suspended"}).status == "suspended"


def test_a_declared_state_is_shown_wherever_the_public_looks(
    suspension: None, client: Client
) -> None:
    entry = listed()
    Entry.objects.update(state="suspended", effective_from=timezone.localdate())
    rebuild(entry)
    for address in (f"/schemes/{entry.number}", f"/v/{entry.number}"):
        page = client.get(address, {"lang": "en"}).content.decode()
        assert "The scheme is suspended." in page
        assert "--suspended" in page
    found = client.get("/api/v1/schemes", {"status": "suspended"}).json()
    assert [one["status"] for one in found["results"]] == ["suspended"]
    assert found["facets"]["status"] == [{"key": "suspended", "count": 1}]


def test_a_condition_of_two_parts_asks_for_both() -> None:
    both = in_state("deregistered") & since("ended_on")
    for state, day, holds in (
        ("deregistered", TODAY, True),
        ("listed", TODAY, False),
        ("deregistered", TODAY - timedelta(days=1), False),
    ):
        facts = told.Facts(state, TODAY, None, TODAY, ())
        assert both.holds(day, facts) is holds


def test_what_has_not_ended_is_listed() -> None:
    suspended, ended = listed(), listed(deregistered=True)
    Entry.objects.filter(pk=suspended.pk).update(state="suspended")
    assert list(Entry.objects.listed()) == [suspended]
    assert list(Entry.objects.ended()) == [ended]
    for entry in Entry.objects.all():
        assert entry.has_ended == (entry == ended)
