"""What the one case of a joint text has besides its acts: experts, the fast lane, the clock."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from portal.core.errors import NotAllowed, WrongState
from registry.models import ExpertPost, Filing, Tie
from registry.procedure.actions import TakeUp
from registry.procedure.actions.of_clocks import clock_acts
from registry.procedure.clock import clocks_of
from registry.procedure.experts.ties import Facts, tie_of
from registry.procedure.running_clock import Clock
from registry.tracks import track_of
from tests.factories import LONG_AGO, officer
from tests.registry.alliances.joining import filed, signatory
from tests.registry.experts.hearing import add_expert, draw, pool

pytestmark = pytest.mark.django_db


def _asked() -> list[Filing]:
    """A joint text under review, with the lead's filing first; all as they are now."""
    _alliance, _version, filings = filed(2)
    TakeUp(filings[0], officer()).run()
    return list(Filing.objects.order_by("pk"))


def _clocks(filings: list[Filing]) -> list[Clock]:
    found = clocks_of(Filing.objects.filter(pk__in=[one.pk for one in filings]))
    return [found[one.pk] for one in filings]


def _act(name: str) -> Any:
    return next(each for each in clock_acts(track_of("filing")) if each.name == name)


def test_experts_are_heard_once_and_the_clock_stands_for_every_member() -> None:
    filings = _asked()
    pool(filings[0], 2)
    draw(filings[0], 2, pauses=True)
    assert [one.is_paused for one in _clocks(filings)] == [True] * 3
    for one in filings[1:]:
        with pytest.raises(NotAllowed, match="the officer who has the case"):
            draw(one)


@pytest.mark.parametrize("which", [0, 1, 2])
def test_who_worked_for_any_member_is_not_drawn(which: int) -> None:
    filings = _asked()
    expert = add_expert(filings[0].version.document["domains"])
    body = filings[which].organisation
    ExpertPost.objects.create(
        expert=expert, organisation=body, name=body.name_zh, since=LONG_AGO, until=None
    )
    found = tie_of(expert, Facts(filings[0], timezone.localdate()))
    assert found is not None
    assert found.tie == Tie.WORKED_FOR_BODY


def test_the_fast_lane_is_asked_for_by_the_lead_and_holds_for_all() -> None:
    filings = _asked()
    lead, member = filings[0], filings[1]
    before = _clocks(filings)[0].due
    words = {"reason_code": "new_standard", "reason": "强制性标准下月实施"}
    with pytest.raises(WrongState, match="goes along with"):
        _act("ask_for_fast_lane")(member, signatory(member.organisation), **words).run()
    _act("ask_for_fast_lane")(lead, signatory(lead.organisation), **words).run()
    _act("grant_fast_lane")(Filing.objects.get(pk=lead.pk), officer(), reason="属实").run()
    (after,) = {one.due for one in _clocks(filings)}
    assert after < before
