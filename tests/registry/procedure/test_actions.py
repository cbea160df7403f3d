"""Role × state × action, as one table: what is not named here must be impossible."""

from __future__ import annotations

import re

import pytest

from portal.core.actions import available
from portal.core.errors import NotAllowed, WrongState
from registry.lifecycle import entry_acts
from registry.models import Entry, Filing
from registry.procedure.actions import FILING_ACTIONS, SUBMISSION_ACTIONS
from registry.states import (
    LISTED_ENTRY_STATES,
    ApplicationState,
    DeclarationState,
    EntryState,
    FilingState,
    IssueState,
    PromiseState,
    RegistrationState,
)
from registry.tracks import all_tracks
from schemes.actions import VERSION_ACTIONS
from schemes.states import VersionState
from tests.factories import EntryFactory, FilingFactory, VersionFactory
from tests.registry.actors import OFFICER_OF_THE_BODY, actors
from tests.registry.register.playing import brought_to

OFFICER = {"officer of the regulator"}
DECIDER = {"decider of the regulator"}
SIGNATORY = {"signatory of the body"}
#: What the law carries out when a time is over.
NOBODY: set[str] = set()
WRITERS = {"author of the body", "signatory of the body", OFFICER_OF_THE_BODY}

#: Who may take which action.
WHO = {
    "sign": SIGNATORY,
    "set_aside": WRITERS,
    "submit": SIGNATORY,
    "deregister": SIGNATORY,
    "remove": DECIDER,
    "absorb": DECIDER,
    "correct_error": SIGNATORY,
    "freeze": set(),
    "thaw": set(),
    "end_pilot": set(),
    "give_notice": DECIDER,
    "lift_notice": DECIDER,
    "set_condition": DECIDER,
    "hand_in_evidence": SIGNATORY,
    "accept_evidence": OFFICER,
    "return_evidence": OFFICER,
    "suspend": DECIDER,
    "reinstate": DECIDER,
    "pause": SIGNATORY,
    "go_on": SIGNATORY,
    "lapse": set(),
    "take_up": OFFICER,
    "propose": OFFICER,
    "hand_back": DECIDER,
    "record_no_objection": DECIDER,
    "request_correction": DECIDER,
    "accept": OFFICER,
    "ask_to_complete": OFFICER,
    "propose_non_acceptance": OFFICER,
    "return_non_acceptance": DECIDER,
    "accept_after_all": DECIDER,
    "decline_to_accept": DECIDER,
    "propose_approval": OFFICER,
    "propose_refusal": OFFICER,
    "accept_by_silence": NOBODY,
    "lapse_uncompleted": NOBODY,
    "return_to_officer": DECIDER,
    "approve": DECIDER,
    "refuse": DECIDER,
    "withdraw": SIGNATORY,
    "withdraw_application": SIGNATORY,
    "ask_to_make_good": OFFICER,
    "confirm_promise": OFFICER,
    "propose_revocation": OFFICER,
    "return_revocation": DECIDER,
    "revoke": DECIDER,
    "enter_in_register": OFFICER,
    "ask_to_supply": OFFICER,
    "propose_refusal_to_enter": OFFICER,
    "return_refusal": DECIDER,
    "refuse_to_enter": DECIDER,
    "withdraw_registration": SIGNATORY,
    "challenge": OFFICER,
    "review_apart": OFFICER,
    "end_joint_use": NOBODY,
    "change_owner": DECIDER,
    "refuse_owner": DECIDER,
    # Of schemes of the state: see tests/registry/authors. Those of a body are never issued.
    "agree_to_issue": NOBODY,
    "object_to_issue": NOBODY,
    "return_to_authors": NOBODY,
    "issue": NOBODY,
    "withdraw_issue": SIGNATORY,
    "designate": NOBODY,
    "end_designation": NOBODY,
    "end_with_licence": NOBODY,
}
#: In which states.
WHEN = {
    "sign": {VersionState.DRAFT},
    "set_aside": {VersionState.FROZEN},
    "submit": {VersionState.FROZEN},
    "deregister": LISTED_ENTRY_STATES,
    "remove": LISTED_ENTRY_STATES,
    "absorb": LISTED_ENTRY_STATES,
    "correct_error": LISTED_ENTRY_STATES,
    "freeze": {EntryState.LISTED},
    "thaw": {EntryState.FROZEN},
    "end_pilot": LISTED_ENTRY_STATES,
    "give_notice": set(EntryState),
    "set_condition": LISTED_ENTRY_STATES,
    # Where there is a notice, a condition, evidence: see tests/registry/register.
    "lift_notice": set(),
    "hand_in_evidence": set(),
    "accept_evidence": set(),
    "return_evidence": set(),
    "suspend": {EntryState.LISTED, EntryState.PAUSED, EntryState.FROZEN},
    "reinstate": {EntryState.SUSPENDED},
    "pause": {EntryState.LISTED},
    "go_on": {EntryState.PAUSED},
    # Of an entry, a suspension or a pause; of a filing, the request for correction.
    "lapse": {EntryState.SUSPENDED, EntryState.PAUSED, FilingState.CORRECTION_REQUESTED},
    "take_up": {FilingState.RECEIVED},
    "propose": {FilingState.UNDER_REVIEW},
    "hand_back": {FilingState.PROPOSED},
    "record_no_objection": {FilingState.PROPOSED},
    "request_correction": {FilingState.PROPOSED},
    "accept": {ApplicationState.APPLIED},
    "ask_to_complete": {ApplicationState.APPLIED},
    "propose_non_acceptance": {ApplicationState.APPLIED},
    "return_non_acceptance": {ApplicationState.NON_ACCEPTANCE_PROPOSED},
    "accept_after_all": {ApplicationState.NON_ACCEPTANCE_PROPOSED},
    "decline_to_accept": {ApplicationState.NON_ACCEPTANCE_PROPOSED},
    "propose_approval": {ApplicationState.ACCEPTED},
    "propose_refusal": {ApplicationState.ACCEPTED},
    "accept_by_silence": {ApplicationState.APPLIED, ApplicationState.NON_ACCEPTANCE_PROPOSED},
    "lapse_uncompleted": {ApplicationState.TO_COMPLETE},
    "return_to_officer": {ApplicationState.DECISION_PROPOSED},
    "approve": {ApplicationState.DECISION_PROPOSED},
    "refuse": {ApplicationState.DECISION_PROPOSED},
    "withdraw": {
        FilingState.RECEIVED,
        FilingState.UNDER_REVIEW,
        FilingState.PROPOSED,
        FilingState.CORRECTION_REQUESTED,
    },
    "withdraw_application": {
        ApplicationState.APPLIED,
        ApplicationState.NON_ACCEPTANCE_PROPOSED,
        ApplicationState.TO_COMPLETE,
        ApplicationState.ACCEPTED,
        ApplicationState.DECISION_PROPOSED,
    },
    "ask_to_make_good": {PromiseState.PROMISED},
    "confirm_promise": {PromiseState.PROMISED, PromiseState.RECTIFYING},
    "propose_revocation": {PromiseState.PROMISED, PromiseState.RECTIFYING},
    "return_revocation": {PromiseState.REVOCATION_PROPOSED},
    "revoke": {PromiseState.REVOCATION_PROPOSED},
    "enter_in_register": {RegistrationState.REQUESTED},
    "ask_to_supply": {RegistrationState.REQUESTED},
    "propose_refusal_to_enter": {RegistrationState.REQUESTED},
    "return_refusal": {RegistrationState.REFUSAL_PROPOSED},
    "refuse_to_enter": {RegistrationState.REFUSAL_PROPOSED},
    "withdraw_registration": {
        RegistrationState.REQUESTED,
        RegistrationState.REFUSAL_PROPOSED,
        ApplicationState.TO_COMPLETE,
    },
    "challenge": {DeclarationState.DECLARED},
    # Of joint texts: see tests/registry/alliances.
    "review_apart": set(),
    "end_joint_use": set(),
    "change_owner": LISTED_ENTRY_STATES,
    "refuse_owner": LISTED_ENTRY_STATES,
    "agree_to_issue": {IssueState.PROPOSED},
    "object_to_issue": {IssueState.PROPOSED},
    "return_to_authors": {IssueState.PROPOSED},
    "issue": {IssueState.PROPOSED},
    "withdraw_issue": {IssueState.PROPOSED, IssueState.RETURNED},
    # Of schemes of the state, and of licences: see tests/registry/authors.
    "designate": LISTED_ENTRY_STATES,
    "end_designation": LISTED_ENTRY_STATES,
    "end_with_licence": LISTED_ENTRY_STATES,
}

