"""The approval track: nothing is listed before somebody approves, and everybody is told so."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken
from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from registry.models import Decision, Entry, Filing, ListedVersion, Publication
from registry.pdf.receipt import receipt_html
from registry.procedure.actions import Submit, TakeUp
from registry.procedure.actions.applying import (
    Accept,
    AskToComplete,
)
from registry.procedure.actions.permitting import (
    Approve,
    ProposeApproval,
    Refuse,
    ReturnToOfficer,
)
from registry.procedure.clock import clock_of
from registry.procedure.due import look_at_clocks
from registry.procedure.filed_words import filings_named
from registry.register.acts.deregistering import Deregister
from tests.factories import (
    EntryFactory,
    VersionFactory,
    decider,
    member_of,
    officer,
    record_no_objection,
)
from tests.registry.amending import next_version
from tests.registry.procedure.applications import accepted, applied, approved, refused

pytestmark = pytest.mark.django_db


def signatory_of(filing):
    return member_of(filing.organisation, Role.SIGNATORY)


def browser(person=None):
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def page(person, address, *args):
    answer = browser(person).get(reverse(address, args=args))
    assert answer.status_code == 200, address
    return answer.content.decode()


def last_mail(template):
    mails = OutboxMessage.objects.filter(kind="mail").order_by("pk")
    return [mail.payload for mail in mails if mail.payload["template"] == template][-1]["context"]


# --- listing by act ---------------------------------------------------------------------------


def test_a_submission_gives_a_filing_number_and_lists_nothing():
    filing = applied()
    assert (filing.state, filing.number[:3], filing.is_amendment) == ("applied", "FL-", False)
    assert not Entry.objects.exists()
    assert not ListedVersion.objects.exists()
    assert filing.entry is None


def test_an_approval_lists_the_scheme_from_the_day_of_the_act_on():
    filing = approved()
    entry = Entry.objects.get()
    assert (filing.state, entry.state, entry.version) == ("approved", "listed", filing.version)
    assert entry.effective_from >= timezone.localdate()
    assert list(entry.events.values_list("event", flat=True)) == ["approved"]
    assert Publication.objects.get().track == "approval"
    assert Filing.objects.filter(filings_named(entry.number)).get() == filing


def test_the_version_in_force_stays_so_until_the_new_one_is_approved():
    entry = EntryFactory()
    record_no_objection(TakeUp(Filing.objects.get(), officer()).run())
    before = entry.version
    filing = accepted(next_version(entry.scheme, "2.0.0"))
    entry.refresh_from_db()
    assert (filing.is_amendment, entry.version, filing.is_listed) == (True, before, False)

    proposed = ProposeApproval(filing, officer(), reason="符合条件").run()
    Approve(proposed, decider(), reason="符合条件").run()

    entry.refresh_from_db()
    assert entry.version == filing.version
    assert entry.listed_versions.filter(superseded_at=None).get().version == filing.version
    assert entry.events.latest("pk").event == "amended"


def test_a_refusal_lists_nothing_and_says_why():
    filing = refused()
    decision = Decision.objects.get()
    assert (filing.state, decision.outcome) == ("refused", "refused")
    assert decision.proposal.outcome == "refused"
    assert decision.reason_codes
    assert not Entry.objects.exists()
    assert "不符合条件" in page(signatory_of(filing), "workspace:filing", filing.number)


def test_a_refusal_rests_on_the_list_and_on_a_proposal_to_refuse():
    proposed = ProposeApproval(accepted(), officer(), reason="符合条件").run()
    with pytest.raises(RulesBroken, match="at least one reason from the list"):
        Refuse(proposed, decider(), reason="不行").run()
    with pytest.raises(RulesBroken, match="did not propose a refusal"):
        Refuse(proposed, decider(), reason="不行", reason_code="completeness").run()


def test_who_examined_never_decides():
    filing = accepted()
    both = officer()
    member_of(both.memberships.get().organisation, Role.DECIDER)
    proposed = ProposeApproval(filing, both, reason="符合条件").run()
    with pytest.raises(NotAllowed, match="Only deciders"):
        Approve(proposed, both, reason="符合条件").run()


def test_a_rule_number_that_waits_to_be_listed_is_taken():
    filing = applied(number=7)
    same = VersionFactory(frozen=True, organisation=filing.organisation, number=7)
    with pytest.raises(RulesBroken, match=filing.number):
        Submit(same, signatory_of(filing)).run()


def test_what_was_registered_meanwhile_stands_in_the_way_of_an_approval():
    filing = accepted(number=7007)
    proposed = ProposeApproval(filing, officer(), reason="符合条件").run()
    other = EntryFactory(organisation=filing.organisation)
    Entry.objects.filter(pk=other.pk).update(rule_number=filing.version.document["rule_number"])
    with pytest.raises(RulesBroken, match="already registered for another scheme"):
        Approve(proposed, decider(), reason="符合条件").run()
    assert Filing.objects.get(pk=filing.pk).state == "decision_proposed"


def test_an_application_ends_with_its_scheme():
    entry = EntryFactory()
    record_no_objection(TakeUp(Filing.objects.get(), officer()).run())
    filing = applied(next_version(entry.scheme, "2.0.0"))
    entry = Entry.objects.get()
    Deregister(entry, signatory_of(filing), plan="none_issued", reason="停办").run()
    assert Filing.objects.get(pk=filing.pk).state == "ended"


# --- what people read -------------------------------------------------------------------------


def test_every_page_tells_of_a_filing_without_an_entry():
    filing = applied()
    number, signatory = filing.number, signatory_of(filing)
    own = page(signatory, "workspace:filing", number)
    assert "Applied for; not in effect" in own
    assert "None yet: the scheme is not listed." in own
    receipt = page(signatory, "workspace:receipt-page", number)
    assert "nothing is listed until it is approved" in receipt
    for address, args in (
        ("workspace:scheme", [filing.scheme_id]),
        ("workspace:filings", []),
        ("workspace:dashboard", []),
        ("designer:read", [filing.scheme_id]),
    ):
        assert "listed in the register" not in page(signatory, address, *args), address
    tabs = "filing document report neighbours marks difference history timeline".split()
    for tab in tabs:
        page(officer(), f"desk:{tab}", number)
    assert "None yet: the scheme is not listed." in page(officer(), "desk:filing", number)
    assert number in page(officer(), "desk:queue")


def test_the_receipt_promises_no_listing():
    filing = applied()
    printed = receipt_html(filing.submissions.get(), "en")
    assert "Receipt: Application for approval" in printed
    assert "/v/" not in printed
    assert "Filing is not a licence" not in printed
    words = last_mail("receipt")
    subject, body = rendered("receipt", words)
    assert "Application for approval" in subject
    assert "/v/" not in body
    assert "Register number" not in body
    assert "approved" in body


def test_the_receipt_of_a_filing_says_that_it_is_listed():
    filing = EntryFactory().scheme.filings.get()
    assert f"/v/{filing.entry.number}" in receipt_html(filing.submissions.get(), "en")
    assert f"/v/{filing.entry.number}" in rendered("receipt", last_mail("receipt"))[1]


def test_the_public_is_told_nothing_before_and_the_track_after():
    filing = accepted()
    client = browser()
    assert client.get(f"/v/{filing.number}").status_code == 404
    assert client.get("/api/v1/schemes").json()["count"] == 0
    proposed = ProposeApproval(filing, officer(), reason="符合条件").run()
    Approve(proposed, decider(), reason="符合条件").run()
    number = Entry.objects.get().number
    assert client.get(f"/schemes/{number}.json").json()["register"]["track"] == "approval"
    for address in (f"/schemes/{number}", f"/v/{number}"):
        assert "Approval" in client.get(address, {"lang": "en"}).content.decode(), address


def test_the_body_reads_no_proposal():
    filing = ProposeApproval(accepted(), officer(), reason="内部意见").run()
    ReturnToOfficer(filing, decider(), reason="再看一遍").run()
    own = page(signatory_of(filing), "workspace:filing", filing.number)
    assert "内部意见" not in own
    assert "再看一遍" not in own


# --- acceptance and time ----------------------------------------------------------------------


def test_the_body_is_asked_to_complete_once():
    filing = AskToComplete(applied(), officer(), reason="请补充检测报告").run()
    assert "请补充检测报告" in page(signatory_of(filing), "workspace:filing", filing.number)
    version = next_version(filing.scheme, "1.0.1")
    Submit(version, signatory_of(filing)).run()
    filing.refresh_from_db()
    assert (filing.state, filing.round, filing.track) == ("applied", 2, "approval")
    with pytest.raises(RulesBroken, match="once already"):
        AskToComplete(filing, officer(), reason="再补一次").run()
    Accept(filing, officer(), reason="材料齐全").run()


def after_its_time(filing):
    late = clock_of(filing).due + datetime.timedelta(days=1)
    moment = timezone.make_aware(datetime.datetime.combine(late, datetime.time(10)))
    return time_machine.travel(moment, tick=False)


def test_silence_is_acceptance_when_its_time_is_over():
    filing = applied()
    look_at_clocks(timezone.localdate())
    assert Filing.objects.get().state == "applied"
    with after_its_time(filing):
        look_at_clocks(timezone.localdate())
    filing.refresh_from_db()
    assert (filing.state, filing.officer) == ("accepted", None)
    letter = filing.letters.get(act="accept_by_silence")
    told = rendered("act", last_mail("act"))[1]
    assert all(said in told for said in ("article 32 (4)", letter.number))


def test_an_application_lapses_when_the_time_to_complete_it_is_over():
    filing = AskToComplete(applied(), officer(), reason="请补充检测报告").run()
    with after_its_time(filing):
        look_at_clocks(timezone.localdate())
    filing.refresh_from_db()
    assert (filing.state, filing.closed_at is not None) == ("application_lapsed", True)
    assert filing.letters.filter(act="lapse_uncompleted").count() == 1


def test_a_signatory_withdraws_on_a_page_of_the_workspace():
    filing = accepted()
    signatory = signatory_of(filing)
    address = reverse("workspace:filing-act", args=[filing.number, "withdraw_application"])
    assert address in page(signatory, "workspace:filing", filing.number)
    client = browser(signatory)
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "不再申请"}).status_code == 302
    filing.refresh_from_db()
    assert (filing.state, filing.closed_at is not None) == ("application_withdrawn", True)
    assert last_mail("filing_withdrawn")["reason"] == "不再申请"
    assert client.get(address).status_code == 409
    author = member_of(filing.organisation, Role.AUTHOR)
    assert browser(author).get(address).status_code == 403
    other = reverse("workspace:filing-act", args=[filing.number, "nothing"])
    assert client.get(other).status_code == 404


def test_the_desk_asks_for_grounds_where_an_act_burdens():
    filing = applied()
    address = reverse("desk:filing-act", args=[filing.number, "propose_non_acceptance"])
    client = browser(officer())
    assert 'name="reason_code"' in client.get(address).content.decode()
    assert client.post(address, {"reason": "无须许可"}).status_code == 422
    assert Filing.objects.get().state == "applied"


@pytest.mark.parametrize(
    ("make", "acts"),
    [
        (accepted, ["Accept the application"]),
        (approved, ["Accept the application", "Approve"]),
        (refused, ["Accept the application", "Refuse"]),
    ],
    ids=["accepted", "approved", "refused"],
)
def test_the_body_hears_of_each_act_on_its_application(make, acts):
    filing = make()
    mails = OutboxMessage.objects.filter(kind="mail", payload__template="act").order_by("pk")
    to = signatory_of(filing).email
    told = [one.payload["context"]["act"]["en"] for one in mails if one.payload["to"] == to]
    assert told == acts


def test_an_approval_waits_while_its_body_has_lost_a_field():
    filing = ProposeApproval(accepted(), officer(), reason="符合条件").run()
    rows = filing.organisation.approved_fields.all()
    rows.update(valid_until=timezone.localdate() - datetime.timedelta(days=1))
    with pytest.raises(RulesBroken, match=r"is not approved today for “"):
        Approve(filing, decider(), reason="符合条件").run()
    filing.refresh_from_db()
    assert (filing.state, Entry.objects.exists()) == ("decision_proposed", False)
    rows.update(valid_until=None)
    assert Approve(filing, decider(), reason="符合条件").run().state == "approved"
