"""How an entry ends: with a plan of its body, or removed; two last days, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from portal.core.localised import in_both_languages
from portal.core.models import OutboxMessage
from registry.models import Entry, EntryTerms
from registry.states import FilingState, last_issue
from tests.factories import EntryFactory, decider, member_of
from tests.registry.register.playing import REASON, brought_to, play

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def planned(**words):
    """The words of a body that lets certificates run for a year."""
    return {
        "plan": "until_expiry",
        "last_issue": TODAY() + 30 * DAY,
        "certificates_until": TODAY() + 365 * DAY,
        "reason": "业务调整",
    } | words


def in_force():
    entry = EntryFactory()
    Entry.objects.filter(pk=entry.pk).update(effective_from=TODAY())
    return Entry.objects.get(pk=entry.pk)


def public(client, entry):
    page = client.get(f"/schemes/{entry.number}?lang=en").content.decode()
    verified = client.get(f"/v/{entry.number}?lang=en").content.decode()
    return page, verified


def test_the_journey_of_a_planned_end(client):
    entry = in_force()
    workspace = browser_of(member_of(entry.organisation, Role.SIGNATORY))
    page = reverse("workspace:deregister", args=[entry.number])
    own = workspace.get(reverse("workspace:scheme", args=[entry.scheme_id])).content.decode()
    assert reverse("workspace:entry-act", args=[entry.number, "deregister"]) in own
    assert workspace.get(page).status_code == 200
    assert workspace.post(page, planned()).status_code == 422  # not understood
    assert workspace.post(page, planned(understood="on")).status_code == 302
    entry.refresh_from_db()
    assert entry.ended_on == TODAY() + 31 * DAY
    last, until = TODAY() + 30 * DAY, TODAY() + 365 * DAY

    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert (record["status"], record["no_new_after"]) == ("ending", last.isoformat())
    assert record["certificates_until"] == until.isoformat()
    assert record["events"][0]["effective_on"] == (last + DAY).isoformat()
    assert record["events"][0]["details"]["wind_down"] == "until_expiry"
    listed = client.get("/api/v1/schemes").json()["results"][0]
    assert (listed["no_new_after"], listed["status"]) == (last.isoformat(), "ending")
    table = client.get(reverse("catalogue:browse") + "?status=ending")
    assert entry.number in table.content.decode()
    row = client.get(reverse("catalogue:csv")).getvalue().decode()
    assert f"{last},{until}" in row
    feed = client.get(reverse("register:feed"), {"lang": "en"}).content.decode()
    assert f"No new certificates after: {date_format(last)}" in feed
    for told in public(client, entry):
        assert date_format(last) in told
        assert date_format(until) in told
        assert "Successor" in told

    with time_machine.travel(timezone.now() + 31 * DAY, tick=False):
        record = client.get(f"/api/v1/schemes/{entry.number}").json()
        assert record["status"] == "deregistered"
        for told in public(client, entry):
            assert f"Certificates are valid until {date_format(until)} at the latest." in told
    with time_machine.travel(timezone.now() + 366 * DAY, tick=False):
        for told in public(client, entry):
            assert f"The last certificates ended on {date_format(until)}." in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"plan": "hope"}, "what becomes of the certificates"),
        ({"last_issue": TODAY() + 29 * DAY}, "at least 30 days"),
        ({"last_issue": ""}, "at least 30 days"),
        ({"certificates_until": TODAY() + 29 * DAY}, "not before the last issue"),
        ({"certificates_until": ""}, "not before the last issue"),
        ({"plan": "transfer"}, "takes the certificates over"),
        ({"successor": "TS-1999-000001-X"}, "another entry"),
        ({"reason": ""}, "Say why the scheme ends"),
    ],
)
def test_a_plan_that_is_not_whole_is_refused(words, told):
    entry = EntryFactory()
    with pytest.raises(RulesBroken, match=told):
        play(entry, "deregister", **planned(**words))
    entry.refresh_from_db()
    assert entry.state == "listed"


def test_how_early_an_end_is_announced_is_the_regulator_s():
    EntryTerms.objects.update(notice_days=5)
    last = TODAY() + 5 * DAY
    assert play(EntryFactory(), "deregister", **planned(last_issue=last)).no_new_after == last


def test_without_certificates_a_scheme_ends_at_once():
    entry = play(EntryFactory(), "deregister", **planned(plan="none_issued"))
    assert (entry.ended_on, entry.certificates_until) == (TODAY(), None)


@pytest.mark.parametrize("state", ["suspended", "paused"])
def test_a_scheme_under_which_nobody_certifies_ends_at_once(state):
    entry = brought_to(EntryFactory(), state)
    entry = play(entry, "deregister", **planned(last_issue=""))
    assert (entry.ended_on, entry.state_until) == (TODAY(), None)
    assert entry.events.latest("pk").effective_on == TODAY()


def test_certificates_go_to_another_body():
    words = planned(plan="transfer", transfer_to="另一家认证机构")
    entry = play(EntryFactory(), "deregister", **words)
    assert entry.events.latest("pk").data["transfer_to"] == "另一家认证机构"
    (mail, *_more) = OutboxMessage.objects.filter(payload__template="deregistered")
    assert "另一家认证机构" in str(mail.payload["context"]["facts"])


def test_what_follows_is_linked(client):
    follows, entry = EntryFactory(), EntryFactory()
    entry = play(entry, "deregister", **planned(successor=follows.number))
    assert entry.successor == follows
    page, verified = public(client, entry)
    assert follows.get_absolute_url() in page
    assert f"/v/{follows.number}" in verified
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert record["successor"] == follows.number
    with pytest.raises(RulesBroken, match="has not ended"):
        play(follows, "deregister", **planned(successor=entry.number))


def test_a_removal_says_who_why_and_what_of_certificates(client):
    entry = in_force()
    play(entry, "remove", certificates="transition", certificates_until=TODAY() + 90 * DAY)
    entry.refresh_from_db()
    assert (entry.state, entry.ended_on, entry.end_reason) == ("removed", TODAY(), REASON)
    assert not Entry.objects.listed().filter(pk=entry.pk).exists()
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert record["status"] == "removed"
    assert record["events"][0]["details"]["decided_by"] == in_both_languages(decider())
    for told in public(client, entry):
        for words in (
            REASON,
            decider().name_en,
            "reconsideration",
            date_format(TODAY() + 90 * DAY),
        ):
            assert words in told


def test_a_filing_under_way_ends_with_a_removal():
    entry = play(EntryFactory(), "remove")
    assert entry.scheme.filings.get().state == FilingState.ENDED


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"certificates": "suspended"}, "what the removal means"),
        ({"certificates": "withdrawn", "certificates_until": ""}, "last day"),
        ({"certificates": "transition", "certificates_until": TODAY() - DAY}, "last day"),
    ],
)
def test_a_removal_that_leaves_certificates_open_is_refused(words, told):
    with pytest.raises(RulesBroken, match=told):
        play(EntryFactory(), "remove", **words)


def test_the_desk_proposes_a_removal():
    entry = EntryFactory()
    page = browser_of(member_of(decider().memberships.get().organisation, Role.OFFICER)).get(
        reverse("desk:entry-act", args=[entry.number, "remove"])
    )
    assert page.status_code == 200
    assert "suspended" not in dict(page.context["form"].fields["certificates"].choices)


@pytest.mark.parametrize(
    ("days", "expected"),
    [((None, None, None), None), ((5, 4, None), 4), ((None, 9, 4), 3), ((2, None, 4), 2)],
)
def test_certificates_are_issued_until_the_first_of_what_ends_it(days, expected):
    def day(number):
        return None if number is None else TODAY() + number * DAY

    assert last_issue(*map(day, days)) == day(expected)
