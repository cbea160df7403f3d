"""Suspension and reinstatement: proposed by one, carried out by another, told to everybody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from portal.accounts.memberships import join, leave
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.lifecycle import act_named
from registry.models import Entry, EntryProposal, EntryTerms
from registry.register.due import end_suspensions
from registry.register.grounds import ground_field
from registry.register.permissions import may_carry_out, may_propose_act
from registry.register.proposing import propose_act, put_aside
from registry.states import ReasonPurpose
from tests.factories import EntryFactory, PersonFactory, decider, member_of, officer
from tests.registry.register.playing import REASON, brought_to, play, words_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = timedelta(days=1)
DECLARED = {"impartial": "on"}


def browser_of(person):
    browser = Client()
    browser.force_login(person)
    return browser


def proposed(entry, by=None, **words):
    return propose_act(entry, by or officer(), act_named("suspend"), **words_of("suspend") | words)


def mails(template):
    found = OutboxMessage.objects.filter(kind="mail", payload__template=template)
    return [mail.payload for mail in found]


def in_force():
    """An entry that is in force today."""
    entry = EntryFactory()
    Entry.objects.update(effective_from=TODAY())
    return Entry.objects.get(pk=entry.pk)


def test_the_journey_from_proposal_to_reinstatement(client):
    entry = in_force()
    desk = browser_of(officer())
    address = reverse("desk:entry-act", args=[entry.number, "suspend"])
    assert address in desk.get(reverse("desk:entry", args=[entry.number])).content.decode()
    assert desk.get(address).status_code == 200
    assert desk.post(address, DECLARED | words_of("suspend")).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "listed"
    assert REASON not in client.get(f"/schemes/{entry.number}").content.decode()

    ruling = browser_of(decider())
    assert entry.number in ruling.get(reverse("desk:register")).content.decode()
    page = reverse("desk:entry-proposal", args=[entry.number])
    read = ruling.get(page)
    assert REASON in read.content.decode()
    assert ruling.post(page, DECLARED | {"seen": read.context["proposal"].pk}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.state_until) == ("suspended", TODAY() + 30 * DAY)
    assert EntryProposal.objects.get().ruling.is_carried_out

    told = client.get(f"/schemes/{entry.number}?lang=en").content.decode()
    verified = client.get(f"/v/{entry.number}?lang=en").content.decode()
    for words in (REASON, decider().name_en, date_format(TODAY() + 30 * DAY), "reconsideration"):
        assert words in told
        assert words in verified
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    assert record["status"] == "suspended"
    assert record["events"][0]["details"]["ground"]["code"] == "fee_issue"
    assert record["events"][0]["details"]["certificates"] == "remain_valid"
    assert any(REASON in str(mail) for mail in mails("act"))

    lifting = reverse("desk:entry-act", args=[entry.number, "reinstate"])
    assert ruling.post(lifting, DECLARED | {"reason": "整改完成"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.state_until) == ("listed", None)
    assert "整改完成" in client.get(f"/schemes/{entry.number}").content.decode()
    assert client.get(f"/api/v1/schemes/{entry.number}").json()["status"] == "in_force"


def test_a_body_suspends_its_own_scheme_and_goes_on(client):
    entry = EntryFactory()
    workspace = browser_of(member_of(entry.organisation, Role.SIGNATORY))
    pausing = reverse("workspace:entry-act", args=[entry.number, "pause"])
    own = reverse("workspace:scheme", args=[entry.scheme_id])
    assert pausing in workspace.get(own).content.decode()
    assert workspace.get(pausing).status_code == 200
    assert workspace.post(pausing, {}).status_code == 422
    assert workspace.post(pausing, words_of("pause")).status_code == 302
    entry.refresh_from_db()
    assert (entry.state, entry.status) == ("paused", "suspended")
    assert REASON in client.get(f"/v/{entry.number}").content.decode()
    going_on = reverse("workspace:entry-act", args=[entry.number, "go_on"])
    assert workspace.post(going_on, {"reason": "恢复"}).status_code == 302
    entry.refresh_from_db()
    assert entry.state == "listed"


def test_what_is_no_act_of_bodies_has_no_page_in_the_workspace():
    entry = EntryFactory()
    workspace = browser_of(member_of(entry.organisation, Role.SIGNATORY))
    address = reverse("workspace:entry-act", args=[entry.number, "suspend"])
    assert workspace.get(address).status_code == 404
    stranger = browser_of(PersonFactory(role=Role.SIGNATORY))
    address = reverse("workspace:entry-act", args=[entry.number, "pause"])
    assert stranger.get(address).status_code == 404


def test_nobody_carries_out_what_they_proposed():
    entry = EntryFactory()
    both = PersonFactory(role=Role.OFFICER)
    join(both, both.memberships.get().organisation, Role.DECIDER)
    both = User.objects.get(pk=both.pk)
    proposal = proposed(entry, both)
    with pytest.raises(NotAllowed, match="You proposed this"):
        act_named("suspend")(entry, both).run()
    page = browser_of(both).get(reverse("desk:entry-proposal", args=[entry.number]))
    assert not page.context["may_carry_out"]
    put_aside(proposal, both, "写错了")
    assert entry.waiting_proposal is None


def test_nobody_acts_who_was_ever_at_the_body_while_it_was_listed():
    entry = EntryFactory()
    person = PersonFactory(role=Role.AUTHOR, organisation=entry.organisation)
    leave(person.memberships.get())
    for role in (Role.OFFICER, Role.DECIDER):
        join(person, officer().memberships.get().organisation, role)
    person = User.objects.get(pk=person.pk)
    assert not may_propose_act(person, entry)
    assert not may_carry_out(person, entry)
    assert may_carry_out(person, EntryFactory())


def test_without_a_proposal_nothing_is_carried_out():
    entry = EntryFactory()
    with pytest.raises(WrongState, match="No proposal for this waits"):
        act_named("suspend")(entry, decider(), **words_of("suspend")).run()
    page = browser_of(decider()).get(reverse("desk:entry-proposal", args=[entry.number]))
    assert page.status_code == 409


def test_one_proposal_waits_at_a_time_and_the_one_that_was_read_is_carried_out():
    entry = EntryFactory()
    first = proposed(entry)
    with pytest.raises(WrongState, match="Another proposal"):
        proposed(entry)
    put_aside(first, decider(), "证据不足")
    with pytest.raises(WrongState, match="ruled on this proposal meanwhile"):
        put_aside(first, decider(), "证据不足")
    second = proposed(entry)
    with pytest.raises(WrongState, match="as you read it"):
        act_named("suspend")(entry, decider(), seen=first.pk).run()
    assert act_named("suspend")(entry, decider(), seen=second.pk).run().state == "suspended"


def test_a_proposal_is_put_aside_with_a_reason_on_its_page():
    entry = EntryFactory()
    proposed(entry)
    page = reverse("desk:entry-proposal", args=[entry.number])
    desk = browser_of(decider())
    assert desk.post(page, {"put_aside": "yes", "reason": ""}).status_code == 422
    aside = {"put_aside": "yes", "reason": "证据不足"}
    refused = desk.post(page, aside)
    assert refused.status_code == 422
    assert "证据不足" in refused.content.decode()
    assert entry.waiting_proposal is not None
    assert desk.post(page, aside | {"aside-impartial": "on"}).status_code == 302
    assert not EntryProposal.objects.get().ruling.is_carried_out
    entry.refresh_from_db()
    assert entry.state == "listed"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"until": ""}, "Give a last day"),
        ({"until": TODAY() - DAY}, "Give a last day"),
        ({"until": TODAY() + 181 * DAY}, "Give a last day"),
        ({"certificates": "lost"}, "already issued"),
        ({"reason": " "}, "Say why"),
        ({"reason_code": "no_such"}, "reason from the list"),
    ],
)
def test_a_proposal_with_words_that_do_not_hold_is_refused(words, told):
    with pytest.raises(RulesBroken, match=told):
        proposed(EntryFactory(), **words)
    assert not EntryProposal.objects.exists()


def test_the_longest_period_is_the_regulator_s():
    entry = EntryFactory()
    EntryTerms.objects.update(suspension_days=200)
    assert proposed(entry, until=TODAY() + 200 * DAY).words["until"]


@pytest.mark.parametrize("state", ["suspended", "paused"])
def test_a_suspension_ends_with_its_last_day(client, state):
    entry = brought_to(in_force(), state)
    last = entry.state_until
    end_suspensions(last)
    entry.refresh_from_db()
    assert entry.state == state
    with time_machine.travel(timezone.now() + 31 * DAY, tick=False):
        assert entry.status == "in_force"  # also where no worker runs
        end_suspensions(last + DAY)
        end_suspensions(last + DAY)
        entry.refresh_from_db()
        assert (entry.state, entry.state_until) == ("listed", None)
    assert entry.events.filter(event="suspension_lapsed").count() == 1


def test_the_desk_and_the_body_are_reminded_once_before_it_ends():
    entry = play(EntryFactory(), "suspend")
    member = member_of(entry.organisation, Role.SIGNATORY)
    end_suspensions(TODAY() + 14 * DAY)
    assert mails("state_ends") == []
    for days in (15, 20):
        end_suspensions(TODAY() + days * DAY)
    told = [mail["to"] for mail in mails("state_ends")]
    assert sorted(told) == sorted({officer().email, member.email, *told})
    assert len(told) == len(set(told))
    assert member.email in told


def test_the_deciders_hear_of_a_proposal_without_its_reasons():
    person = decider()
    proposed(EntryFactory())
    (mail,) = mails("act_proposed")
    assert mail["to"] == person.email
    assert REASON not in str(mail)


def test_reasons_of_supervision_stand_before_those_of_reviews() -> None:
    codes = [code for code, _words in ground_field().choices if code]
    assert codes[0] == "procedure_not_followed"
    assert codes.index("public_risk") < codes.index("completeness")
    assert "public_safety" not in codes
    assert [code for code, _words in ground_field(ReasonPurpose.FAST_LANE).choices if code][:1] == [
        "public_safety"
    ]


def test_who_proposes_and_who_decides_declare_to_be_impartial(client):
    entry = EntryFactory()
    desk, ruling = browser_of(officer()), browser_of(decider())
    address = reverse("desk:entry-act", args=[entry.number, "suspend"])
    assert "impartial" in desk.get(address).context["statement"].fields
    refused = desk.post(address, words_of("suspend"))
    assert refused.status_code == 422
    assert REASON in refused.content.decode()
    assert entry.waiting_proposal is None
    seen = desk.post(address, DECLARED | words_of("suspend") | {"preview": "1"}).context
    assert not seen["statement"].errors
    assert entry.impartiality_statements.count() == 0
    desk.post(address, DECLARED | words_of("suspend"))
    proposal = entry.proposals.get()

    page = reverse("desk:entry-proposal", args=[entry.number])
    assert ruling.post(page, {"seen": proposal.pk}).status_code == 422
    entry.refresh_from_db()
    assert entry.state == "listed"
    assert ruling.post(page, DECLARED | {"seen": proposal.pk}).status_code == 302

    rows = entry.impartiality_statements.all()
    kept = [(row.person, row.duty, row.act, row.proposal) for row in rows]
    assert kept == [
        (officer(), "proposal", "suspend", proposal),
        (decider(), "decision", "suspend", proposal),
    ]
    assert {row.text.kind for row in rows} == {"impartiality"}
    words = str(rows[0].text.text["en"])[:40]
    at_desk = desk.get(reverse("desk:entry", args=[entry.number])).content.decode()
    assert at_desk.count(words) == 2
    assert words not in client.get(f"/schemes/{entry.number}?lang=en").content.decode()


def test_every_act_on_an_entry_is_declared_for_anew_and_none_of_bodies():
    entry = play(play(in_force(), "suspend"), "reinstate")
    kept = entry.impartiality_statements.values_list("act", "duty")
    assert list(kept) == [
        ("suspend", "proposal"),
        ("suspend", "decision"),
        ("reinstate", "decision"),
    ]
    play(entry, "pause")
    assert entry.impartiality_statements.count() == 3


def test_who_takes_their_own_proposal_back_declares_nothing_more():
    entry = EntryFactory()
    put_aside(proposed(entry), officer(), "写错了")
    put_aside(proposed(entry), decider(), "证据不足")
    duties = entry.impartiality_statements.values_list("duty", flat=True)
    assert list(duties) == ["proposal", "proposal", "decision"]


def test_the_second_to_rule_reads_what_the_first_ruled_and_keeps_the_words():
    entry = EntryFactory()
    proposed(entry)
    page = reverse("desk:entry-proposal", args=[entry.number])
    put_aside(entry.waiting_proposal, decider(), "证据不足")
    desk = browser_of(PersonFactory(role=Role.DECIDER))
    typed = {"put_aside": "yes", "reason": "我另有看法", "aside-impartial": "on"}
    second = desk.post(page, typed)
    assert second.status_code == 409
    told = second.content.decode()
    for words in ("证据不足", decider().name_en, "我另有看法", "Suspend the scheme"):
        assert words in told
    assert f'href="{reverse("desk:entry", args=[entry.number])}"' in told
