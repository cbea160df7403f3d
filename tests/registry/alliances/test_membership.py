"""Who belongs to an alliance: invited, joined, left, each with its days and its own entries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.roles import ROLES_OF_KIND, OrganisationKind, Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from registry.alliances.leaving import ExcludeMember, LeaveAlliance
from registry.alliances.membership import DeclineInvitation, JoinAlliance, invite, make_joint
from registry.models import Entry, Publication
from registry.opendata.records import entry_record
from registry.procedure.actions import ALLIANCE_ACTIONS, TakeUp
from registry.register.acts.deregistering import Deregister
from registry.states import EntryState, MembershipState
from tests.factories import (
    OrganisationFactory,
    PersonFactory,
    SchemeFactory,
    member_of,
    officer,
    record_no_objection,
)
from tests.registry.alliances.joining import entry_of, filed, joint_text, member, others, signatory

pytestmark = pytest.mark.django_db

PLAN = {"plan": "none_issued", "reason": "业务调整"}


def _reviewed(members=2):
    alliance, version, filings = filed(members)
    record_no_objection(TakeUp(filings[0], officer()).run())
    return alliance, version


def _leave(one, **words):
    return LeaveAlliance(one, signatory(one.organisation), **(PLAN | words)).run()


def test_of_three_one_leaves_and_only_its_own_entry_ends():
    alliance, version = _reviewed()
    leaving, staying = others(alliance)
    left = _leave(leaving)
    assert (left.state, left.left_on) == (MembershipState.LEFT, timezone.localdate())
    assert entry_of(leaving).state == EntryState.DEREGISTERED
    assert entry_of(staying).state == EntryState.LISTED
    owner = Entry.objects.get(organisation=alliance.lead)
    assert (owner.state, owner.version) == (EntryState.LISTED, version)


def test_the_public_reads_all_members_with_their_days_and_numbers():
    alliance, _version = _reviewed()
    leaving, staying = others(alliance)
    before = Publication.objects.get(entry=entry_of(staying)).fingerprint
    _leave(leaving)
    publication = Publication.objects.get(entry=entry_of(staying))
    told = entry_record(publication)["alliance"]
    assert told["lead"] == alliance.lead.slug
    assert [one["entry"] for one in told["members"]] == list(
        Entry.objects.order_by("pk").values_list("number", flat=True)
    )
    assert [one["left_on"] for one in told["members"]] == [None, timezone.localdate(), None]
    assert publication.fingerprint != before


def test_certificates_of_who_leaves_are_wound_down_as_the_plan_says():
    alliance, _version = _reviewed(1)
    one = others(alliance)[0]
    last = timezone.localdate() + timedelta(days=60)
    _leave(one, plan="until_expiry", last_issue=last, certificates_until=last)
    entry = entry_of(one)
    assert (entry.no_new_after, entry.certificates_until) == (last, last)


def test_who_leaves_during_a_review_is_told_which_filing_is_under_way():
    alliance, _version, filings = filed(1)
    with pytest.raises(WrongState, match=filings[1].number):
        _leave(others(alliance)[0])
    assert others(alliance)[0].state == MembershipState.MEMBER


def test_the_lead_does_not_leave_the_text_that_others_use():
    alliance, _version = _reviewed(1)
    own = alliance.members.get(organisation=alliance.lead)
    with pytest.raises(RulesBroken, match="hands the lead on"):
        _leave(own)
    with pytest.raises(RulesBroken, match="Other members certify by this joint text"):
        Deregister(entry_of(own), signatory(alliance.lead), **PLAN).run()


def test_the_lead_ends_a_membership_with_a_reason_and_the_members_own_entry_with_it():
    alliance, _version = _reviewed()
    one, staying = others(alliance)
    ExcludeMember(one, signatory(alliance.lead), **PLAN).run()
    entry = entry_of(one)
    assert (entry.state, entry.events.last().event) == (EntryState.DEREGISTERED, "joint_use_ended")
    assert entry_of(staying).state == EntryState.LISTED
    assert alliance.events.last().data["reason"] == PLAN["reason"]
    letter = entry.letters.get(act="end_joint_use")
    assert letter.signed_by is None
    assert PLAN["reason"] in str(letter.content["blocks"]["zh"])
    mail = OutboxMessage.objects.filter(payload__template="deregistered").latest("pk").payload
    told = rendered(mail["template"], mail["context"])[1]
    assert letter.number in told
    assert "at its own wish" not in told
    assert alliance.lead.name_en in told


def test_whoever_left_is_invited_anew_and_both_times_stay_on_record():
    alliance, _version = joint_text(1)
    one = others(alliance)[0]
    _leave(one)
    member(alliance, one.organisation)
    rows = alliance.members.filter(organisation=one.organisation).order_by("pk")
    assert [row.state for row in rows] == [MembershipState.LEFT, MembershipState.MEMBER]


def test_a_body_is_invited_once_at_a_time():
    alliance, _version = joint_text(1)
    body = others(alliance)[0].organisation
    with pytest.raises(RulesBroken, match="is invited or a member already"):
        invite(alliance, body, signatory(alliance.lead))


def test_an_invitation_that_was_answered_is_not_answered_again():
    alliance, _version = joint_text(0)
    body = OrganisationFactory()
    asked = invite(alliance, body, signatory(alliance.lead))
    DeclineInvitation(asked, signatory(body), reason="暂不参加").run()
    with pytest.raises(WrongState, match="has changed meanwhile"):
        JoinAlliance(asked, signatory(body)).run()


def test_only_a_scheme_of_the_lead_becomes_a_joint_one():
    alliance, version = joint_text(0)
    with pytest.raises(NotAllowed, match="Only authors and signatories of the lead"):
        make_joint(alliance, SchemeFactory(), signatory(alliance.lead))
    with pytest.raises(RulesBroken, match="is a joint one already"):
        make_joint(alliance, version.scheme, signatory(alliance.lead))


#: Which roles of which body have which act in which state; everybody else has none.
ALLOWED = {
    ("join", MembershipState.INVITED): {("own", Role.SIGNATORY), ("own", Role.ADMINISTRATOR)},
    ("decline", MembershipState.INVITED): {("own", Role.SIGNATORY), ("own", Role.ADMINISTRATOR)},
    ("take_back", MembershipState.INVITED): {
        ("lead", Role.SIGNATORY),
        ("lead", Role.ADMINISTRATOR),
    },
    ("counter_sign", MembershipState.MEMBER): {("own", Role.SIGNATORY)},
    ("leave", MembershipState.MEMBER): {("own", Role.SIGNATORY)},
    ("exclude", MembershipState.MEMBER): {("lead", Role.SIGNATORY)},
    ("offer_lead", MembershipState.MEMBER): {("lead", Role.SIGNATORY)},
}


def test_each_role_has_the_acts_of_each_state_that_are_its_own():
    alliance, _version = joint_text(0)
    own, other = OrganisationFactory(), OrganisationFactory()
    asked = invite(alliance, own, signatory(alliance.lead))
    bodies = {"own": own, "lead": alliance.lead, "other": other}
    people = {
        (whose, role): member_of(body, role)
        for whose, body in bodies.items()
        for role in ROLES_OF_KIND[OrganisationKind.BODY]
    }
    for role in ROLES_OF_KIND[OrganisationKind.REGULATOR]:
        people[("regulator", role)] = PersonFactory(role=role)
    for state in MembershipState:
        asked.state = state
        for act in ALLIANCE_ACTIONS:
            may = {who for who, person in people.items() if act.is_available(person, asked)}
            assert may == ALLOWED.get((act.name, state), set()), (act.name, state)
