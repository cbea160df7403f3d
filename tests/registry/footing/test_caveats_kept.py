"""What the registers say is kept in the publications, cheaply and for each day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from portal.reference.changes import acting
from registry.footing.keeping import complete_footings
from registry.models import Publication, PublishedFooting
from registry.outbox.handlers import RENEWED_AT_ONCE
from registry.public_status import PublicStatus
from tests.factories import approve
from tests.registry.footing.resting import (
    FIELD,
    YESTERDAY,
    approval,
    data_of,
    in_force,
    standard,
)

pytestmark = pytest.mark.django_db


def test_what_is_only_tried_changes_nothing() -> None:
    entry = in_force()
    with acting(None, "preview"):
        approval(entry, valid_until=YESTERDAY)
    assert Publication.objects.get(entry=entry).caveats == []


def test_what_touches_very_many_is_left_to_the_worker(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = in_force()
    assert RENEWED_AT_ONCE > 100
    monkeypatch.setattr("registry.outbox.handlers.RENEWED_AT_ONCE", 0)
    standard(status="withdrawn")
    path = f"/api/v1/schemes/{entry.number}"
    assert data_of(client, path)["caveats"] == []
    assert deliver(OutboxMessage.objects.get(kind="renew").pk)
    assert [each["kind"] for each in data_of(client, path)["caveats"]] == ["standard_withdrawn"]


def test_publications_of_older_code_are_completed() -> None:
    entry = in_force()
    PublishedFooting.objects.all().delete()
    standard(status="withdrawn")
    assert Publication.objects.get(entry=entry).caveats == []
    assert complete_footings() == 1
    assert len(Publication.objects.get(entry=entry).caveats) == 1
    assert complete_footings() == 0


def test_a_change_takes_as_many_queries_for_four_schemes_as_for_two() -> None:
    def queries(status: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            standard(status=status)
        return len(captured)

    for number in (7000, 7001):
        in_force(number=number, subject=0)
    standard(status="withdrawn")
    few = queries("replaced")
    standard(status="current")
    for number in (7002, 7003):
        in_force(number=number, subject=0)
    cache.clear()
    # Of each scheme its own row and its rows of days are written, of each body a mail.
    assert queries("replaced") - few <= 2 * 20


def test_lists_take_no_query_more_for_what_is_said(client: Client) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get("/api/v1/schemes")
            client.get("/en/catalogue/")
        return len(captured)

    entry = in_force()
    in_force(organisation=entry.organisation, number=7001, subject=0)
    client.get("/en/catalogue/")
    before = queries()
    standard(status="withdrawn")
    approval(entry, valid_until=YESTERDAY)
    assert queries() == before


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_body_says_of_each_field_how_it_stands(client: Client, language: str) -> None:
    entry = in_force()
    body = entry.organisation
    approve(body, "质量")
    approval(entry, valid_until=YESTERDAY)
    (found,) = (
        one for one in data_of(client, "/api/v1/bodies")["results"] if one["slug"] == body.slug
    )
    assert found["fields"] == ["质量"]
    states = {each["field"]: each["state"] for each in found["approvals"]}
    assert states == {FIELD: "approval_ended", "质量": "approved"}
    page = client.get(f"/{language}/bodies/{body.slug}/")
    (caveat,) = (one.caveat for one in page.context["fields"] if one.caveat)
    with translation.override(language):
        assert caveat.note in page.content.decode()


def test_status_of_a_day_long_ago_needs_no_row() -> None:
    entry = in_force()
    approval(entry, valid_until=YESTERDAY)
    publication = Publication.objects.get(entry=entry)
    assert publication.status_on(date(2100, 1, 1)) == PublicStatus.BODY_NOT_APPROVED
    assert publication.status_on(YESTERDAY - timedelta(days=9)) == PublicStatus.NOT_YET_EFFECTIVE
