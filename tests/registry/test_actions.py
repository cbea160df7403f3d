"""Role × state × action, as one table: what is not named here must be impossible."""

from __future__ import annotations

import pytest

from portal.core.actions import available
from portal.core.errors import NotAllowed, WrongState
from registry.actions import ENTRY_ACTIONS, FILING_ACTIONS, SUBMISSION_ACTIONS
from registry.models import Entry, Filing
from registry.states import EntryState, FilingState
from schemes.actions import VERSION_ACTIONS
from schemes.states import VersionState
from tests.factories import EntryFactory, FilingFactory, VersionFactory
from tests.registry.actors import actors

OFFICER = {"officer of the regulator"}
DECIDER = {"decider of the regulator"}
SIGNATORY = {"signatory of the body"}

#: Who may take which action.
WHO = {
    "sign": SIGNATORY,
    "submit": SIGNATORY,
    "deregister": SIGNATORY,
    "take_up": OFFICER,
    "propose": OFFICER,
    "hand_back": DECIDER,
    "record_no_objection": DECIDER,
    "request_correction": DECIDER,
}
#: In which states.
WHEN = {
    "sign": {VersionState.DRAFT},
    "submit": {VersionState.FROZEN},
    "deregister": {EntryState.LISTED},
    "take_up": {FilingState.RECEIVED},
    "propose": {FilingState.UNDER_REVIEW},
    "hand_back": {FilingState.PROPOSED},
    "record_no_objection": {FilingState.PROPOSED},
    "request_correction": {FilingState.PROPOSED},
}

VERSION_AND_SUBMISSION = (*VERSION_ACTIONS, *SUBMISSION_ACTIONS)
ALL_ACTIONS = (*VERSION_AND_SUBMISSION, *FILING_ACTIONS, *ENTRY_ACTIONS)

pytestmark = pytest.mark.django_db


def test_the_table_names_every_action():
    assert {action.name for action in ALL_ACTIONS} == set(WHO) == set(WHEN)


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
                with pytest.raises((NotAllowed, WrongState)) as refusal:
                    action(record, person).run()
                yield who, action.name, type(refusal.value)


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


@pytest.mark.parametrize("state", FilingState.values)
def test_filing_offers_its_actions_to_the_right_people_in_the_right_states(state):
    filing = FilingFactory(reached=state)
    people = actors(filing.organisation)
    assert _offered(people, filing, FILING_ACTIONS) == _expected(people, state, FILING_ACTIONS)
    assert list(_refusals(people, filing, FILING_ACTIONS)) == list(
        _expected_refusals(people, filing, FILING_ACTIONS)
    )


@pytest.mark.parametrize("state", EntryState.values)
def test_entry_offers_its_actions_to_the_right_people_in_the_right_states(state):
    entry = EntryFactory(reached=state)
    people = actors(entry.organisation)
    assert _offered(people, entry, ENTRY_ACTIONS) == _expected(people, state, ENTRY_ACTIONS)
    assert list(_refusals(people, entry, ENTRY_ACTIONS)) == list(
        _expected_refusals(people, entry, ENTRY_ACTIONS)
    )


def test_a_refused_action_leaves_no_trace():
    filing = FilingFactory(under_review=True)
    author = actors(filing.organisation)["author of the body"]
    before = list(filing.events.values_list("pk", "event"))

    with pytest.raises(NotAllowed):
        FILING_ACTIONS[0](filing, author).run()

    assert list(filing.events.values_list("pk", "event")) == before
    assert Filing.objects.get(pk=filing.pk).state == FilingState.UNDER_REVIEW
    assert Entry.objects.get(scheme=filing.scheme).state == EntryState.LISTED
