"""The inbox: what waits for a person follows from the records, and news are new once."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import OrganisationKind, Role
from portal.core.models import OutboxMessage
from registry.inbox.news import count_new, events_for, news_of
from registry.inbox.task import SHOWN
from registry.inbox.tasks import tasks_of
from registry.models import EntryEvent, Filing
from registry.procedure.actions import Submit, TakeUp
from schemes.models import Version
from tests.factories import (
    EntryFactory,
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    VersionFactory,
    decider,
    member_of,
    officer,
    organisation_of,
    propose,
    record_no_objection,
)
from tests.registry.procedure.applications import applied
from tests.registry.register.playing import play

pytestmark = pytest.mark.django_db
INBOX = "/en/workspace/inbox/"


def places(user: Any) -> list[str]:
    return [task.href for task in tasks_of(user)]


def test_remarks_wait_for_who_writes_until_they_are_answered() -> None:
    filing = FilingFactory(correction_requested=True)
    here = f"/en/workspace/filings/{filing.number}/"
    body = filing.organisation
    for role, waits in ((Role.AUTHOR, True), (Role.SIGNATORY, True), (Role.ADMINISTRATOR, False)):
        assert (here in places(member_of(body, role))) is waits
    [task] = [one for one in tasks_of(member_of(body, Role.AUTHOR)) if one.href == here]
    assert task.clock.waits_for_body
    assert here not in places(PersonFactory(role=Role.SIGNATORY))


def test_what_is_signed_waits_for_a_signatory_to_be_submitted() -> None:
    version: Version = VersionFactory(frozen=True)
    here = f"/en/workspace/schemes/{version.scheme_id}/file/"
    assert here in places(member_of(version.scheme.organisation, Role.SIGNATORY))
    assert here not in places(member_of(version.scheme.organisation, Role.AUTHOR))


def test_a_filing_waits_for_officers_then_for_its_own_then_for_a_decider() -> None:
    filing = FilingFactory()
    here = f"/en/desk/filings/{filing.number}/"
    other = PersonFactory(role=Role.OFFICER, organisation=member_of_regulator())
    assert here in places(officer())
    assert here in places(other)
    TakeUp(filing, officer()).run()
    assert here in places(officer())
    assert here not in places(other)
    propose(filing, "no_objection", officer())
    assert here not in places(officer())
    assert here in places(decider())
    filing.refresh_from_db()
    record_no_objection_of(filing)
    assert here not in places(decider())


def test_a_case_that_a_colleague_has_waits_for_that_colleague_alone() -> None:
    filing = FilingFactory()
    here = f"/en/desk/filings/{filing.number}/"
    other = PersonFactory(role=Role.OFFICER, organisation=member_of_regulator())
    Filing.objects.filter(pk=filing.pk).update(officer=officer())
    assert here in places(officer())
    assert here not in places(other)


def test_what_waits_on_other_tracks_waits_for_an_officer_as_well() -> None:
    here = f"/en/desk/filings/{applied().number}/"
    assert here in places(officer())
    assert here not in places(decider())


def test_a_request_for_the_fast_lane_waits_until_it_is_ruled_on() -> None:
    version: Version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    Submit(version, signatory, fast_lane="state_task", fast_lane_reason="国家重大工程").run()
    asked = [task for task in tasks_of(officer()) if "fast lane" in str(task.label)]
    assert len(asked) == 1


def member_of_regulator() -> Any:
    return officer().memberships.get().organisation


def record_no_objection_of(filing: Any) -> None:
    from registry.procedure.actions import RecordNoObjection

    RecordNoObjection(filing, decider(), reasons="未发现问题").run()


def test_messages_that_were_given_up_wait_at_the_desk() -> None:
    assert "/en/desk/outbox/" not in places(officer())
    OutboxMessage.objects.create(kind="mail", state="given_up")
    assert "/en/desk/outbox/" in places(officer())
    assert "/en/desk/outbox/" not in places(PersonFactory(role=Role.AUTHOR))


def test_many_filings_are_a_few_lines_and_the_way_to_the_queue(monkeypatch: Any) -> None:
    monkeypatch.setattr("registry.inbox.at_the_desk.SHOWN", 1)
    FilingFactory()
    FilingFactory()
    assert SHOWN > 1
    assert places(officer()).count("/en/desk/") == 1


def test_what_others_did_is_new_until_it_is_read(client: Client) -> None:
    filing = record_no_objection(FilingFactory(under_review=True))
    signatory = member_of(filing.organisation, Role.SIGNATORY)
    events = [event.event for event in events_for(signatory)]
    assert events == ["no_objection", "taken_up"]
    assert all(one.is_new for one in news_of(signatory, list(events_for(signatory))))
    client.force_login(signatory)
    page = client.get(INBOX)
    until = page.context["now"]
    assert client.post(f"{INBOX}read/", {"until": until}).status_code == 302
    assert count_new(signatory) == 0
    author = member_of(filing.organisation, Role.AUTHOR)
    assert count_new(author) == 3


def test_acts_on_entries_are_news_of_whom_they_concern(client: Client) -> None:
    entry = play(EntryFactory(), "suspend")
    elsewhere = EntryFactory(organisation=OrganisationFactory(region="110000"))
    play(elsewhere, "give_notice")
    branch = organisation_of(OrganisationKind.BRANCH)
    readers = {
        officer(): {"suspended", "notice_given"},
        member_of(branch, Role.OFFICER): {"suspended"},
        member_of(entry.organisation, Role.AUTHOR): {"suspended"},
    }
    for person, told in readers.items():
        fresh = User.objects.get(pk=person.pk)
        events = [one for one in events_for(fresh) if isinstance(one, EntryEvent)]
        assert {one.event for one in events} == told
        news = {one.href for one in news_of(fresh, list(events_for(fresh)))}
        client.force_login(fresh)
        assert all(client.get(href).status_code == 200 for href in news), news


def test_the_overview_of_a_body_tells_the_acts_on_its_entries(client: Client) -> None:
    entry = play(EntryFactory(), "suspend")
    play(EntryFactory(organisation=OrganisationFactory()), "give_notice")
    client.force_login(member_of(entry.organisation, Role.AUTHOR))
    recent = client.get(reverse("workspace:dashboard")).context["recent"]
    assert str(recent[0].line.label) == "Suspended by the regulator"
    assert "Notice of a risk" not in {str(one.line.label) for one in recent}


@pytest.mark.parametrize("until", ["", "yesterday", "2999-13-45T00:00:00Z", "2026-01-01T00:00:00"])
def test_a_moment_that_makes_no_sense_marks_nothing(client: Client, until: str) -> None:
    filing = FilingFactory(under_review=True)
    author = member_of(filing.organisation, Role.AUTHOR)
    client.force_login(author)
    assert client.post(f"{INBOX}read/", {"until": until}).status_code == 302
    assert count_new(author) == 2


def test_another_body_s_news_are_not_told() -> None:
    FilingFactory()
    assert count_new(PersonFactory(role=Role.AUTHOR, organisation=OrganisationFactory())) == 0


def test_the_page_costs_the_same_however_much_there_is(client: Client) -> None:
    FilingFactory()
    client.force_login(officer())
    client.get(INBOX)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(INBOX)
    for _ in range(3):
        FilingFactory()
    with CaptureQueriesContext(connection) as many:
        assert client.get(INBOX).status_code == 200
    assert len(many) <= len(few)
