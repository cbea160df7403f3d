"""The registration track: entered on the spot, refused for a missing condition alone."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from registry.models import Decision, Entry, Filing
from registry.procedure.actions import Submit
from registry.procedure.actions.registering import (
    AskToSupply,
    EnterInRegister,
    ProposeRefusalToEnter,
    RefuseToEnter,
    WithdrawRegistration,
)
from tests.factories import VersionFactory, decider, member_of, officer
from tests.registry.amending import next_version
from tests.regulation import open_track

pytestmark = pytest.mark.django_db

MISSING = {"reason": "不具备登记条件", "reason_code": "condition_missing"}


def requested():
    """An application to be entered that was just handed in."""
    open_track("registration")
    version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    action = Submit(version, signatory, track="registration")
    action.run()
    return action.filing


def test_nothing_is_listed_before_the_entry_and_one_officer_enters():
    filing = requested()
    assert (filing.state, filing.entry) == ("registration_requested", None)
    filing = EnterInRegister(filing, officer(), reason="材料齐全，符合条件").run()
    assert (filing.state, filing.entry.state) == ("entered", "listed")
    assert [event.event for event in filing.entry.events.all()] == ["entered"]


def test_what_is_missing_is_asked_for_once():
    filing = AskToSupply(requested(), officer(), reason="请补充授权书").run()
    assert filing.state == "to_complete"
    version = next_version(filing.scheme, "1.0.1")
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    filing.refresh_from_db()
    assert (filing.state, filing.round) == ("registration_requested", 2)
    with pytest.raises(RulesBroken, match="once already"):
        AskToSupply(filing, officer(), reason="再补一次").run()


def test_an_entry_is_refused_for_a_missing_condition_alone():
    filing = requested()
    with pytest.raises(RulesBroken, match="not in the regulator's list"):
        ProposeRefusalToEnter(filing, officer(), reason="价格过高", reason_code="fee_issue").run()
    proposed = ProposeRefusalToEnter(filing, officer(), **MISSING).run()
    refused = RefuseToEnter(proposed, decider(), **MISSING).run()
    assert (refused.state, Decision.objects.get().outcome) == ("refused", "refused")
    assert not Entry.objects.exists()


def test_a_signatory_withdraws_before_the_entry():
    filing = requested()
    signatory = member_of(filing.organisation, Role.SIGNATORY)
    WithdrawRegistration(filing, signatory, reason="另行申请").run()
    assert Filing.objects.get().state == "application_withdrawn"
