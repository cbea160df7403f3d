"""An act in the life of an entry is one file: shelving is, and shows wherever a status does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from registry.models import Entry
from registry.procedure.workflow_page import render_workflow
from tests.factories import EntryFactory, decider, member_of, officer
from tests.registry.register import shelving

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def with_shelving(settings):
    """The portal as it is, with one more file of acts."""
    settings.ENTRY_ACTS = [*settings.ENTRY_ACTS, shelving.__name__]


def carry_out(entry, name, person=None):
    browser = Client()
    browser.force_login(person or decider())
    address = reverse("desk:entry-act", args=[entry.number, name])
    response = browser.post(address, {"reason": "飞行检查发现重大风险", "impartial": "on"})
    for message in OutboxMessage.objects.filter(kind="publish").waiting():
        deliver(message.pk)
    entry.refresh_from_db()
    return response


@pytest.fixture
def shelved():
    """An entry that a decider shelved at the desk."""
    entry = EntryFactory()
    assert carry_out(entry, "shelve").status_code == 302
    return Entry.objects.get()


def public(client, address, *args, **query):
    return client.get(reverse(address, args=args), query).content.decode()


def test_the_desk_offers_it_to_who_may():
    entry = EntryFactory()
    address = reverse("desk:entry-act", args=[entry.number, "shelve"])
    for person, is_offered in ((decider(), True), (officer(), False)):
        browser = Client()
        browser.force_login(person)
        at_desk = browser.get(reverse("desk:entry", args=[entry.number])).content.decode()
        assert (address in at_desk) is is_offered
    assert carry_out(entry, "shelve", officer()).status_code == 403
    assert entry.state == "listed"


def test_the_public_page_says_it_with_the_day_and_the_reason(client, shelved):
    told = public(client, "register:scheme", shelved.number)
    today = date_format(timezone.localdate())
    assert f"The scheme has been shelved since {today}. No new certificates." in told
    assert "Shelved by the regulator" in told
    assert f"shelved since {today}" in public(client, "register:verify", shelved.number)


def test_lists_and_filters_know_it(client, shelved):
    assert shelved.number in public(client, "catalogue:browse", status="shelved")
    assert shelved.number not in public(client, "catalogue:browse", status="in_force")
    browser = Client()
    browser.force_login(officer())
    at_desk = browser.get(reverse("desk:register"), {"status": "shelved"}).content.decode()
    assert shelved.number in at_desk
    assert '<option value="shelved" selected>Shelved</option>' in at_desk


def test_programs_are_told(client, shelved):
    found = client.get("/api/v1/schemes", {"status": "shelved"}).json()
    assert [one["status"] for one in found["results"]] == ["shelved"]
    record = client.get(f"/api/v1/schemes/{shelved.number}").json()
    assert record["status"] == "shelved"
    assert record["events"][0]["event"] == "shelved"
    assert record["events"][0]["reason"] == "飞行检查发现重大风险"
    assert "Shelved by the regulator" in client.get("/feeds/register.atom").content.decode()


def test_the_body_sees_it_and_is_told(shelved):
    author = member_of(shelved.organisation, Role.AUTHOR)
    browser = Client()
    browser.force_login(author)
    own = browser.get(reverse("workspace:scheme", args=[shelved.scheme_id])).content.decode()
    assert 'ts-state--shelved">Shelved<' in own
    assert (
        'ts-state--shelved">Shelved<'
        in browser.get(reverse("workspace:dashboard")).content.decode()
    )
    mails = OutboxMessage.objects.filter(kind="mail")
    assert any("飞行检查发现重大风险" in str(mail.payload) for mail in mails)


def test_it_is_lifted_again(client, shelved):
    carry_out(shelved, "unshelve")
    assert shelved.state == "listed"
    assert "shelved since" not in public(client, "register:scheme", shelved.number)
    assert "Unshelved by the regulator" in public(client, "register:scheme", shelved.number)


def test_a_shelved_scheme_is_still_listed(shelved):
    assert shelved in Entry.objects.listed()


def test_the_workflow_page_draws_it():
    told = render_workflow()
    assert "    listed --> shelved : Shelve the scheme" in told
    assert "    shelved --> listed : Unshelve the scheme" in told
