"""Who ever had a part in a filing neither reviews it nor decides on it."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.utils import timezone

from portal.accounts.memberships import join, leave
from portal.accounts.models import EndedMembership, User
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed
from registry.impartiality import Part, part_in
from registry.models import Filing
from registry.procedure.actions import RecordNoObjection, Submit, TakeUp
from registry.procedure.permissions import is_impartial, may_decide, may_review_filing
from registry.procedure.remarks import answer_remark
from registry.states import AnswerKind
from schemes.actions import Sign
from schemes.models import Version
from schemes.saving import save_section, section_token
from tests.factories import (
    FilingFactory,
    PersonFactory,
    SchemeFactory,
    VersionFactory,
    answer_neighbours,
    answer_warnings,
    member_of,
    organisation_for,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
DAY = datetime.timedelta(days=1)


def _moves_to_the_regulator(person: User) -> User:
    """The person left every body some days ago and works at the desk from then on."""
    with time_machine.travel(timezone.now() - 3 * DAY, tick=False):
        for membership in person.memberships.all():
            leave(membership)
    for role in (Role.OFFICER, Role.DECIDER):
        join(person, organisation_for(role), role)
    return User.objects.get(pk=person.pk)


def _past(person: User, body, since: datetime.date, until: datetime.date) -> User:
    """Somebody of the desk who was a member of the body once, and did nothing there."""
    EndedMembership.objects.create(
        user=person, organisation=body, role=Role.AUTHOR, since=since, until=until
    )
    return _moves_to_the_regulator(person)


PAST = {
    "ended the day before": (TODAY() - 99 * DAY, TODAY() - DAY, None),
    "ended on the day": (TODAY() - 99 * DAY, TODAY(), Part.FORMER_MEMBER),
    "ended later": (TODAY() - 99 * DAY, TODAY() + DAY, Part.FORMER_MEMBER),
    "began after": (TODAY() + DAY, TODAY() + 9 * DAY, None),
}


@pytest.mark.parametrize("when", PAST)
def test_who_was_a_member_when_it_was_filed_is_not_impartial(when):
    filing = FilingFactory()
    since, until, part = PAST[when]
    person = _past(PersonFactory(), filing.organisation, since, until)
    assert part_in(person, filing) == part
    assert bool(may_review_filing(person, filing)) is (part is None)


def test_membership_that_ends_is_kept_with_its_days():
    person = PersonFactory(role=Role.AUTHOR)
    membership = person.memberships.get()
    leave(membership)
    ended = EndedMembership.objects.get()
    assert (ended.user, ended.organisation) == (person, membership.organisation)
    assert (ended.role, ended.since, ended.until) == (Role.AUTHOR, membership.since, TODAY())


def _written_by(person: User, body) -> Version:
    """A draft that this person saved once, and somebody else after them."""
    scheme = SchemeFactory(organisation=body)
    version = scheme.newest
    for each in (person, member_of(body, Role.AUTHOR)):
        version = save_section(
            version, each, ("title",), version.document, section_token(version.document, ("title",))
        )
    return version


def _filed(version: Version, signatory: User, submitter: User) -> Filing:
    answer_neighbours(version)
    answer_warnings(version)
    action = Submit(Sign(version, signatory).run(), submitter)
    action.run()
    return action.filing


def _after_everything(hand: str) -> tuple[User, Filing]:
    """Somebody who had this hand in a filing, left long before it was made, and its filing."""
    others = VersionFactory().scheme.organisation
    person = PersonFactory(role=Role.SIGNATORY, organisation=others)
    signatory = PersonFactory(role=Role.SIGNATORY, organisation=others)
    writer = person if hand == "wrote" else signatory
    filing = _filed(
        _written_by(writer, others),
        person if hand == "signed" else signatory,
        person if hand == "submitted" else signatory,
    )
    # The membership ended before the filing: only the hand in it is left.
    return _moves_to_the_regulator(person), filing


HANDS = {"wrote": Part.WRITER, "signed": Part.SIGNATORY, "submitted": Part.SIGNATORY, "none": None}


@pytest.mark.parametrize("hand", HANDS)
def test_whoever_had_a_hand_in_the_text_is_not_impartial(hand):
    person, filing = _after_everything(hand)
    assert part_in(person, filing) == HANDS[hand]
    allowed = HANDS[hand] is None
    assert bool(may_review_filing(person, filing)) is bool(may_decide(person, filing)) is allowed
    assert Filing.objects.untouched_by(person).filter(pk=filing.pk).exists() is allowed


def test_who_answered_a_remark_is_not_impartial():
    filing = FilingFactory(correction_requested=True)
    person = PersonFactory(role=Role.AUTHOR, organisation=filing.organisation)
    answer_remark(filing.remarks.get(), person, kind=AnswerKind.CHANGED, answer="")
    assert part_in(_moves_to_the_regulator(person), filing) == Part.WRITER


def test_a_page_asks_once_and_what_is_read_anew_is_asked_anew(django_assert_num_queries):
    filing = FilingFactory()
    person = PersonFactory(role=Role.OFFICER)
    assert part_in(person, filing) is None
    EndedMembership.objects.create(
        user=person,
        organisation=filing.organisation,
        role=Role.AUTHOR,
        since=TODAY() - DAY,
        until=TODAY() + DAY,
    )
    with django_assert_num_queries(0):
        assert part_in(person, filing) is None
    with pytest.raises(NotAllowed, match="You belonged to the certification body"):
        TakeUp(filing, person, impartial=True).run()
    filing.refresh_from_db()
    assert part_in(person, filing) == Part.FORMER_MEMBER


ACTS = {"received": TakeUp, "proposed": RecordNoObjection}


@pytest.mark.parametrize("state", ACTS)
def test_the_act_itself_refuses_who_had_a_part(state):
    filing = FilingFactory(reached=state)
    person = _past(PersonFactory(), filing.organisation, TODAY() - DAY, TODAY())
    with pytest.raises(NotAllowed, match="You belonged to the certification body"):
        ACTS[state](filing, person, reasons="理由").run()


@pytest.mark.parametrize("part", list(Part))
def test_every_part_is_told_in_a_sentence(part):
    assert str(part.label).endswith(".")


def test_who_has_nothing_to_do_with_it_is_impartial():
    assert is_impartial(PersonFactory(role=Role.OFFICER), FilingFactory())
