"""The public is told of the transition that a standard is in, wherever it asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.reference.models import Standard, StandardTransition
from registry.models import Entry
from tests.factories import EntryFactory

pytestmark = pytest.mark.django_db

OLD, NEW = "GB/T 18801-2022", "GB/T 18801-2026"


@pytest.fixture
def entry() -> Entry:
    made: Entry = EntryFactory()
    return made


def announce(issue: int, held: int) -> StandardTransition:
    """A transition that began ten days ago, with its two last days from today on."""
    today = timezone.localdate()
    new = Standard.objects.create(number=NEW, type="GB/T", title_zh="新版")
    made: StandardTransition = StandardTransition.objects.create(
        old_edition=Standard.objects.get(number=OLD),
        new_edition=new,
        valid_from=today - timedelta(days=10),
        issue_until=today + timedelta(days=issue),
        valid_until=today + timedelta(days=held),
        duties_zh="在截止日前完成换版审核。",
        notice_no="公告2026年第9号",
        announced_on=today - timedelta(days=10),
    )
    return made


def pages(entry: Entry) -> list[str]:
    place = [entry.number]
    row = reverse("reference:row", args=["standards", OLD])
    return [entry.get_absolute_url(), reverse("register:verify", args=place), row]


@pytest.mark.parametrize(("issue", "held", "phase"), [(0, 5, "running"), (-1, 0, "held")])
def test_pages_and_data_say_until_when_and_what_holders_must_do(
    client: Client, entry: Entry, issue: int, held: int, phase: str
) -> None:
    row = announce(issue, held)
    for page in pages(entry):
        html = client.get(page).content.decode()
        for word in (NEW, "在截止日前完成换版审核。", "公告2026年第9号"):
            assert word in html, page
    (told,) = client.get(reverse("register:scheme-json", args=[entry.number])).json()["register"][
        "transitions"
    ]
    assert (told["phase"], told["issue_until"]) == (phase, row.issue_until.isoformat())
    assert told["duties"] == {"zh": "在截止日前完成换版审核。"}


def test_what_is_over_is_told_at_the_standard_alone(client: Client, entry: Entry) -> None:
    announce(-2, -1)
    shown = ["公告2026年第9号" in client.get(page).content.decode() for page in pages(entry)]
    assert shown == [False, False, True]


def test_data_that_somebody_holds_is_old_when_a_transition_is_announced(
    client: Client, entry: Entry
) -> None:
    address = reverse("register:scheme-json", args=[entry.number])
    held = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": held}).status_code == 304
    announce(5, 5)
    assert client.get(address, headers={"if-none-match": held}).status_code == 200
