"""Predicates and querysets give the same answer, for everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.memberships import join, leave
from portal.accounts.models import Membership, Organisation, User
from portal.accounts.permissions import forget_permissions, has_permission
from portal.accounts.roles import PERMISSIONS_OF_ROLE, ROLES_OF_KIND, Permission, Role
from portal.core.access import Access
from portal.core.errors import NotAllowed
from registry.models import Duty, Entry, Filing
from registry.procedure.actions import RecordNoObjection
from registry.procedure.cases import AskForOpinion, Assign
from registry.procedure.cases.opinions import give_opinion
from registry.procedure.permissions import (
    is_impartial,
    may_answer,
    may_decide,
    may_review_filing,
    may_see,
)
from registry.procedure.remarks import write_remark
from registry.procedure.statements import state_impartiality
from registry.register.permissions import may_end, may_see_entry
from registry.states import FilingState, Outcome
from schemes.models import Scheme, Version
from schemes.permissions import (
    may_begin,
    may_edit,
    may_sign,
    may_write,
    may_write_blueprints,
)
from schemes.permissions import may_see as may_see_scheme
from tests.factories import FilingFactory, PersonFactory, organisation_for, organisation_of, propose
from tests.registry.actors import OFFICER_OF_THE_BODY, actors

pytestmark = pytest.mark.django_db


def test_may_see_and_visible_to_agree_on_filings():
    own, other = FilingFactory(), FilingFactory()
    for who, person in actors(own.organisation).items():
        visible = set(Filing.objects.visible_to(person))
        seen = {filing for filing in (own, other) if may_see(person, filing)}
        assert visible == seen, who


def test_may_see_and_visible_to_agree_on_schemes_and_versions():
    own, other = FilingFactory(), FilingFactory()
    for who, person in actors(own.organisation).items():
        seen = {f.scheme for f in (own, other) if may_see_scheme(person, f.scheme)}
        assert set(Scheme.objects.visible_to(person)) == seen, who
        assert {v.scheme for v in Version.objects.visible_to(person)} == seen, who


def test_untouched_by_and_is_impartial_agree():
    own, other = FilingFactory(), FilingFactory()
    for who, person in actors(own.organisation).items():
        impartial = {f for f in (own, other) if is_impartial(person, f)}
        assert set(Filing.objects.untouched_by(person)) == impartial, who
        assert set(Filing.objects.touched_by(person)) == {own, other} - impartial, who


@pytest.mark.parametrize("state", FilingState.values)
def test_decidable_by_and_what_is_offered_agree(state):
    own, other = FilingFactory(reached=state), FilingFactory(reached=FilingState.PROPOSED)
    for who, person in actors(own.organisation).items():
        offered = {f for f in (own, other) if RecordNoObjection.is_available(person, f)}
        assert set(Filing.objects.decidable_by(person)) == offered, who


BODY = "of the body"
REGULATOR = "of the regulator"
SIGNATORY = {f"signatory {BODY}"}
WRITERS = {f"author {BODY}", *SIGNATORY, OFFICER_OF_THE_BODY}
PEOPLE = {*WRITERS, f"administrator {BODY}"}
DESK = {f"officer {REGULATOR}", f"decider {REGULATOR}", f"observer {REGULATOR}"}
#: What may be asked about a person and a filing, and of whom the answer is yes.
ALLOWED: dict[str, tuple[Callable[[Any, Filing], Access], set[str]]] = {
    "see the filing": (may_see, {*PEOPLE, *DESK}),
    "review it": (may_review_filing, {f"officer {REGULATOR}"}),
    "decide on it": (may_decide, {f"decider {REGULATOR}"}),
    "answer": (may_answer, WRITERS),
    "see the entry": (lambda person, filing: may_see_entry(person, entry_of(filing)), PEOPLE),
    "end the entry": (lambda person, filing: may_end(person, entry_of(filing)), SIGNATORY),
    "see the scheme": (lambda person, filing: may_see_scheme(person, filing.scheme), PEOPLE),
    "write in it": (lambda person, filing: may_write(person, filing.scheme), WRITERS),
    "change what is signed": (lambda person, filing: may_edit(person, filing.version), set()),
    "sign": (lambda person, filing: may_sign(person, filing.version), SIGNATORY),
    "begin another": (lambda person, filing: may_begin(person, filing.organisation), WRITERS),
    "begin at the regulator": (
        lambda person, filing: may_begin(person, regulator()),
        {f"author {REGULATOR}", f"signatory {REGULATOR}"},
    ),
    "write blueprints": (
        lambda person, filing: may_write_blueprints(person),
        {f"editor {REGULATOR}", f"administrator {REGULATOR}"},
    ),
}


def entry_of(filing: Filing) -> Entry:
    return Entry.objects.get(scheme=filing.scheme)


def regulator() -> Organisation:
    return organisation_for(Role.OFFICER)


@pytest.mark.parametrize(("ask", "allowed"), ALLOWED.values(), ids=ALLOWED)
def test_these_people_may_and_everybody_else_is_told_why_not(ask, allowed):
    filing = FilingFactory()
    people = {**actors(filing.organisation), "nobody at all": None}
    answers = {who: ask(person, filing) for who, person in people.items()}
    assert {who for who, access in answers.items() if access.allowed} == allowed
    for who, access in answers.items():
        if not access.allowed:
            assert str(access.reason).endswith("."), who
            with pytest.raises(NotAllowed, match=re.escape(str(access.reason))):
                access.require()


def _both() -> User:
    """Somebody who reviews and decides."""
    person = PersonFactory(role=Role.OFFICER)
    join(person, regulator(), Role.DECIDER)
    return User.objects.get(pk=person.pk)


def _took_up(person: User) -> Filing:
    return propose(FilingFactory(under_review=True, officer=person), Outcome.NO_OBJECTION)


def _remarked(person: User) -> Filing:
    filing = FilingFactory(under_review=True, officer=PersonFactory(role=Role.OFFICER))
    write_remark(filing, person, text="补充")
    return propose(filing, Outcome.CORRECTION_REQUESTED, filing.officer)


def _proposed(person: User) -> Filing:
    other = PersonFactory(role=Role.OFFICER)
    return propose(FilingFactory(under_review=True, officer=other), Outcome.NO_OBJECTION, person)


def _advised(person: User) -> Filing:
    filing = FilingFactory(under_review=True, officer=PersonFactory(role=Role.OFFICER))
    day = timezone.localdate()
    words = {"kind": "technical", "person": person, "question": "是否适用？", "due_on": day}
    AskForOpinion(filing, filing.officer, **words).run()
    give_opinion(filing.opinion_requests.get(), person, stance="agrees", text="适用")
    return propose(filing, Outcome.NO_OBJECTION, filing.officer)


def _gave_up(person: User) -> Filing:
    filing = FilingFactory(under_review=True, officer=person)
    state_impartiality(filing, person, Duty.REVIEW)
    other = PersonFactory(role=Role.OFFICER)
    Assign(filing, person, officer=other, reason="轮岗").run()
    return propose(Filing.objects.get(pk=filing.pk), Outcome.NO_OBJECTION, other)


@pytest.mark.parametrize(
    ("reviewed", "said"),
    [
        (_took_up, "You reviewed this filing."),
        (_remarked, "You wrote a remark on this filing."),
        (_proposed, "You proposed the outcome of this filing."),
        (_advised, "You gave an opinion on this filing"),
        (_gave_up, "You began to review this filing."),
    ],
)
def test_whoever_reviewed_in_any_way_does_not_decide(reviewed, said):
    person, another = _both(), _both()
    filing = reviewed(person)
    assert str(may_decide(person, filing).reason).startswith(said)
    assert not may_decide(person, filing).role_helps
    assert filing not in Filing.objects.decidable_by(person)
    assert may_decide(another, filing)
    assert filing in Filing.objects.decidable_by(another)


def test_officer_cannot_decide_a_filing_of_own_organisation():
    filing = FilingFactory(under_review=True)
    person = actors(filing.organisation)[OFFICER_OF_THE_BODY]
    assert may_see(person, filing)
    assert not may_decide(person, filing)


@pytest.mark.parametrize(
    ("kind", "role"), [(kind, role) for kind, roles in ROLES_OF_KIND.items() for role in roles]
)
def test_a_role_gives_exactly_its_permissions(kind, role):
    organisation = organisation_of(kind)
    person = PersonFactory(role=role, organisation=organisation)
    held = {p for p in Permission if has_permission(person, p, organisation)}
    assert held == PERMISSIONS_OF_ROLE[kind, role]


def test_who_leaves_sees_nothing_any_more():
    filing = FilingFactory()
    person = actors(filing.organisation)["author of the body"]
    leave(Membership.objects.get(user=person))
    person = User.objects.get(pk=person.pk)
    forget_permissions(person)
    assert not may_see(person, filing)
    assert not Filing.objects.visible_to(person).exists()
