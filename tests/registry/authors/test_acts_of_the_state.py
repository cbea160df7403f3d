"""What the state issued is suspended and ended by two people; its history tells no commitment."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.roles import Role
from portal.core.actions import available
from portal.core.errors import NotAllowed
from registry.lifecycle import entry_acts
from registry.models import Entry
from registry.procedure.timeline import scheme_timeline
from registry.register.acting import BodysAct
from registry.register.acts.deregistering import Deregister
from registry.register.acts.suspending import Pause
from registry.workspace.acts import offered
from tests.factories import EntryFactory, OrganisationFactory, member_of
from tests.registry.authors.issuing import issue, national_entry, proposed
from tests.registry.register.playing import play

pytestmark = pytest.mark.django_db


def of_a_ministry() -> Entry:
    ministry = OrganisationFactory(ministry=True)
    parts = {"origin": "ministry_joint"}
    entry: Entry = issue(proposed(organisation=ministry, parts=parts)).issue.entry
    return entry


@pytest.mark.parametrize("make", [national_entry, of_a_ministry], ids=["regulator", "ministry"])
def test_no_signatory_of_the_state_suspends_or_ends_its_scheme_alone(make):
    entry = make()
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    assert not {"pause", "deregister"} & {act.name for act, _place in offered(signatory, entry)}
    for act, words in ((Pause, {}), (Deregister, {"plan": "none_issued"})):
        with pytest.raises(NotAllowed, match="an officer proposes it, and another person decides"):
            act(entry, signatory, reason="停用", **words).run()
    client = Client()
    client.force_login(signatory)
    for name in ("pause", "deregister"):
        place = reverse("workspace:entry-act", args=[entry.number, name])
        assert client.get(place).status_code == 403


@pytest.mark.parametrize(("name", "state"), [("suspend", "suspended"), ("remove", "removed")])
def test_an_officer_proposes_and_a_decider_carries_it_out(name, state):
    entry = play(national_entry(), name)
    assert entry.state == state
    proposal = entry.proposals.get()
    assert proposal.ruling.ruled_by != proposal.proposed_by
    assert entry.events.latest("pk").actor == proposal.ruling.ruled_by


def test_a_body_still_suspends_and_ends_its_own():
    entry = EntryFactory()
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    own = [act for act in entry_acts() if issubclass(act, BodysAct)]
    names = {act.name for act in available(own, signatory, entry)}
    assert {"pause", "deregister"} <= names


def test_the_history_of_a_text_of_the_state_tells_of_no_commitment():
    labels = {str(line.label) for line in scheme_timeline(national_entry().scheme)}
    assert "Text signed for issue and frozen" in labels
    assert not any("commitment" in label for label in labels)
    labels = {str(line.label) for line in scheme_timeline(EntryFactory().scheme)}
    assert "Public commitment signed; the text is frozen" in labels
