"""Not accepting an application ends it: one person proposes it, another decides; time goes on."""

from __future__ import annotations

import datetime
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed
from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from registry.inbox.tasks import tasks_of
from registry.models import Decision, Filing
from registry.procedure.actions.applying import (
    AcceptAfterAll,
    DeclineToAccept,
    ProposeNonAcceptance,
    ReturnNonAcceptance,
)
from registry.procedure.clock import clock_of
from registry.procedure.due import look_at_clocks
from registry.programs.records import filing_record
from tests.factories import PersonFactory, decider, member_of, officer, organisation_for
from tests.registry.procedure.applications import (
    OF_OTHERS,
    a_ground,
    accepted,
    applied,
    declined,
    not_to_be_accepted,
)

pytestmark = pytest.mark.django_db


def browser(person):
    client = Client()
    client.force_login(person)
    return client


def signatory_of(filing):
    return member_of(filing.organisation, Role.SIGNATORY)


def body_reads(filing):
    """The page of the filing and what a system of the body gets."""
    address = reverse("workspace:filing", args=[filing.number])
    page = browser(signatory_of(filing)).get(address, {"lang": "en"})
    return unescape(page.content.decode()) + str(filing_record(filing))


def told_to(person):
    mails = OutboxMessage.objects.filter(kind="mail", payload__to=person.email).order_by("pk")
    return [mail.payload for mail in mails]


def places(user):
    return [task.href for task in tasks_of(user)]


def over(clock):
    late = timezone.datetime.combine(clock.due + datetime.timedelta(days=1), datetime.time(10))
    return time_machine.travel(timezone.make_aware(late), tick=False)


def act_of(name, filing):
    return reverse("desk:filing-act", args=[filing.number, name])


# --- the proposal is inside ---------------------------------------------------------------------


def test_the_body_reads_neither_the_proposal_nor_that_it_went_back():
    before = applied()
    said, heard = filing_record(before)["state"], len(told_to(signatory_of(before)))
    filing = not_to_be_accepted(before)
    assert filing.letters.count() == 0
    assert filing_record(filing)["state"] == said
    assert OF_OTHERS not in body_reads(filing)
    ReturnNonAcceptance(filing, decider(), reason="请再核对职权范围").run()
    filing.refresh_from_db()
    assert (filing.state, filing_record(filing)["state"]) == ("applied", said)
    read = body_reads(filing)
    assert not any(
        words in read for words in (OF_OTHERS, "请再核对", "Non-acceptance", "Handed back")
    )
    assert len(told_to(signatory_of(filing))) == heard
    assert told_to(officer())[-1]["context"]["reason"] == "请再核对职权范围"


def test_it_waits_for_a_decider_and_no_officer():
    decider()
    filing = not_to_be_accepted()
    here = reverse("desk:filing", args=[filing.number])
    assert here in places(decider())
    assert here not in places(officer())
    assert filing in Filing.objects.decidable_by(decider())
    assert [mail["template"] for mail in told_to(decider())][-1] == "filing_proposed"
    ReturnNonAcceptance(filing, decider(), reason="再看").run()
    assert here not in places(decider())
    assert here in places(officer())


# --- the decision -------------------------------------------------------------------------------


def test_a_decider_declines_with_reasons_a_letter_and_the_remedy():
    filing = declined()
    decision = Decision.objects.get()
    assert (filing.state, filing.closed_at is not None) == ("not_accepted", True)
    assert (decision.outcome, decision.proposal.proposed_by) == ("not_accepted", officer())
    assert (decision.decided_by, decision.reason_codes) == (decider(), [a_ground()])
    letter = filing.letters.get()
    assert letter.act == "decline_to_accept"
    assert decision.remedy["zh"] in str(letter.content["blocks"]["zh"])
    read = body_reads(filing)
    assert all(words in read for words in (OF_OTHERS, decision.remedy["en"], letter.number))
    duties = filing.impartiality_statements.values_list("person", "duty")
    assert set(duties) == {(officer().pk, "review"), (decider().pk, "decision")}


def test_who_proposed_never_decides():
    filing, both = not_to_be_accepted(), officer()
    join(both, organisation_for(Role.DECIDER), Role.DECIDER)
    for act in (DeclineToAccept, AcceptAfterAll, ReturnNonAcceptance):
        with pytest.raises(NotAllowed, match="You reviewed this filing"):
            act(filing, both, reason=OF_OTHERS, reason_code=a_ground()).run()


def test_the_decider_reads_the_proposal_and_the_letter_before_deciding():
    filing = not_to_be_accepted()
    desk, address = browser(decider()), act_of("decline_to_accept", filing)
    asked = desk.get(address, {"lang": "en"})
    assert asked.context["form"].initial == {"reason": OF_OTHERS, "reason_code": a_ground()}
    assert asked.context["proposal"].proposed_by == officer()
    seen = desk.post(address, {**asked.context["form"].initial, "preview": "1"})
    assert Filing.objects.get().state == "non_acceptance_proposed"
    assert OF_OTHERS in str(seen.context["letter_preview"])
    done = desk.post(address, {**asked.context["form"].initial, "impartial": "on"})
    assert (done.status_code, Filing.objects.get().state) == (302, "not_accepted")


