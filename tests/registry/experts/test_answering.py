"""Recusal with a reserve, opinions given once, the proposal and the clock that wait for them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from registry.models import ExpertDraft, ExpertSeat, ExpertTerms
from registry.models.expert_terms import AS_SHIPPED as EXPERTS_AS_SHIPPED
from registry.procedure.actions import Withdraw
from registry.procedure.experts.answering import (
    declare,
    recuse,
    release_seat,
    save_draft,
    submit,
)
from registry.procedure.experts.due import look_at_seats
from registry.procedure.experts.naming import names_for_body
from registry.procedure.experts.order import in_order
from registry.procedure.timeline import filing_timeline_of_body
from registry.states import FilingState, Outcome
from tests.factories import (
    FilingFactory,
    PersonFactory,
    member_of,
    officer,
    propose,
    record_no_objection,
)
from tests.registry.experts.hearing import draw, pool

pytestmark = pytest.mark.django_db

GIVEN = {"stance": "reservations", "text": "方法可行，抽样数量偏少。", "notes": []}


def _seat(experts=1, **words):
    filing = FilingFactory(under_review=True)
    pool(filing, experts)
    return draw(filing, **words).seats.get()


def _give(seat, **words):
    declare(seat)
    return submit(seat, {**GIVEN, **words})


def _mailed(template):
    return [m.payload["to"] for m in OutboxMessage.objects.filter(payload__template=template)]


@pytest.mark.parametrize("kind", ["conflict", "unable"])
def test_who_leaves_is_replaced_by_the_next_of_the_draw(kind):
    seat = _seat(3)
    following = recuse(seat, kind, "曾为该机构提供咨询")
    order = in_order(seat.panel.seed, seat.panel.candidates)
    assert (following.expert_id, following.place, following.seated_by) == (order[1], 2, None)
    assert _mailed("expert_recused") == [officer().email]
    assert following.expert.email in _mailed("expert_asked")


def test_the_officer_hears_when_nobody_is_left():
    seat = _seat()
    assert recuse(seat, "unable", "出差") is None
    [told] = OutboxMessage.objects.filter(payload__template="expert_recused")
    assert told.payload["context"]["following"] == ""


@pytest.mark.parametrize(
    ("kind", "reason", "match"), [("whim", "是", "Choose why"), ("conflict", " ", "in a sentence")]
)
def test_a_recusal_says_why(kind, reason, match):
    with pytest.raises(RulesBroken, match=match):
        recuse(_seat(), kind, reason)


def test_who_has_left_answers_no_more():
    seat = _seat(2)
    recuse(seat, "conflict", "股东")
    for act in (declare, lambda s: recuse(s, "conflict", "股东"), lambda s: submit(s, GIVEN)):
        with pytest.raises(WrongState, match="not waited for"):
            act(seat)


def test_an_opinion_needs_the_declaration_and_is_given_once():
    seat = _seat()
    with pytest.raises(WrongState, match="Declare first"):
        submit(seat, GIVEN)
    opinion = _give(seat)
    assert opinion.sha256 == seat.panel.filing.version.digest
    assert _mailed("expert_opinion") == [officer().email]
    with pytest.raises(WrongState, match="not waited for"):
        submit(seat, GIVEN)


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"stance": ""}, "comes to"),
        ({"text": " "}, "Write your opinion"),
        ({"notes": [{"chapter": "scope", "quote": "", "text": ""}, {"text": "何处"}]}, "Note 1"),
        ({"notes": [{"quote": "原文", "text": ""}]}, "write what you say"),
    ],
)
def test_an_opinion_that_says_nothing_is_refused(words, match):
    with pytest.raises(RulesBroken, match=match):
        _give(_seat(), **words)


def test_a_quote_has_to_stand_in_its_chapter():
    seat = _seat()
    version = seat.panel.filing.version
    section = next(s for s in version.blueprint.blueprint.sections if "title" in s.parts)
    words = version.document["title"]["zh"]
    note = {"chapter": section.key, "quote": words, "text": "名称清楚"}
    with pytest.raises(RulesBroken, match="do not stand in the chapter"):
        _give(seat, notes=[{**note, "quote": "文中没有的话"}])
    assert _give(seat, notes=[note]).notes == [note]


def test_a_draft_is_kept_and_does_not_overwrite_another_window():
    seat = _seat()
    declare(seat)
    assert save_draft(seat, {"text": "一"}, 0).revision == 1
    with pytest.raises(WrongState, match="another window"):
        save_draft(seat, {"text": "二"}, 0)
    assert save_draft(seat, {"text": "二"}, 1).words == {"text": "二"}
    _give(seat)
    assert not ExpertDraft.objects.exists()


def test_a_proposal_waits_for_experts_until_they_answer_or_are_let_go():
    filing = FilingFactory(under_review=True)
    pool(filing, 2)
    first, second = draw(filing, 2).seats.all()
    _give(first)
    with pytest.raises(RulesBroken, match="waits for 1 opinion"):
        propose(filing, Outcome.NO_OBJECTION)
    release_seat(second, officer(), "逾期未复")
    assert _mailed("expert_no_longer") == [second.expert.email]
    assert propose(filing, Outcome.NO_OBJECTION).state == FilingState.PROPOSED


def test_letting_go_asks_for_the_officer_a_reason_and_somebody_left():
    seat = _seat()
    with pytest.raises(NotAllowed, match="officer who has the case"):
        release_seat(seat, PersonFactory(role=Role.OFFICER), "逾期")
    with pytest.raises(RulesBroken, match="Say why"):
        release_seat(seat, officer(), " ")
    with pytest.raises(RulesBroken, match="Nobody is left"):
        release_seat(seat, officer(), "逾期", replace=True)
    assert ExpertSeat.objects.open().get() == seat


def test_the_clock_stands_until_the_last_has_answered_where_the_officer_says_so():
    filing = FilingFactory(under_review=True)
    pool(filing, 3)
    first, second = draw(filing, 2, pauses=True).seats.all()
    running = filing.intervals.running()
    assert running.get().pause == "expert_review"
    _give(first)
    following = recuse(second, "unable", "出差")
    assert running.get().pause == "expert_review"
    _give(following)
    assert running.get().pause == ""
    events = [line.label for line in filing_timeline_of_body(filing)][:2]
    assert events == ["Clock goes on", "Clock stopped"]


def test_the_clock_runs_on_where_the_officer_does_not_say_so():
    seat = _seat()
    assert seat.panel.filing.intervals.running().get().pause == ""


def test_a_case_that_has_come_to_its_end_takes_no_opinion():
    seat = _seat()
    declare(seat)
    filing = seat.panel.filing
    Withdraw(
        filing, member_of(filing.organisation, Role.SIGNATORY), reason="另行备案", none_issued=True
    ).run()
    with pytest.raises(WrongState, match="not waited for"):
        submit(seat, GIVEN)


def test_the_body_hears_names_after_the_outcome_where_the_terms_say_so():
    seat = _seat()
    _give(seat)
    filing = seat.panel.filing
    terms = ExpertTerms.objects.get()
    new = {**EXPERTS_AS_SHIPPED, "names_announced": True}
    ExpertTerms.objects.create(in_force_from=timezone.localdate(), **new)
    assert not terms.names_announced
    assert names_for_body(filing) == []
    assert names_for_body(record_no_objection(filing)) == [seat.expert.name]


def test_experts_are_reminded_once_before_and_once_after_the_last_day():
    seat = _seat()
    due = seat.panel.due_on
    for day in (due - timedelta(days=3), due - timedelta(days=1), due, due + timedelta(days=1)):
        look_at_seats(day)
        look_at_seats(day)
    assert _mailed("expert_reminded") == [seat.expert.email] * 2
    assert _mailed("expert_late") == [officer().email]


def test_who_has_answered_is_not_reminded():
    seat = _seat()
    _give(seat)
    look_at_seats(timezone.localdate() + timedelta(days=6))
    assert _mailed("expert_reminded") == []
