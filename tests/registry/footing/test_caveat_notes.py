"""Bodies are told once what a register says of their schemes: dashboard, mail, feed."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from registry.footing.noting import note_all
from registry.footing.telling import tell
from registry.models import CaveatNote, Entry
from registry.outbox.handlers import publish
from schemes.drafts import begin_version
from tests.factories import Role, member_of, officer
from tests.registry.footing.test_caveats import REF, SUCCESSOR, approval, in_force, standard

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def mails() -> list[dict[str, Any]]:
    rows = OutboxMessage.objects.filter(kind="mail", key__startswith="caveat:").order_by("pk")
    return [row.payload for row in rows]


def people(entry: Entry) -> set[str]:
    return {member_of(entry.organisation, role).email for role in (Role.AUTHOR, Role.SIGNATORY)}


def recheck() -> None:
    with suppress(SystemExit):  # its status says that something came out otherwise
        call_command("recheck", stdout=StringIO())


def test_an_edit_is_told_once_to_everybody_who_writes_and_signs() -> None:
    entry = in_force()
    expected = people(entry)
    approval(entry, valid_until=YESTERDAY)
    assert {mail["to"] for mail in mails()} == expected
    approval(entry, source="another source")
    publish({"entry": entry.pk})
    note_all(TODAY)
    tell(TODAY)
    assert len(mails()) == len(expected)
    note = CaveatNote.objects.get()
    assert note.entry == entry
    assert {person.email for person in note.told_to.all()} == expected


@pytest.mark.parametrize("is_approval", [True, False], ids=["approval", "standard"])
def test_what_begins_by_the_calendar_is_told_once_by_the_daily_command(
    time_machine: Any, is_approval: bool
) -> None:
    entry = in_force()
    expected = people(entry)
    if is_approval:
        approval(entry, valid_until=TODAY)
    else:
        standard(valid_until=TODAY, replaced_by=[SUCCESSOR])
    recheck()
    assert mails() == []
    time_machine.move_to(timezone.now() + timedelta(days=1))
    recheck()
    assert {mail["to"] for mail in mails()} == expected
    recheck()
    assert len(mails()) == len(expected)


def test_one_mail_names_all_schemes_of_the_body() -> None:
    first = in_force()
    second = in_force(organisation=first.organisation, number=7001, subject=0)
    other = in_force(number=7002, subject=0)
    standard(status="withdrawn")
    by_body = {mail["to"]: mail["context"]["schemes"] for mail in mails()}
    assert set(by_body) == people(first) | people(other)
    for address in people(first):
        assert [one["number"] for one in by_body[address]] == [first.number, second.number]
    for address in people(other):
        assert [one["number"] for one in by_body[address]] == [other.number]


def test_the_mail_is_in_both_languages_and_says_what_can_be_done() -> None:
    entry = in_force()
    approval(entry, valid_until=YESTERDAY)
    standard(status="withdrawn", valid_until=YESTERDAY)
    for mail in mails():
        subject, body = rendered(mail["template"], mail["context"])
        chinese, english = body.split("----------")
        assert len(subject.split(" / ")) == 2
        assert "\n" not in subject
        for text in (chinese, english):
            assert f"/schemes/{entry.number}" in text
            assert "/reference/" in text
        assert "/zh-hans/workspace/caveats/" in chinese
        assert "/en/workspace/caveats/" in english
        assert "article 9" in english or "rests on the standard in force" in english


def test_what_ceased_and_came_back_is_told_again() -> None:
    entry = in_force()
    approval(entry, valid_until=YESTERDAY)
    told = len(mails())
    approval(entry, valid_until=None)
    assert CaveatNote.objects.get().ceased_at is not None
    assert len(mails()) == told
    approval(entry, valid_until=YESTERDAY)
    assert len(mails()) == 2 * told
    assert CaveatNote.objects.open().count() == 1


def test_a_standard_that_the_body_says_has_ended_is_told_when_the_transition_is_over(
    time_machine: Any,
) -> None:
    until = TODAY + timedelta(days=2)
    entry = in_force()
    note = CaveatNote(entry=entry, identity="x", kind="standard_replaced")
    said = {"is_declared": True, "transition_until": until.isoformat()}
    standard(status="replaced", valid_until=YESTERDAY, replaced_by=[SUCCESSOR])
    CaveatNote.objects.update(told_at=None)
    OutboxMessage.objects.all().delete()
    note = CaveatNote.objects.get()
    CaveatNote.objects.update(caveat={**note.caveat, **said})
    assert tell(until) == 0
    assert mails() == []
    assert tell(until + timedelta(days=1)) == 1
    assert len(mails()) == len(people(entry))


def test_the_dashboard_says_what_happened_where_and_what_can_be_done(client: Client) -> None:
    entry = in_force()
    standard(status="replaced", valid_until=YESTERDAY, replaced_by=[SUCCESSOR])
    author = member_of(entry.organisation, Role.AUTHOR)
    client.force_login(author)
    for path in ("/en/workspace/", "/en/workspace/caveats/"):
        response = client.get(path)
        page = response.content.decode()
        assert f"{REF} was withdrawn from" in page
        assert SUCCESSOR in page
        assert f'href="/schemes/{entry.number}#/basis/@bs-1"' in page
        assert 'href="/en/reference/standards/rows/GB/T%2018801-2022"' in page
        assert f'href="/en/workspace/schemes/{entry.scheme_id}/"' in page
        assert "Write a new version" in page
    begin_version(entry.scheme, author)
    page = client.get("/en/workspace/caveats/").content.decode()
    assert (
        f"/en/workspace/schemes/{entry.scheme_id}/sections/basis/?at=/basis/@bs-1#/basis/@bs-1"
        in page
    )
    # Nobody else has this task.
    client.force_login(member_of(in_force(number=7001, category="service").organisation, "author"))
    assert "GB/T 18801" not in client.get("/en/workspace/").content.decode()


def test_the_task_of_a_lost_approval_names_the_ways_out(client: Client) -> None:
    entry = in_force()
    approval(entry, valid_until=YESTERDAY)
    ending = f"/en/workspace/entries/{entry.number}/deregister/"
    client.force_login(member_of(entry.organisation, Role.AUTHOR))
    assert ending not in client.get("/en/workspace/").content.decode()
    client.force_login(member_of(entry.organisation, Role.SIGNATORY))
    page = client.get("/en/workspace/").content.decode()
    assert ending in page
    assert "Issue no certificates in this field" in page
    scheme = client.get(f"/en/workspace/schemes/{entry.scheme_id}/").content.decode()
    assert "no longer agree with the listed version" in scheme
    approval(entry, valid_until=None)
    assert ending not in client.get("/en/workspace/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_dashboard_takes_no_query_more_for_more_tasks(
    client: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    entry = in_force()
    for number in range(1, count):
        in_force(organisation=entry.organisation, number=7000 + number, subject=0)
    standard(status="withdrawn")
    client.force_login(member_of(entry.organisation, Role.AUTHOR))
    with django_assert_max_num_queries(30):
        client.get("/en/workspace/caveats/")


def entries_of(client: Client, query: str = "") -> list[Any]:
    feed = fromstring(client.get(f"/feeds/register.atom{query}").content)
    return list(feed.iter(f"{ATOM}entry"))


def caveats_among(told: list[Any]) -> list[Any]:
    """What the feed tells of the registers, beside the acts on entries such as a freezing."""
    return [one for one in told if "#caveat-" in one.findtext(f"{ATOM}id")]


def test_the_feed_tells_that_a_caveat_began_and_the_same_entry_that_it_ceased(
    client: Client,
) -> None:
    entry = in_force()
    tag = client.get("/feeds/register.atom")["ETag"]
    (filed,) = entries_of(client)
    approval(entry, valid_until=YESTERDAY)
    told = entries_of(client, f"?number={entry.number}&lang=en")
    assert told[-1].findtext(f"{ATOM}id") == filed.findtext(f"{ATOM}id")
    (first,) = caveats_among(told)
    assert "Approval ended" in first.findtext(f"{ATOM}title")
    assert "ended on" in first.findtext(f"{ATOM}summary")
    assert client.get("/feeds/register.atom")["ETag"] != tag
    approval(entry, valid_until=None)
    (last,) = caveats_among(entries_of(client, "?lang=en"))
    assert last.findtext(f"{ATOM}id") == first.findtext(f"{ATOM}id")
    assert last.findtext(f"{ATOM}updated") > first.findtext(f"{ATOM}updated")
    assert "No longer" in last.findtext(f"{ATOM}title")


def test_the_feed_of_a_calendar_fact_has_the_day_on_which_it_was_noted(
    client: Client, time_machine: Any
) -> None:
    entry = in_force()
    approval(entry, valid_until=TODAY)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    recheck()
    first, _filed = entries_of(client)
    noted = CaveatNote.objects.get().began_at
    assert timezone.localdate(noted) == TODAY + timedelta(days=1)
    assert first.findtext(f"{ATOM}updated").startswith(noted.isoformat()[:10])


def test_the_desk_says_whom_the_portal_wrote_to_and_how_to_write(client: Client) -> None:
    entry = in_force()
    expected = people(entry)
    approval(entry, valid_until=YESTERDAY)
    client.force_login(officer())
    page = client.get(f"/en/desk/register/{entry.number}/").content.decode()
    for address in expected:
        assert page.count(address) >= 2  # in the address to write to, and among those told
    assert "mailto:" in page
    assert "ended on" in page