def test_a_decider_accepts_other_than_proposed_and_the_body_reads_of_an_acceptance():
    filing = AcceptAfterAll(not_to_be_accepted(), decider(), reason="属于本机关职权范围").run()
    usual = accepted()
    assert (filing.state, filing.officer, Decision.objects.count()) == ("accepted", officer(), 0)
    letters = [one.letters.get().content["heading"] for one in (filing, usual)]
    assert letters[0] == letters[1]
    mails = [told_to(signatory_of(one))[-1]["context"]["act"] for one in (filing, usual)]
    assert mails[0] == mails[1]
    assert OF_OTHERS not in body_reads(filing)
    assert clock_of(filing).rule.key == "decision"


# --- the time of the law ------------------------------------------------------------------------


def test_the_time_for_acceptance_goes_on_under_a_proposal():
    filing = applied()
    before = clock_of(filing)
    proposed = not_to_be_accepted(filing)
    assert clock_of(proposed) == before
    ReturnNonAcceptance(proposed, decider(), reason="再看").run()
    assert clock_of(Filing.objects.get()) == before
    assert filing.intervals.count() == 1


def test_silence_is_acceptance_though_non_acceptance_is_proposed():
    filing = not_to_be_accepted()
    look_at_clocks(timezone.localdate())
    assert Filing.objects.get().state == "non_acceptance_proposed"
    with over(clock_of(filing)):
        look_at_clocks(timezone.localdate())
        filing.refresh_from_db()
        assert (filing.state, filing.officer) == ("accepted", officer())
        assert not Decision.objects.exists()
        assert OF_OTHERS not in body_reads(filing)


def test_whose_decision_comes_too_late_is_told_and_keeps_the_words():
    filing = not_to_be_accepted()
    with over(clock_of(filing)):
        look_at_clocks(timezone.localdate())
        words = {"reason": "我的理由", "reason_code": a_ground(), "impartial": "on"}
        late = browser(decider()).post(act_of("decline_to_accept", filing) + "?lang=en", words)
    assert late.status_code == 409
    told = late.content.decode()
    assert all(words in told for words in ("我的理由", "the regulator was silent"))
    assert not Decision.objects.exists()


def test_the_second_of_two_deciders_reads_what_the_first_decided():
    filing = not_to_be_accepted()
    first, second = (
        browser(decider()),
        browser(PersonFactory(role=Role.DECIDER, organisation=regulator())),
    )
    words = {"reason": OF_OTHERS, "reason_code": a_ground(), "impartial": "on"}
    first.post(act_of("decline_to_accept", filing), words)
    late = second.post(act_of("accept_after_all", filing) + "?lang=en", {"reason": "应当受理"})
    assert late.status_code == 409
    told = late.content.decode()
    assert all(words in told for words in ("应当受理", "Not accepted", decider().name_en))
    assert Filing.objects.get().state == "not_accepted"


def regulator():
    return decider().memberships.get().organisation


def test_the_decider_is_reminded_before_the_law_decides():
    decider()
    filing = not_to_be_accepted()
    clock = clock_of(filing)
    near = timezone.datetime.combine(clock.due, datetime.time(10))
    with time_machine.travel(timezone.make_aware(near), tick=False):
        look_at_clocks(timezone.localdate())
    [mail] = [mail for mail in told_to(decider()) if mail["template"] == "clock_near"]
    assert filing.number in rendered("clock_near", mail["context"])[0]


def test_the_reasons_of_the_law_stand_first():
    filing = not_to_be_accepted()
    field = DeclineToAccept.fields(filing)["reason_code"]
    codes = [code for code, _words in field.choices]
    assert codes[1:4] == ["needs_no_permission", "other_authority", "untrue_application"]
    assert "completeness" in codes[4:]
    DeclineToAccept(
        filing,
        decider(),
        reason="应当向其他机关申请",
        reason_code="other_authority",
        impartial=True,
    ).run()
    assert "Another authority is in charge by law" in body_reads(filing)


def test_who_decides_on_another_proposal_than_the_one_that_was_read_reads_it_first():
    filing = not_to_be_accepted()
    desk, address = browser(decider()), act_of("decline_to_accept", filing)
    asked = desk.get(address, {"lang": "en"}).context["form"]
    words = {**asked.initial, "seen": asked["seen"].initial, "impartial": "on", "reason": "我的话"}
    ReturnNonAcceptance(filing, decider(), reason="请再核对", impartial=True).run()
    ProposeNonAcceptance(filing, officer(), reason="另一理由", reason_code=a_ground()).run()
    late = desk.post(f"{address}?lang=en", words)
    assert late.status_code == 409
    assert "What you read has changed meanwhile" in late.content.decode()
    assert late.context["proposal"].reasons == "另一理由"
    assert late.context["form"]["reason"].value() == "我的话"
    again = {**words, "seen": late.context["form"]["seen"].value()}
    assert desk.post(address, again).status_code == 302
    assert Filing.objects.get().state == "not_accepted"
