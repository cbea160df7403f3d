"""A letter that is seen before the act is the one that is kept, save for what nobody knows yet."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.models import User
from portal.accounts.roles import OrganisationKind, Role
from registry.delegable import DelegatedAct
from registry.lettered import lettered_acts
from registry.lifecycle import act_named
from registry.models import Entry, EntryCondition, Filing, Letter
from registry.procedure.actions import Propose, ReviewApart, TakeUp
from registry.procedure.actions.applying import (
    Accept,
    AcceptAfterAll,
    AskToComplete,
    DeclineToAccept,
)
from registry.procedure.actions.by_law import ByLaw
from registry.procedure.actions.deciding import RecordNoObjection, RequestCorrection
from registry.procedure.actions.declaring import Challenge
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.actions.permitting import (
    Approve,
    ProposeApproval,
    ProposeRefusal,
    Refuse,
)
from registry.procedure.actions.promising import AskToMakeGood, ConfirmPromise, Revoke
from registry.procedure.actions.registering import (
    AskToSupply,
    EnterInRegister,
    ProposeRefusalToEnter,
    RefuseToEnter,
)
from registry.procedure.remarks import write_remark
from registry.register.acting import ActOfTheCalendar, ProposedAct
from registry.register.acts.joint_use import EndJointUse
from registry.register.letters import preview_of
from registry.register.proposing import propose_act
from registry.states import Outcome
from tests.factories import (
    EntryFactory,
    FilingFactory,
    PersonFactory,
    decider,
    member_of,
    officer,
    organisation_of,
)
from tests.registry.alliances.joining import filed
from tests.registry.authors.issuing import national_entry
from tests.registry.authors.test_designating import able_body, carried_out
from tests.registry.procedure.applications import (
    a_ground,
    accepted,
    applied,
    not_to_be_accepted,
)
from tests.registry.procedure.promises import promised, revocation_proposed
from tests.registry.procedure.test_declarations import WRONG, declare
from tests.registry.procedure.test_fast_lane import asked
from tests.registry.procedure.test_registration import MISSING, requested
from tests.registry.register import owning
from tests.registry.register.playing import play, words_of
from tests.registry.register.test_delegated_acts import _given, _of

pytestmark = pytest.mark.django_db

REASON = {"reason": "理由如下", "letter_note": "特此告知。"}
#: Who is asked is found out with the act; the page does not show it.
LATER = ("number", "contact")


def _grounds(**words):
    return {**REASON, "reason_code": a_ground(), **words}


def _with_evidence():
    entry = play(EntryFactory(), "set_condition")
    condition = EntryCondition.objects.get().pk
    person = member_of(entry.organisation, Role.SIGNATORY)
    act_named("hand_in_evidence")(entry, person, reason="见附件", condition=condition).run()
    return entry, {**REASON, "condition": condition}


def _to_change():
    entry = EntryFactory(deregistered=False)
    owning.accepted(entry)
    return entry


def _designating():
    entry = national_entry()
    return entry, {
        **REASON,
        "organisation": str(able_body(entry).pk),
        "since": entry.effective_from,
    }


def _designated():
    one = carried_out()
    last = (one.since + timedelta(days=5)).isoformat()
    return one.entry, _grounds(designation=str(one.pk), last_day=last)


def _proposed(**words):
    filing = FilingFactory(under_review=True)
    return Propose(filing, filing.officer, reasons="理由", **words).run()


def _challenged():
    entry = EntryFactory()
    filing = TakeUp(Filing.objects.get(), officer()).run()
    Propose(filing, officer(), outcome=Outcome.NO_OBJECTION, reasons="理由").run()
    RecordNoObjection(filing, decider(), reasons="理由").run()
    return declare(entry), WRONG


def _to_refuse():
    return ProposeRefusal(accepted(), officer(), **_grounds()).run(), _grounds()


def _to_enter():
    return ProposeRefusalToEnter(requested(), officer(), **MISSING).run(), MISSING


def _of_clock(name):
    return next(act for act in clock_acts(Filing.objects.get().procedure) if act.name == name)


#: The record and the words, by the act.
ON_ENTRIES = {
    **{
        name: lambda name=name: (EntryFactory(), words_of(name) | {"letter_note": "特此告知。"})
        for name in ("suspend", "remove", "absorb", "give_notice", "set_condition")
    },
    "reinstate": lambda: (play(EntryFactory(), "suspend"), REASON),
    "lift_notice": lambda: (play(EntryFactory(), "give_notice"), REASON),
    "accept_evidence": _with_evidence,
    "return_evidence": _with_evidence,
    "change_owner": lambda: (_to_change(), REASON),
    "refuse_owner": lambda: (_to_change(), _grounds()),
    "designate": _designating,
    "end_designation": _designated,
}
ON_FILINGS = {
    Accept: lambda: (applied(), REASON),
    AcceptAfterAll: lambda: (not_to_be_accepted(), REASON),
    AskToComplete: lambda: (applied(), REASON),
    DeclineToAccept: lambda: (not_to_be_accepted(), _grounds()),
    Approve: lambda: (ProposeApproval(accepted(), officer(), **REASON).run(), REASON),
    Refuse: _to_refuse,
    AskToSupply: lambda: (requested(), REASON),
    EnterInRegister: lambda: (requested(), REASON),
    RefuseToEnter: _to_enter,
    AskToMakeGood: lambda: (promised(), _grounds()),
    ConfirmPromise: lambda: (promised(), REASON),
    Revoke: lambda: (revocation_proposed(), _grounds(certificates="remain_valid")),
    Challenge: _challenged,
    ReviewApart: lambda: (filed()[2][1], REASON),
    RecordNoObjection: lambda: (
        _proposed(outcome=Outcome.NO_OBJECTION),
        {"reasons": "理由", "letter_note": "特此告知。"},
    ),
    "grant_fast_lane": lambda: (asked(), REASON),
    "refuse_fast_lane": lambda: (asked(), REASON),
    "extend_clock": lambda: (FilingFactory(under_review=True), REASON),
}
#: By whom on filings; the others are an officer's.
DECIDED = {AcceptAfterAll, DeclineToAccept, Approve, Refuse, RefuseToEnter, Revoke}
DECIDED |= {RecordNoObjection, "extend_clock"}


def _name(act):
    return act if isinstance(act, str) else act.name


def test_every_letter_that_a_person_sends_is_in_a_table():
    by_themselves = (ByLaw, ActOfTheCalendar, EndJointUse)
    acts = {name for name, act in lettered_acts().items() if not issubclass(act, by_themselves)}
    assert acts == {*ON_ENTRIES, *map(_name, ON_FILINGS)}


def _is_as_seen(seen, letter, to=None):
    kept = {key: value for key, value in letter.content.items() if key not in LATER}
    assert {key: value for key, value in seen.items() if key not in LATER} == kept
    assert kept["body"] == (to or letter.organisation).name_text


@pytest.mark.parametrize("name", ON_ENTRIES)
def test_the_letter_about_an_entry_is_the_one_that_was_seen(name):
    entry, words = ON_ENTRIES[name]()
    act = act_named(name)
    does = officer() if name.endswith("evidence") else decider()
    if issubclass(act, ProposedAct):
        propose_act(entry, officer(), act, **words)
        seen = preview_of(act(Entry.objects.get(pk=entry.pk), does, **words))
        act(entry, does).run()
    else:
        looked = act(Entry.objects.get(pk=entry.pk), does, **words)
        looked.check()
        seen = preview_of(looked)
        act(entry, does, **words).run()
    _is_as_seen(seen, Letter.objects.filter(act=name).latest("pk"))


@pytest.mark.parametrize("act", ON_FILINGS, ids=_name)
def test_the_letter_about_a_filing_is_the_one_that_was_seen(act):
    filing, words = ON_FILINGS[act]()
    name, does = _name(act), decider() if act in DECIDED else filing.officer or officer()
    act = _of_clock(name) if isinstance(act, str) else act
    looked = act(Filing.objects.get(pk=filing.pk), does, **words)
    looked.check()
    seen = preview_of(looked)
    act(filing, does, **words).run()
    letter = Letter.objects.filter(act=name).latest("pk")
    if act in (Approve, EnterInRegister):
        number = letter.content["entry"]
        assert number
        seen["entry"], told = (
            number,
            {"zh": "（编号在列入名录时编定）", "en": "(the number is given"},
        )
        for language, open_words in told.items():
            blocks = letter.content["blocks"][language]
            if number in str(blocks):
                assert open_words in str(seen["blocks"][language])
                seen["blocks"][language] = blocks
    _is_as_seen(seen, letter)


def _page(client, person, entry):
    client.force_login(person)
    return client.get(reverse("desk:entry-proposal", args=[entry.number]), {"lang": "en"})


def test_only_who_can_carry_a_proposal_out_signs_its_letter(client):
    entry, words = EntryFactory(), words_of("suspend")
    both = officer()
    join(both, organisation_of(OrganisationKind.REGULATOR), Role.DECIDER)
    propose_act(entry, User.objects.get(pk=both.pk), act_named("suspend"), **words)
    observer, other = PersonFactory(role=Role.OBSERVER), PersonFactory(role=Role.DECIDER)
    for person, signs in ((both, False), (observer, False), (other, True)):
        page = _page(client, person, entry)
        letter = page.context["letter_preview"]
        assert bool(letter["signed_by"]) is signs
        assert ("(whoever decides)" in page.content.decode()) is not signs
        told = {str(label) for label, _words in page.context["facts"]}
        assert ("Decided by" in told) is signs


def test_a_letter_that_is_only_proposed_names_nobody_who_decides(client):
    client.force_login(officer())
    entry = EntryFactory()
    address = reverse("desk:entry-act", args=[entry.number, "suspend"])
    page = client.post(
        address, {**words_of("suspend"), "preview": "1"}, query_params={"lang": "en"}
    )
    assert page.status_code == 200
    assert page.context["letter_preview"]["signed_by"] == {}
    assert "(whoever decides)" in page.content.decode()


@pytest.mark.parametrize("name", [n for n in ON_ENTRIES if issubclass(act_named(n), ProposedAct)])
def test_every_proposal_can_be_read_with_its_letter(client, name):
    entry, words = ON_ENTRIES[name]()
    propose_act(entry, officer(), act_named(name), **words)
    assert _page(client, decider(), entry).context["letter_preview"]["blocks"]


def test_the_new_owner_gets_the_letter_of_a_change_and_is_shown_as_who_will(client):
    entry = _to_change()
    to = entry.owner_changes.get().to_body
    propose_act(entry, officer(), act_named("change_owner"), **REASON)
    assert _page(client, officer(), entry).context["letter_preview"]["body"] == to.name_text
    act_named("change_owner")(entry, decider()).run()
    assert Letter.objects.get(act="change_owner").organisation == to


@pytest.fixture
def branch():
    branch = organisation_of(OrganisationKind.BRANCH)
    _given(branch, *DelegatedAct)
    return branch


def _told(content, branch):
    return [branch.name_zh in str(content), branch.parent.name_zh in str(content)]


@pytest.mark.parametrize("name", ["suspend", "reinstate", "lift_notice", "accept_evidence"])
def test_a_letter_of_a_branch_about_an_entry_says_for_whom(branch, name):
    entry, words = ON_ENTRIES[name]()
    act, does = act_named(name), _of(branch, Role.DECIDER)
    if name == "accept_evidence":
        does = _of(branch, Role.OFFICER)
    if issubclass(act, ProposedAct):
        propose_act(entry, officer(), act, **words)
    act(entry, does, **words).run()
    blocks = Letter.objects.get(act=name).content["blocks"]["zh"]
    facts = [fact for block in blocks for fact in block.get("facts", [])]
    assert all(_told(facts, branch))


@pytest.mark.parametrize(
    "act", [Accept, AskToComplete, Refuse, RecordNoObjection, "refuse_fast_lane", "extend_clock"]
)
def test_a_letter_of_a_branch_about_a_filing_says_for_whom(branch, act):
    filing, words = ON_FILINGS[act]()
    name = _name(act)
    does = _of(branch, Role.DECIDER if act in DECIDED else Role.OFFICER)
    act = _of_clock(name) if isinstance(act, str) else act
    act(filing, does, **words).run()
    blocks = Letter.objects.get(act=name).content["blocks"]["zh"]
    assert all(_told([block.get("facts") for block in blocks], branch))


def test_a_correction_notice_and_the_mail_of_a_branch_say_for_whom(branch, client):
    filing = FilingFactory(under_review=True)
    write_remark(filing, filing.officer, text="请补充适用范围。", address="/scope")
    words = {"reasons": "不清楚", "reason_codes": ["unclear_text"]}
    Propose(filing, filing.officer, outcome=Outcome.CORRECTION_REQUESTED, **words).run()
    RequestCorrection(filing, _of(branch, Role.DECIDER), **words).run()
    notice = filing.notices.get()
    assert notice.content["delegation"]["by_branch"] == branch.name_text
    client.force_login(member_of(filing.organisation, Role.AUTHOR))
    address = reverse("workspace:notice", args=[notice.number])
    page = client.get(address.replace("/en/", "/zh-hans/"))
    assert all(_told(page.content.decode(), branch))


def test_what_the_regulator_decides_itself_names_no_branch(branch):
    filing, words = ON_FILINGS[RecordNoObjection]()
    RecordNoObjection(filing, decider(), **words).run()
    assert not any(_told(Letter.objects.get().content["blocks"], branch))
    assert timezone.localdate().isoformat() == Letter.objects.get().content["sent_on"]