ENTRY_ACTIONS = entry_acts()
VERSION_AND_SUBMISSION = (*VERSION_ACTIONS, *SUBMISSION_ACTIONS)
TRACKS = {track.key: track for track in all_tracks()}
ACTS_OF_TRACKS = {act for track in TRACKS.values() for act in track.acts}
ALL_ACTIONS = (*VERSION_AND_SUBMISSION, *ACTS_OF_TRACKS, *ENTRY_ACTIONS)

pytestmark = pytest.mark.django_db


def test_the_table_names_every_action():
    assert {action.name for action in ALL_ACTIONS} == set(WHO) == set(WHEN)
    assert len({act.name for act in ACTS_OF_TRACKS}) == len(ACTS_OF_TRACKS)


def _expected(people, state, actions):
    return {
        who: {a.name for a in actions if who in WHO[a.name] and state in WHEN[a.name]}
        for who in people
    }


def _offered(people, record, actions):
    return {who: {a.name for a in available(actions, p, record)} for who, p in people.items()}


def _refusals(people, record, actions):
    """What `run` says to everybody who is not offered the action."""
    for who, person in people.items():
        for action in actions:
            if not action.is_available(person, record):
                guard = _guard(action, person, record)
                with pytest.raises((NotAllowed, WrongState), match=guard) as refusal:
                    action(record, person).run()
                yield who, action.name, type(refusal.value)


