"""An action moves what it declares and nothing else."""

from __future__ import annotations

import pytest
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.leases import CARRY_OUT
from portal.core.models import MessageState, OutboxMessage
from portal.core.moves import UndeclaredMove, enter, move_rows
from registry.models import Entry, Filing
from registry.register.acts.deregistering import Deregister
from registry.states import FilingState
from tests.factories import EntryFactory, FilingFactory, member_of

pytestmark = pytest.mark.django_db


class Overreaching(Deregister):
    """Ends an entry and calls its filing reviewed, which it does not declare."""

    def apply(self):
        super().apply()
        filing = Filing.objects.get(scheme=self.record.scheme)
        self.move(filing, FilingState.NO_OBJECTION, {})


def test_a_move_that_is_not_declared_is_refused_and_leaves_no_trace():
    entry = EntryFactory()
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    with pytest.raises(UndeclaredMove):
        Overreaching(entry, signatory, plan="none_issued", reason="停办").run()
    assert Filing.objects.get().state == FilingState.RECEIVED
    assert Entry.objects.get().ended_on is None
    assert not Filing.objects.get().events.filter(event="ended").exists()


def test_what_may_be_moved_is_not_moved_elsewhere():
    filing = FilingFactory()
    action = Deregister(
        Entry.objects.get(), member_of(filing.organisation, Role.SIGNATORY), reason="停办"
    )
    with pytest.raises(UndeclaredMove):
        action.move(filing, FilingState.NO_OBJECTION, {})
    assert Filing.objects.get().state == FilingState.RECEIVED


def test_a_declared_move_is_refused_from_another_state():
    filing = FilingFactory(no_objection=True)
    entry = Entry.objects.get()
    action = Deregister(
        entry, member_of(entry.organisation, Role.SIGNATORY), plan="none_issued", reason="停办"
    )
    with pytest.raises(UndeclaredMove):
        action.move(filing, FilingState.ENDED, {})


def test_a_move_is_of_one_kind_of_record():
    entry = EntryFactory()
    with pytest.raises(UndeclaredMove):
        enter(entry, CARRY_OUT)
    with pytest.raises(UndeclaredMove):
        move_rows(Entry.objects.all(), CARRY_OUT)


def test_a_record_begins_by_a_move_that_begins_it():
    with pytest.raises(UndeclaredMove):
        assert CARRY_OUT.beginning


def test_rows_are_moved_out_of_the_states_of_the_move_alone_and_counted():
    FilingFactory()
    waiting = OutboxMessage.objects.exclude(state=MessageState.DELIVERED)
    number = waiting.count()
    assert number > 1
    rows, now = OutboxMessage.objects.all(), timezone.now()
    assert move_rows(rows, CARRY_OUT, delivered_at=now) == number
    assert not waiting.exists()
    assert move_rows(rows, CARRY_OUT, delivered_at=now) == 0
