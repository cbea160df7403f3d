"""What depends on who wrote a thing, has the case, or is meant: the author alone, as a rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.core.access import Access
from registry.models import CaseNote, Filing, Letter, Remark
from registry.procedure.permissions import (
    may_ask_for_opinions,
    may_assign,
    may_change_note,
    may_edit_remark,
    may_keep_experts,
    may_note_absence,
    may_release,
    may_see_experts,
    may_withdraw,
    may_write_notes,
)
from registry.register.permissions import may_read_letter
from tests.factories import FilingFactory, PersonFactory
from tests.registry.actors import OFFICER_OF_THE_BODY, actors

pytestmark = pytest.mark.django_db

OFFICER, DECIDER = "officer of the regulator", "decider of the regulator"
EDITORS = {"editor of the regulator", "administrator of the regulator"}
DESK = {OFFICER, DECIDER, "observer of the regulator"}
BODY = {
    "author of the body",
    "signatory of the body",
    "administrator of the body",
    OFFICER_OF_THE_BODY,
}

Ask = Callable[[Any, Filing, Any], Access]

#: What may be asked of a filing whose case an officer has, who wrote what is asked about; and of
#: whom the answer is yes.
ALLOWED: dict[str, tuple[Ask, set[str]]] = {
    "edit the remark": (
        lambda person, filing, author: may_edit_remark(
            person, Remark(filing=filing, author_id=author.pk)
        ),
        {OFFICER},
    ),
    "take back the remark": (
        lambda person, filing, author: may_withdraw(
            person, Remark(filing=filing, author_id=author.pk)
        ),
        {OFFICER},
    ),
    "take back another's remark": (
        lambda person, filing, author: may_withdraw(
            person, Remark(filing=filing, author_id=PersonFactory().pk)
        ),
        {OFFICER},
    ),
    "edit another's remark": (
        lambda person, filing, author: may_edit_remark(
            person, Remark(filing=filing, author_id=PersonFactory().pk)
        ),
        set(),
    ),
    "change the note": (
        lambda person, filing, author: may_change_note(
            person, CaseNote(filing=filing, author_id=author.pk)
        ),
        {OFFICER},
    ),
    "write notes": (lambda person, filing, _: may_write_notes(person, filing), {OFFICER, DECIDER}),
    "assign it": (lambda person, filing, _: may_assign(person, filing), {OFFICER, DECIDER}),
    "release it": (lambda person, filing, _: may_release(person, filing), {OFFICER}),
    "ask for opinions": (
        lambda person, filing, _: may_ask_for_opinions(person, filing),
        {OFFICER},
    ),
    "note the officer's absence": (
        lambda person, filing, author: may_note_absence(person, author),
        {OFFICER, DECIDER},
    ),
    "keep the pool of experts": (lambda person, *_: may_keep_experts(person), EDITORS),
    "see the pool of experts": (
        lambda person, *_: may_see_experts(person),
        {*EDITORS, OFFICER, DECIDER, OFFICER_OF_THE_BODY},
    ),
    "read the letter": (
        lambda person, filing, _: may_read_letter(person, Letter(organisation=filing.organisation)),
        {*DESK, *BODY},
    ),
}


@pytest.mark.parametrize(("ask", "allowed"), ALLOWED.values(), ids=ALLOWED)
def test_these_people_may_and_nobody_else(ask, allowed):
    filing = FilingFactory(under_review=True)
    people = {**actors(filing.organisation), "nobody at all": None}
    filing.officer = people[OFFICER]
    answers = {who: ask(person, filing, people[OFFICER]) for who, person in people.items()}
    assert {who for who, access in answers.items() if access.allowed} == allowed