def _guard(action, person, record):
    """What the guard says that has to refuse: the access, or else the state."""
    access = action.access(person, record)
    said = action(record, person).wrong_state_message() if access else access.reason
    return re.escape(str(said))


def _expected_refusals(people, record, actions):
    """Who may not is told so whatever the state; who may is told that it is too late."""
    for who, person in people.items():
        for action in actions:
            if not action.is_available(person, record):
                yield who, action.name, WrongState if who in WHO[action.name] else NotAllowed


@pytest.mark.parametrize("state", VersionState.values)
def test_version_offers_its_actions_to_the_right_people_in_the_right_states(state):
    version = VersionFactory(reached=state)
    people = actors(version.scheme.organisation)
    actions = VERSION_AND_SUBMISSION
    assert _offered(people, version, actions) == _expected(people, state, actions)
    assert list(_refusals(people, version, actions)) == list(
        _expected_refusals(people, version, actions)
    )


@pytest.mark.parametrize("key", TRACKS)
def test_filing_offers_its_actions_to_the_right_people_in_the_right_states(key):
    """Every state of the track; how a filing comes to one is told elsewhere."""
    track, filing = TRACKS[key], FilingFactory()
    people = actors(filing.organisation)
    for state in track.states:
        Filing.objects.update(track=key, state=state.key)
        filing = Filing.objects.get()
        expected = _expected(people, state.key, track.acts)
        assert _offered(people, filing, track.acts) == expected, state.key
        refusals = list(_refusals(people, filing, track.acts))
        assert refusals == list(_expected_refusals(people, filing, track.acts)), state.key


@pytest.mark.parametrize("state", EntryState.values)
def test_entry_offers_its_actions_to_the_right_people_in_the_right_states(state):
    entry = brought_to(EntryFactory(), state)
    people = actors(entry.organisation)
    assert _offered(people, entry, ENTRY_ACTIONS) == _expected(people, state, ENTRY_ACTIONS)
    assert list(_refusals(people, entry, ENTRY_ACTIONS)) == list(
        _expected_refusals(people, entry, ENTRY_ACTIONS)
    )


def test_a_refused_action_leaves_no_trace():
    filing = FilingFactory(under_review=True)
    author = actors(filing.organisation)["author of the body"]
    before = list(filing.events.values_list("pk", "event"))

    with pytest.raises(NotAllowed, match="Only officers"):
        FILING_ACTIONS[0](filing, author).run()

    assert list(filing.events.values_list("pk", "event")) == before
    assert Filing.objects.get(pk=filing.pk).state == FilingState.UNDER_REVIEW
    assert Entry.objects.get(scheme=filing.scheme).state == EntryState.LISTED
