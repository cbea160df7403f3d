"""A track is closed by two people, and rows are taken back while their first day lasts."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from portal.reference.changes import acting, changes_of
from portal.reference.registers import find_register, register_of, registers
from portal.reference.tabular import plan
from portal.reference.taking_back import take_back, why_it_stays
from registry.inbox.tasks import tasks_of
from registry.models import StateWords, TimeLimit, TrackTerms
from registry.procedure.closing import ASKED, confirm_terms
from registry.tracks import state_choices, states_told_apart, track_of
from tests.factories import FilingFactory, PersonFactory, member_of, organisation_of

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)
FOLLOWED = [register.key for register in registers() if register.is_followed]


@pytest.fixture
def editor():
    return PersonFactory(role=Role.EDITOR)


@pytest.fixture
def second():
    return member_of(organisation_of("regulator"), Role.ADMINISTRATOR)


def entered_by(person, since=None, **said):
    """A row about the track of filings that a person enters in the form."""
    said = {"is_open": False, "source": "公告"} | said
    with acting(person, "form"):
        return TrackTerms.objects.create(track="filing", in_force_from=since or TODAY(), **said)


def closed_since():
    return track_of("filing").closed_since


# --- two people ---------------------------------------------------------------------------------


def test_what_closes_a_track_counts_when_another_person_has_confirmed_it(editor, second):
    row = entered_by(editor, name_en="Notification")
    assert closed_since() is None
    assert str(track_of("filing").name) == "Filing"
    confirm_terms(row, second)
    assert closed_since() == TODAY()
    assert str(track_of("filing").name) == "Notification"


@pytest.mark.parametrize("who", ["editor", "officer", "decider", "observer"])
def test_neither_who_entered_it_nor_who_keeps_no_registers_confirms_it(editor, who):
    row = entered_by(editor)
    person = editor if who == "editor" else PersonFactory(role=who)
    with pytest.raises(NotAllowed, match=r"second person|editors and administrators"):
        confirm_terms(row, person)
    assert closed_since() is None


def test_a_row_is_confirmed_once(editor, second):
    row = confirm_terms(entered_by(editor), second)
    with pytest.raises(WrongState, match="does not wait"):
        confirm_terms(row, second)


def test_what_is_confirmed_late_holds_from_then_on(editor, second):
    row = entered_by(editor, TODAY() - 9 * DAY)
    confirm_terms(row, second)
    assert closed_since() == TODAY()


def test_opening_a_track_again_burdens_nobody_and_takes_one_person(editor, second):
    confirm_terms(entered_by(editor, TODAY() - DAY), second)
    entered_by(editor, is_open=True)
    assert closed_since() is None


def test_the_others_are_asked_by_mail_and_in_their_inbox(editor, second):
    row = entered_by(editor)
    told = OutboxMessage.objects.filter(payload__template=ASKED)
    assert [one.payload["to"] for one in told] == [second.email]
    label = "Confirm that a track is closed"
    assert [task.label for task in tasks_of(second)] == [label]
    assert not tasks_of(editor)
    confirm_terms(row, second)
    assert not tasks_of(second)


def test_the_history_says_who_entered_and_who_confirmed_it(editor, second):
    row = confirm_terms(entered_by(editor), second)
    changes = changes_of(register_of(TrackTerms), register_of(TrackTerms).row(row))
    assert [(one.kind, one.actor) for one in changes] == [("changed", second), ("added", editor)]


def test_no_file_confirms_what_it_brings():
    row = TrackTerms(track="filing", in_force_from=TODAY(), source="公告", confirmed_on=TODAY())
    with pytest.raises(ValidationError, match="leave this empty"):
        row.full_clean()
    content = "track,in_force_from,is_open,source\nfiling,2026-12-01,no,公告\n".encode()
    plan(find_register("track-terms"), content).apply()
    assert TrackTerms.objects.get().awaits_confirmation


# --- taking back --------------------------------------------------------------------------------


def row_of(key, since):
    """Any row of a register from a day on: a new one, as the last one that is there."""
    register = find_register(key)
    last = register.records.last()
    if last is None:
        made = {"track-terms": {"track": "filing"}, "state-words": {"state": "received"}}
        last = register.model(**made.get(key, {}))
    kept = {name: getattr(last, name) for name in register.columns}
    kept |= {"in_force_from": since}
    return register, register.model.objects.create(**kept)


@pytest.mark.parametrize("key", FOLLOWED)
@pytest.mark.parametrize("days", [0, 5])
def test_a_row_can_be_taken_back_until_its_first_day_is_over(editor, key, days):
    register, row = row_of(key, TODAY() + days * DAY)
    kept = register.row(row)
    with time_machine.travel(timezone.now() + (days + 1) * DAY, tick=False):
        assert "could be taken back until" in why_it_stays(register, row)
    take_back(register, row, editor, "Typed the wrong clause")
    assert not register.model.objects.filter(in_force_from=row.in_force_from).exists()
    newest, *_others = changes_of(register, kept)
    assert (newest.kind, newest.actor, newest.reason, newest.before) == (
        "removed",
        editor,
        "Typed the wrong clause",
        kept,
    )


def test_what_is_taken_back_holds_no_more_and_another_can_take_its_place(editor):
    row = StateWords.objects.create(state="received", in_force_from=TODAY(), label_en="Arived")
    take_back(register_of(StateWords), row, editor, "Misspelled")
    assert dict(state_choices())["received"] == "Waiting for review"
    StateWords.objects.create(state="received", in_force_from=TODAY(), label_en="Arrived")
    assert dict(state_choices())["received"] == "Arrived"


def test_a_row_of_the_past_is_taken_back_on_the_day_on_which_it_was_entered(editor):
    register, row = row_of("digest-terms", TODAY() - 90 * DAY)
    assert why_it_stays(register, row) == ""


def test_nothing_is_taken_back_without_a_reason_nor_twice(editor):
    register, row = row_of("remedies", TODAY())
    with pytest.raises(RulesBroken, match="Write why"):
        take_back(register, row, editor, "  ")
    take_back(register, row, editor, "Wrong")
    with pytest.raises(WrongState, match="meanwhile"):
        take_back(register, row, editor, "Wrong")


def test_registers_whose_rows_are_changed_or_ended_take_nothing_back(editor):
    register = find_register("standards")
    assert "not taken back" in why_it_stays(register, register.model())


def test_a_limit_by_which_a_clock_has_begun_stays(editor):
    with time_machine.travel(timezone.now() - 3 * DAY, tick=False):
        FilingFactory()  # began by the limit before, and goes on by it
    register = register_of(TimeLimit)
    row = TimeLimit.objects.create(track="filing", clock="review", in_force_from=TODAY(), amount=3)
    assert why_it_stays(register, row) == ""
    FilingFactory()
    with pytest.raises(WrongState, match="told their last days"):
        take_back(register, row, editor, "Wrong")


def test_nobody_closes_a_track_alone_by_taking_back_what_opened_it(editor, second):
    confirm_terms(entered_by(editor, TODAY() - DAY), second)
    row = entered_by(editor, is_open=True)
    with pytest.raises(WrongState, match="takes two people"):
        take_back(register_of(TrackTerms), row, editor, "Wrong")
    take_back(register_of(TrackTerms), entered_by(editor, TODAY() + DAY), editor, "Wrong")


def test_what_closes_a_track_can_be_taken_back_by_one(editor, second):
    row = confirm_terms(entered_by(editor), second)
    take_back(register_of(TrackTerms), row, editor, "Wrong")
    assert closed_since() is None


# --- words --------------------------------------------------------------------------------------


def test_no_two_states_of_a_list_are_called_alike():
    labels = [label for _key, label in states_told_apart()]
    assert len(labels) == len(set(labels))
    assert "Withdrawn by the body (Filing, Self-declaration)" in labels


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (TrackTerms(track="filing"), "Filing, from 1 December 2026 on"),
        (StateWords(state="received"), "Waiting for review, from 1 December 2026 on"),
        (
            TimeLimit(track="filing", clock="review"),
            "Filing / review, in working days, from 1 December 2026 on",
        ),
    ],
)
def test_rows_are_called_by_words_not_by_keys(row, name):
    row.in_force_from = datetime.date(2026, 12, 1)
    assert str(row) == name
