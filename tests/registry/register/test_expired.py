"""What an entry whose term is over is not asked for any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from registry.lifecycle import act_named
from registry.models import Entry
from registry.register.proposing import propose_act
from tests.factories import EntryFactory, member_of, officer
from tests.registry.register.playing import words_of

pytestmark = pytest.mark.django_db


def _expired() -> Entry:
    entry = EntryFactory()
    yesterday = timezone.localdate() - timedelta(days=1)
    Entry.objects.update(effective_from=yesterday, expires_on=yesterday)
    return Entry.objects.get(pk=entry.pk)


def test_the_desk_proposes_no_suspension_of_it() -> None:
    entry, act = _expired(), act_named("suspend")
    assert not act.is_proposable(officer(), entry)
    with pytest.raises(RulesBroken, match="its term is over"):
        propose_act(entry, officer(), act, **words_of("suspend"))


def test_its_body_does_not_suspend_it() -> None:
    entry, act = _expired(), act_named("pause")
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    assert not act.is_available(signatory, entry)
    with pytest.raises(RulesBroken, match="its term is over"):
        act(entry, signatory, **words_of("pause")).run()
