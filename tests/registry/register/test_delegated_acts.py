"""Branches see the entries of their territory, and act on them where that was delegated."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from portal.accounts.memberships import join
from portal.accounts.models import User
from portal.accounts.roles import ROLES_OF_KIND, OrganisationKind, Role
from portal.core.errors import NotAllowed
from portal.core.models import OutboxMessage
from registry.delegable import DelegatedAct
from registry.inbox.tasks import tasks_of
from registry.lifecycle import act_named, delegable_of, entry_acts
from registry.models import (
    Campaign,
    CampaignTask,
    Delegation,
    DelegationConfirmation,
    Entry,
    EntryCondition,
)
from registry.register.acting import ActOfTheCalendar, BodysAct, offered_to
from registry.register.permissions import may_carry_out, may_propose_act, may_see_at_desk
from registry.register.proposing import propose_act, put_aside
from registry.states import CampaignState, TaskState
from tests.factories import (
    EntryFactory,
    OrganisationFactory,
    PersonFactory,
    decider,
    member_of,
    officer,
    organisation_of,
)
from tests.registry.register.playing import REASON, play, words_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = timedelta(days=1)
OFFICERS, DECIDERS = Role.OFFICER, Role.DECIDER
#: What each step gives to whom: the acts on entries that a person can then propose or do.
GIVES = {
    DelegatedAct.REVIEW: (OFFICERS, set()),
    DelegatedAct.DECIDE: (DECIDERS, set()),
    DelegatedAct.PROPOSE_NOTICE: (OFFICERS, {"give_notice"}),
    DelegatedAct.GIVE_NOTICE: (DECIDERS, {"give_notice"}),
    DelegatedAct.LIFT_NOTICE: (DECIDERS, {"lift_notice"}),
    DelegatedAct.PROPOSE_CONDITION: (OFFICERS, {"set_condition"}),
    DelegatedAct.SET_CONDITION: (DECIDERS, {"set_condition"}),
    DelegatedAct.JUDGE_EVIDENCE: (OFFICERS, {"accept_evidence", "return_evidence"}),
    DelegatedAct.PROPOSE_SUSPENSION: (OFFICERS, {"suspend"}),
    DelegatedAct.SUSPEND: (DECIDERS, {"suspend"}),
    DelegatedAct.REINSTATE: (DECIDERS, {"reinstate"}),
}
#: Acts of the regulator that it cannot give away; docs/adr/0057 says why.
STAY = {"remove", "absorb", "change_owner", "refuse_owner", "designate", "end_designation"}
ROLES = ROLES_OF_KIND[OrganisationKind.BRANCH]
#: How a delegation can stand, and whether it holds then.
STANDINGS = {"in_force": True, "to_confirm": False, "emergency": True, "lapsed": False}


@pytest.fixture
def branch():
    return organisation_of(OrganisationKind.BRANCH)


@pytest.fixture
def outside():
    return EntryFactory(organisation=OrganisationFactory(region="110000"))


def _given(branch, *acts, standing="in_force", **columns):
    """A delegation as it would stand, whichever way it came to stand so."""
    is_emergency = standing in ("emergency", "lapsed")
    since = TODAY() - 9 * DAY
    confirm_by = TODAY() - DAY if standing == "lapsed" else TODAY()
    said = {
        "regions": branch.territory,
        "since": since,
        "until": TODAY() + 9 * DAY,
        "confirm_by": confirm_by if is_emergency else None,
        **columns,
    }
    given = Delegation.objects.create(
        giver=branch.parent,
        branch=branch,
        acts=[act.value for act in acts],
        ground="《行政许可法》第二十四条",
        is_emergency=is_emergency,
        given_by=decider(),
        **said,
    )
    if standing in ("in_force", "to_come", "over"):
        DelegationConfirmation.objects.create(delegation=given, by=PersonFactory(role=DECIDERS))
    assert given.standing == standing
    return given


def _of(branch, role):
    """As a new request sees the person."""
    return User.objects.get(pk=member_of(branch, role).pk)


def _can(person, entry):
    """What somebody can propose or do, whatever state the entry is in."""
    proposes = {a.name for a in entry_acts() if may_propose_act(person, entry, a.name)}
    does = {a.name for a in entry_acts() if may_carry_out(person, entry, a.name)}
    return proposes, does


def test_every_step_is_in_the_table():
    assert set(GIVES) == set(DelegatedAct)


def test_what_ends_or_moves_an_entry_stays_with_the_regulator():
    acts = {act for act in entry_acts() if not issubclass(act, (ActOfTheCalendar, BodysAct))}
    assert {act.name for act in acts if not any(delegable_of(act.name))} == STAY


@pytest.mark.parametrize(("standing", "holds"), STANDINGS.items())
@pytest.mark.parametrize("act", list(DelegatedAct))
def test_who_may_what_by_role_step_territory_and_standing(branch, outside, act, standing, holds):
    inside, (whose, acts) = EntryFactory(), GIVES[act]
    _given(branch, act, standing=standing)
    for role, entry in product(ROLES, (inside, outside)):
        expected = acts if (role, entry, holds) == (whose, inside, True) else set()
        proposes, does = _can(_of(branch, role), entry)
        told = (expected, set()) if whose == OFFICERS else (set(), expected)
        assert (proposes, does) == told, (role, entry == inside)


@pytest.mark.parametrize("role", ROLES)
def test_a_branch_sees_the_entries_of_its_territory_and_no_other(branch, outside, role):
    inside, person = EntryFactory(), _of(branch, role)
    assert list(Entry.objects.seen_at_desk(person)) == [inside]
    assert may_see_at_desk(person, inside)
    assert not may_see_at_desk(person, outside)


def test_people_of_a_body_do_not_see_the_desk():
    entry = EntryFactory()
    person = member_of(entry.organisation, Role.SIGNATORY)
    assert not may_see_at_desk(person, entry)
    assert not Entry.objects.seen_at_desk(person).exists()


def test_nothing_is_offered_that_is_not_delegated(branch):
    entry = EntryFactory()
    _given(branch, DelegatedAct.PROPOSE_SUSPENSION, DelegatedAct.JUDGE_EVIDENCE)
    offered = {act.name for act in offered_to(_of(branch, OFFICERS), entry, entry_acts())}
    assert offered == {"suspend"}
    assert not list(offered_to(_of(branch, DECIDERS), entry, entry_acts()))


def _suspended_by(branch, **standing):
    entry = EntryFactory()
    _given(branch, DelegatedAct.PROPOSE_SUSPENSION, DelegatedAct.SUSPEND, **standing)
    suspend = act_named("suspend")
    proposal = propose_act(entry, _of(branch, OFFICERS), suspend, **words_of("suspend"))
    return proposal, suspend(entry, _of(branch, DECIDERS)).run()


@pytest.mark.parametrize("standing", ["in_force", "emergency"])
def test_two_people_of_a_branch_suspend_and_everybody_reads_for_whom(client, branch, standing):
    proposal, entry = _suspended_by(branch, standing=standing)
    event = entry.events.get(event="suspended")
    by, whom = branch.name_text, branch.parent.name_text
    assert (event.data["by_branch"], event.data["for_regulator"]) == (by, whom)
    assert proposal.delegation == proposal.ruling.delegation == Delegation.objects.get()
    letter = entry.letters.get()
    told = [fact for block in letter.content["blocks"]["zh"] for fact in block.get("facts", [])]
    assert {by["zh"], whom["zh"]} <= {words for _label, words in told}
    page = client.get(f"/schemes/{entry.number}", {"lang": "en"}).content.decode()
    assert by["en"] in page
    record = client.get(f"/api/v1/schemes/{entry.number}").json()
    [details] = [one["details"] for one in record["events"] if one["event"] == "suspended"]
    assert (details["by_branch"], details["for_regulator"]) == (by, whom)


def test_what_the_regulator_does_itself_names_no_delegation(branch):
    _given(branch, *DelegatedAct)
    entry = play(EntryFactory(), "suspend")
    assert "by_branch" not in entry.events.get(event="suspended").data
    assert entry.proposals.get().delegation is None


def test_a_filing_that_a_branch_decides_says_so_in_the_history_of_the_entry(branch):
    held = _given(branch, DelegatedAct.DECIDE, DelegatedAct.SUSPEND)
    event = EntryFactory().record_event(
        event="reviewed", from_state="listed", to_state="listed", actor=_of(branch, DECIDERS)
    )
    assert event.data["delegation"] == held.pk


def test_who_proposed_does_not_carry_out_at_a_branch_either(branch):
    person = member_of(branch, OFFICERS)
    join(person, branch, DECIDERS)
    person = User.objects.get(pk=person.pk)
    _given(branch, DelegatedAct.PROPOSE_SUSPENSION, DelegatedAct.SUSPEND)
    entry, suspend = EntryFactory(), act_named("suspend")
    propose_act(entry, person, suspend, **words_of("suspend"))
    with pytest.raises(NotAllowed, match="You proposed this"):
        suspend(entry, person).run()


def test_who_has_a_part_in_the_scheme_does_nothing_for_the_branch(branch):
    entry, person = EntryFactory(), member_of(branch, OFFICERS)
    join(person, entry.organisation, Role.AUTHOR)
    _given(branch, DelegatedAct.PROPOSE_SUSPENSION)
    with pytest.raises(NotAllowed, match="You belong to the certification body"):
        propose_act(
            entry, User.objects.get(pk=person.pk), act_named("suspend"), **words_of("suspend")
        )


def test_what_was_proposed_before_an_emergency_lapsed_waits_for_the_regulator(branch):
    _given(branch, DelegatedAct.PROPOSE_SUSPENSION, DelegatedAct.SUSPEND, standing="emergency")
    entry, suspend = EntryFactory(), act_named("suspend")
    proposal = propose_act(entry, _of(branch, OFFICERS), suspend, **words_of("suspend"))
    with time_machine.travel(timezone.now() + DAY, tick=False):
        with pytest.raises(NotAllowed, match="nobody confirmed the delegation"):
            suspend(entry, _of(branch, DECIDERS)).run()
        with pytest.raises(NotAllowed, match="nobody confirmed the delegation"):
            put_aside(proposal, _of(branch, OFFICERS), REASON)
        assert suspend(entry, decider()).run().state == "suspended"
    assert "by_branch" not in entry.events.get(event="suspended").data


def test_a_decider_of_a_branch_puts_aside_what_was_proposed(branch):
    held = _given(branch, DelegatedAct.SUSPEND)
    entry = EntryFactory()
    proposal = propose_act(entry, officer(), act_named("suspend"), **words_of("suspend"))
    assert put_aside(proposal, _of(branch, DECIDERS), REASON).delegation == held


def test_who_acts_at_a_branch_hears_of_it_and_finds_it_in_the_inbox(branch):
    _given(branch, DelegatedAct.SUSPEND, DelegatedAct.JUDGE_EVIDENCE)
    judging, deciding = _of(branch, OFFICERS), _of(branch, DECIDERS)
    entry = play(EntryFactory(), "set_condition")
    condition = EntryCondition.objects.get()
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    act_named("hand_in_evidence")(entry, signatory, condition=condition.pk, reason="见附件").run()
    propose_act(entry, officer(), act_named("suspend"), **words_of("suspend"))
    mails = {
        (m.payload["template"], m.payload["to"]) for m in OutboxMessage.objects.filter(kind="mail")
    }
    assert {("act", judging.email), ("act_proposed", deciding.email)} <= mails
    for person, words in ((judging, "evidence"), (deciding, "act on an entry")):
        [task] = tasks_of(person)
        assert words in str(task.label)
    with time_machine.travel(timezone.now() + 10 * DAY, tick=False):
        assert not [*tasks_of(judging), *tasks_of(deciding)]


def test_the_pages_of_the_register_for_a_branch(client, branch, outside):
    inside = EntryFactory()
    client.force_login(_of(branch, OFFICERS))
    register = reverse("desk:register")
    for query in ("", "?file=csv", f"?body={outside.organisation.slug}"):
        listed = client.get(register + query).content.decode()
        assert inside.number in listed
        assert outside.number not in listed
    assert "save" not in client.get(register).content.decode().split("ts-views")[1][:900]
    for address in ("entry", "entry-act"):
        more = ["suspend"] if address == "entry-act" else []
        seen = client.get(reverse(f"desk:{address}", args=[inside.number, *more]))
        assert seen.status_code == (403 if more else 200)
        hidden = reverse(f"desk:{address}", args=[outside.number, *more])
        assert client.get(hidden).status_code == 404
    _given(branch, DelegatedAct.PROPOSE_SUSPENSION)
    page = client.get(reverse("desk:entry", args=[inside.number])).content.decode()
    propose = reverse("desk:entry-act", args=[inside.number, "suspend"])
    assert propose in page
    assert "acts/remove/" not in page
    words = words_of("suspend") | {"impartial": "on"}
    assert client.post(propose, words).status_code == 302
    assert client.post(propose.replace(inside.number, outside.number), words).status_code == 404
    proposed = client.get(reverse("desk:entry-proposal", args=[inside.number])).content.decode()
    assert f"By {branch.name_en} for" in proposed


def test_a_branch_reads_letters_about_entries_of_its_territory(client, branch, outside):
    client.force_login(_of(branch, Role.OBSERVER))
    for entry, status in ((EntryFactory(), 200), (outside, 404)):
        letter = play(entry, "suspend").letters.get()
        assert client.get(reverse("desk:letter", args=[letter.number])).status_code == status


def _campaign(number, *entries):
    campaign = Campaign.objects.create(
        number=number,
        title={"zh": number},
        text={"zh": "请修订。"},
        due_on=TODAY(),
        begun_by=officer(),
        state=CampaignState.RUNNING,
    )
    for entry in entries:
        CampaignTask.objects.create(
            campaign=campaign,
            entry=entry,
            organisation=entry.organisation,
            version=entry.version,
            state=TaskState.OPEN,
        )
    return campaign


def test_a_branch_sees_of_campaigns_what_they_ask_in_its_territory(client, branch, outside):
    inside = EntryFactory()
    seen, hidden = _campaign("CP-2026-000001-G", inside, outside), _campaign("CP-2026-2", outside)
    client.force_login(_of(branch, OFFICERS))
    listed = client.get(reverse("desk:campaigns")).content.decode()
    assert seen.number in listed
    assert hidden.number not in listed
    assert "0 / 1" in listed
    for query in ("", "?file=csv"):
        page = client.get(reverse("desk:campaign", args=[seen.number]) + query).content.decode()
        assert inside.number in page
        assert outside.number not in page
    assert client.get(reverse("desk:campaign", args=[hidden.number])).status_code == 404
