"""Mails: to whom, in both languages, and once."""

from __future__ import annotations

import pytest
from django.core import mail

from portal.accounts.roles import Role
from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver_waiting
from registry.models import Entry
from registry.procedure.actions import HandBack
from registry.register.acts.deregistering import Deregister
from tests.factories import FilingFactory, PersonFactory, decider, member_of, officer

pytestmark = pytest.mark.django_db


def _mails(template):
    rows = OutboxMessage.objects.filter(kind="mail", payload__template=template)
    return {row.payload["to"]: row.payload["context"] for row in rows}


def _addresses(organisation, *roles):
    return {member_of(organisation, role).email for role in roles}


def test_submission_sends_a_receipt_to_the_body_and_a_notice_to_the_officers():
    officer()
    administrator = PersonFactory(role=Role.ADMINISTRATOR)
    filing = FilingFactory()
    body = _addresses(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    assert set(_mails("receipt")) == body
    assert set(_mails("filing_received")) == {officer().email}
    assert administrator.email not in {*_mails("receipt"), *_mails("filing_received")}


def test_a_person_who_was_switched_off_gets_no_mail():
    retired = officer()
    retired.is_active = False
    retired.save()
    FilingFactory(officer=PersonFactory(role=Role.OFFICER))
    assert retired.email not in _mails("filing_received")


@pytest.mark.parametrize(("state", "due"), [("no_objection", ""), ("correction_requested", "20")])
def test_a_decision_is_told_to_the_body_alone(state, due):
    filing = FilingFactory(reached=state)
    mails = _mails("decision")
    assert set(mails) == _addresses(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    for words in mails.values():
        assert words["outcome"] == state
        assert words["answer_due"].startswith(due)


def test_a_deregistration_is_told_to_the_body_and_the_officers():
    filing = FilingFactory()
    entry = Entry.objects.get()
    Deregister(
        entry, member_of(filing.organisation, Role.SIGNATORY), plan="none_issued", reason="不再开展"
    ).run()
    body = _addresses(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    assert set(_mails("deregistered")) == body | {officer().email}


def _all_mails():
    """One mail of each kind, as its template and its words."""
    filing = FilingFactory(correction_requested=True)
    entry = Entry.objects.get()
    Deregister(
        entry,
        member_of(filing.organisation, Role.SIGNATORY),
        plan="none_issued",
        reason="“不再”<开展>",
    ).run()
    FilingFactory(no_objection=True)
    HandBack(FilingFactory(proposed=True), decider(), reason="请再核对").run()
    for message in OutboxMessage.objects.filter(kind="mail"):
        yield message.payload["template"], message.payload["context"]


def test_every_mail_is_in_both_languages_with_a_subject_of_one_line():
    seen = set()
    for template, words in _all_mails():
        subject, body = rendered(template, words)
        chinese, english = body.split("----------")
        seen.add(template)
        assert "\n" not in subject
        assert len(subject.split(" / ")) == 2
        assert "/zh-hans/" in chinese or "/schemes/" in chinese
        assert "/en/" in english or "/schemes/" in english
        assert str(words["rule_number"]) in chinese + english or template == "decision"
    assert seen == {
        "receipt",
        "filing_received",
        "decision",
        "deregistered",
        "filing_proposed",
        "filing_handed_back",
    }


def test_words_of_people_are_not_escaped_in_a_mail():
    bodies = [rendered(t, words)[1] for t, words in _all_mails() if t == "deregistered"]
    assert all("“不再”<开展>" in body for body in bodies)
    assert not any("&lt;" in body or "&quot;" in body for body in bodies)


def test_a_title_with_a_line_break_does_not_reach_the_headers():
    _subject, body = rendered(
        "deregistered",
        {
            "entry": "TS-2026-000001-A",
            "title": {"zh": "标题\nBcc: everyone@test.example"},
            "body": {"zh": "机构"},
            "rule_number": "R",
            "ended_on": "2026-11-20",
            "reasons": "",
        },
    )
    assert "Bcc" not in _subject
    assert "2026" in body


def test_mail_leaves_through_the_outbox_to_one_person_at_a_time(settings):
    FilingFactory()
    OutboxMessage.objects.exclude(kind="mail").delete()
    assert mail.outbox == []
    deliver_waiting()
    assert len(mail.outbox) == OutboxMessage.objects.count() > 1
    assert all(len(message.to) == 1 for message in mail.outbox)
