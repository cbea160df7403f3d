"""The draw: by field, without ties, repeatable, with reserves; by hand with a reason."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.models import CertificationField
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken
from portal.core.models import OutboxMessage
from registry.models import Expert, ExpertPanel, ExpertSeat, ExpertTerms, Tie
from registry.procedure.experts import DrawExperts, SeatByHand
from registry.procedure.experts.answering import recuse
from registry.procedure.experts.order import in_order
from registry.procedure.experts.ties import TIES, parted
from registry.procedure.timeline import filing_timeline, filing_timeline_of_body
from tests.factories import FilingFactory, OrganisationFactory, PersonFactory, member_of, officer
from tests.registry.actors import actors
from tests.registry.experts.hearing import add_expert, another_field, draw, pool

pytestmark = pytest.mark.django_db


def test_the_order_can_be_worked_out_again_by_anybody():
    seed = "00" * 32
    by_hand = {
        hashlib.sha256(f"{seed}:{number}".encode()).hexdigest(): number for number in (1, 2, 3)
    }
    assert in_order(seed, [3, 1, 2]) == [by_hand[digest] for digest in sorted(by_hand)]


def test_another_seed_draws_others():
    first = {in_order(f"{number:064x}", range(1, 6))[0] for number in range(50)}
    assert first == {1, 2, 3, 4, 5}


def test_who_is_drawn_is_first_in_the_order_that_stands_on_record():
    filing = FilingFactory(under_review=True)
    people = pool(filing, 5)
    panel = draw(filing, 2)
    order = in_order(panel.seed, panel.candidates)
    assert panel.candidates == sorted(person.pk for person in people)
    assert [(s.place, s.expert_id) for s in panel.seats.all()] == [(1, order[0]), (2, order[1])]
    asked = OutboxMessage.objects.filter(payload__template="expert_asked")
    assert {m.payload["to"] for m in asked} == {s.expert.email for s in panel.seats.all()}


def test_a_field_is_known_by_itself_or_by_its_category():
    filing = FilingFactory(under_review=True)
    [key, *_more] = filing.version.document["domains"]
    category = CertificationField.objects.get(pk=key).category
    known = {add_expert([key], 1).pk, add_expert([category], 2).pk}
    add_expert([another_field(filing)], 3)
    assert {expert.pk for expert in Expert.objects.knowing([key])} == known


def test_who_has_left_or_is_not_in_yet_is_not_drawn():
    filing, today = FilingFactory(under_review=True), timezone.localdate()
    fields = filing.version.document["domains"]
    add_expert(fields, 1, active_until=today - timedelta(days=1))
    add_expert(fields, 2, active_from=today + timedelta(days=1))
    with pytest.raises(RulesBroken, match="Only 0 experts"):
        draw(filing)


def _worked_for(filing, organisation):
    until = timezone.localdate() - timedelta(days=100)
    return add_expert(
        filing.version.document["domains"], worked_for=[f"{organisation} 2015-01-01/{until}"]
    )


def _named(filing):
    """Somebody of a body that the text names as one that may certify as well."""
    other = OrganisationFactory()
    filing.version.document["operators"].append(
        {"id": "op-2", "cb": other.name_text, "approval_no": other.approval_no}
    )
    return _worked_for(filing, other.approval_no)


def _with_account(person):
    def add(filing):
        return add_expert(filing.version.document["domains"], email=person(filing).email)

    return add


def _declared(filing):
    expert = add_expert(filing.version.document["domains"])
    other = FilingFactory(under_review=True, organisation=filing.organisation)
    add_expert(other.version.document["domains"], 2)
    seat = ExpertSeat.objects.create(panel=_panel(other), expert=expert)
    recuse(seat, "conflict", "股东")
    return expert


def _asked(filing):
    expert = add_expert(filing.version.document["domains"])
    ExpertSeat.objects.create(panel=_panel(filing), expert=expert)
    return expert


def _panel(filing):
    return ExpertPanel.objects.create(
        filing=filing, round=1, wanted=1, due_on=timezone.localdate(), seed="", drawn_by=officer()
    )


TIED = {
    Tie.WORKED_FOR_BODY: lambda filing: _worked_for(filing, filing.organisation.approval_no),
    Tie.WORKED_FOR_NAMED: _named,
    Tie.TOOK_PART: _with_account(lambda filing: member_of(filing.organisation, Role.AUTHOR)),
    Tie.OF_THE_DESK: _with_account(lambda filing: PersonFactory(role=Role.OBSERVER)),
    Tie.DECLARED: _declared,
    Tie.ASKED: _asked,
}


def test_every_tie_has_an_example_and_is_looked_for():
    assert set(TIED) == set(TIES) == set(Tie)


@pytest.mark.parametrize("tie", list(Tie))
def test_who_has_a_tie_is_left_out_with_the_reason(tie):
    filing = FilingFactory(under_review=True)
    expert = TIED[tie](filing)
    free, excluded = parted(filing, filing.version.document["domains"])
    assert expert not in free
    assert [(each.expert, each.tie) for each in excluded if each.expert == expert] == [
        (expert, tie)
    ]
    assert all(each.detail for each in excluded)


def test_a_former_employer_counts_for_the_years_of_the_terms():
    filing, today = FilingFactory(under_review=True), timezone.localdate()
    _worked_for(filing, filing.organisation.name_zh)
    domains = filing.version.document["domains"]
    assert parted(filing, domains)[0] == []
    years_ago = today.replace(year=today.year - 4, day=1)
    add_expert(domains, 2, worked_for=[f"{filing.organisation.name_zh} 2010-01-01/{years_ago}"])
    assert [each.email for each in parted(filing, domains)[0]] == ["expert-2@test.example"]
    ExpertTerms.objects.create(
        in_force_from=today, conflict_years=5, answer_days=1, reminder_days=1, link_days=1
    )
    assert parted(filing, domains)[0] == []


def test_a_new_name_of_the_body_hides_no_employer():
    filing = FilingFactory(under_review=True)
    _worked_for(filing, filing.organisation.name_zh)
    filing.organisation.name_zh = "更名后的机构"
    filing.organisation.save()
    assert parted(filing, filing.version.document["domains"])[0] == []


def test_exclusions_stand_on_record_as_they_were():
    filing = FilingFactory(under_review=True)
    tied = _worked_for(filing, filing.organisation.approval_no)
    add_expert(filing.version.document["domains"], 2)
    [kept] = draw(filing).exclusions
    assert (kept["expert"], kept["name"], kept["tie"]) == (tied.pk, tied.name, "worked_for_body")


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"wanted": 0}, "from 1 to"),
        ({"wanted": 2}, "Only 1 expert "),
        ({"fields": []}, "Choose the fields"),
        ({"fields": ["无此领域"]}, "Choose the fields"),
        ({"question": " "}, "Write what you ask"),
        ({"due_on": timezone.localdate() - timedelta(days=2)}, "must not have passed"),
    ],
)
def test_a_draw_that_cannot_be_is_refused(words, match):
    filing = FilingFactory(under_review=True)
    pool(filing, 1)
    with pytest.raises(RulesBroken, match=match):
        draw(filing, **{"wanted": 1, **words})
    assert not ExpertPanel.objects.exists()


def test_nobody_but_the_officer_of_the_case_draws_or_chooses():
    filing = FilingFactory(under_review=True)
    for who, person in actors(filing.organisation).items():
        if who != "officer of the regulator":
            for act in (DrawExperts, SeatByHand):
                with pytest.raises(NotAllowed, match=r"\.$"):
                    act(filing, person).run()


def test_a_choice_by_hand_needs_a_reason_and_somebody_without_a_tie():
    filing = FilingFactory(under_review=True)
    first, second = pool(filing, 2)
    panel = draw(filing)
    other = next(each for each in (first, second) if not panel.seats.filter(expert=each).exists())
    tied = _worked_for_third(filing)
    by_hand = {"panel": panel, "expert": other, "reason": "唯一的检测专家"}
    for words, match in (
        ({"reason": " "}, "chosen and not drawn"),
        ({"expert": None}, "in the pool today"),
        ({"expert": tied}, "cannot be asked"),
    ):
        with pytest.raises(RulesBroken, match=match):
            SeatByHand(filing, officer(), **{**by_hand, **words}).run()
    SeatByHand(filing, officer(), **by_hand).run()
    assert panel.seats.get(expert=other).reason == "唯一的检测专家"


def _worked_for_third(filing):
    body = filing.organisation.approval_no
    return add_expert(filing.version.document["domains"], 3, worked_for=[f"{body} 2015-01-01/.."])


def test_the_body_is_told_of_no_draw():
    filing = FilingFactory(under_review=True)
    pool(filing, 1)
    before = len(filing_timeline_of_body(filing))
    draw(filing)
    assert len(filing_timeline_of_body(filing)) == before
    assert "专家1" in filing_timeline(filing)[0].note
