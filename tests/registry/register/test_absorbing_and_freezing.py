"""What outside of the register ends or stops an entry: a national scheme, a lost approval."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from registry.footing.keeping import renew_all
from registry.models import Entry
from registry.register.due import freeze_all
from tests.factories import EntryFactory, approve, member_of
from tests.registry.register.playing import national_scheme, play

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def in_force():
    entry = EntryFactory()
    Entry.objects.filter(pk=entry.pk).update(effective_from=TODAY())
    return Entry.objects.get(pk=entry.pk)


def public(client, entry):
    for address in (f"/schemes/{entry.number}", f"/v/{entry.number}"):
        yield client.get(address, {"lang": "en"}).content.decode()


def letters(template):
    return list(OutboxMessage.objects.filter(kind="mail", payload__template=template))


def approvals_change(entry, *, given):
    """The register of approvals loses what the scheme needs, or has it again."""
    if given:
        for key in entry.version.document["domains"]:
            approve(entry.organisation, key)
    else:
        entry.organisation.approved_fields.all().delete()
    renew_all()


def test_a_scheme_goes_over_to_a_national_one(client):
    entry = in_force()
    last, until = TODAY() + 60 * DAY, TODAY() + 120 * DAY
    play(entry, "absorb", last_issue=last, certificates_until=until)
    entry.refresh_from_db()
    national = f"/reference/national-schemes/{national_scheme().key}"
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert (record["status"], record["no_new_after"]) == ("ending", last.isoformat())
    assert record["absorbed_by"].endswith(national)
    with time_machine.travel(timezone.now() + 61 * DAY, tick=False):
        record = client.get(f"/api/v1/schemes/{entry.number}").json()
        assert (record["status"], record["certificates_until"]) == ("absorbed", until.isoformat())
        for told in public(client, entry):
            assert f"{national}" in told
            assert "国推方案" in told
        # The page stays for people; programs are led on.
        for accept in ("text/html", "application/json"):
            link = client.get(f"/schemes/{entry.number}", headers={"accept": accept})["Link"]
            assert link == f'<{record["absorbed_by"]}>; rel="successor-version"'


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"national": "no-such"}, "Name the national scheme"),
        ({"last_issue": TODAY() - DAY}, "last day of issue"),
        ({"last_issue": ""}, "last day of issue"),
        ({"certificates_until": ""}, "last day of issue"),
        ({"last_issue": TODAY() + 91 * DAY}, "last day of issue"),
    ],
)
def test_an_absorption_leads_somewhere_and_has_two_days(words, told):
    with pytest.raises(RulesBroken, match=told):
        play(EntryFactory(), "absorb", **words)


def test_who_issues_nothing_more_is_absorbed_today():
    suspended = play(EntryFactory(), "suspend")
    last = TODAY() + timedelta(days=30)
    absorbed = play(suspended, "absorb", last_issue=last, certificates_until=last)
    assert absorbed.ended_on == TODAY()
    in_use = play(EntryFactory(), "absorb", last_issue=last, certificates_until=last)
    assert in_use.ended_on == last + timedelta(days=1)


def test_the_journey_of_a_body_that_loses_its_field(client):
    entry, other = in_force(), EntryFactory()
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    approvals_change(entry, given=False)
    assert client.get(f"/api/v1/schemes/{entry.number}").json()["status"] == "body_not_approved"
    freeze_all(TODAY())
    freeze_all(TODAY())
    for each, state in ((entry, "frozen"), (other, "listed")):
        each.refresh_from_db()
        assert each.state == state
    event = entry.events.get(event="frozen")
    assert event.actor is None
    assert event.data["cause"]["zh"]
    for told in public(client, entry):
        assert event.data["cause"]["en"] in told
        assert "Successor" not in told
        assert "ts-state--body_not_approved" in told or "ts-answer--body_not_approved" in told
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert record["events"][0]["event"] == "frozen"
    told = [message.payload for message in letters("entries_frozen")]
    assert [mail["to"] for mail in told].count(signatory.email) == 1
    browser = Client()
    browser.force_login(signatory)
    own = browser.get(reverse("workspace:scheme", args=[entry.scheme_id])).content.decode()
    assert "ts-state--body_not_approved" in own

    approvals_change(entry, given=True)
    assert client.get(f"/api/v1/schemes/{entry.number}").json()["status"] == "in_force"
    freeze_all(TODAY())
    entry.refresh_from_db()
    assert entry.state == "listed"
    assert entry.events.filter(event="unfrozen").count() == 1
    assert entry.publication.state == "listed"
    assert len(letters("entries_frozen")) > len(told)


def test_the_worker_freezes_what_it_publishes():
    entry = EntryFactory()
    approvals_change(entry, given=False)
    for message in OutboxMessage.objects.filter(kind="publish").waiting():
        deliver(message.pk)
    entry.refresh_from_db()
    assert entry.state == "frozen"


def test_a_body_hears_of_all_its_frozen_entries_in_one_letter():
    entry = EntryFactory()
    EntryFactory(organisation=entry.organisation)
    entry.organisation.approved_fields.all().delete()
    renew_all()
    freeze_all(TODAY())
    (mail, *_more) = letters("entries_frozen")
    assert {one["number"] for one in mail.payload["context"]["schemes"]} == set(
        Entry.objects.values_list("number", flat=True)
    )


def test_a_frozen_scheme_is_suspended_and_deregistered_as_any_other():
    for name, state in (("suspend", "suspended"), ("deregister", "deregistered")):
        frozen = play(EntryFactory(), "freeze")
        assert play(frozen, name).state == state
