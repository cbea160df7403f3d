"""Worlds: the registers as they were and as they would be, with nothing left behind."""

from __future__ import annotations

from datetime import date

import pytest

from portal.core.standard_numbers import normal_form
from portal.reference.models import ReferenceChange, RuleWord, Standard
from registry.supervision.impact.worlds import Step, steps_that_would_be, world_after, world_before
from schemes.facts_source import reference_facts

pytestmark = pytest.mark.django_db

NUMBER = "GB/T 99001-2020"
TODAY = date(2026, 11, 21)


@pytest.fixture
def standard():
    return Standard.objects.create(number=NUMBER, type="GB/T", title_zh="某标准")


def status() -> str:
    return reference_facts(TODAY).standards[normal_form(NUMBER)].status


def withdraw():
    row = Standard.objects.get(number=NUMBER)
    row.status = "withdrawn"
    row.save()


def test_what_would_change_is_told_and_taken_back(standard):
    before = ReferenceChange.objects.count()
    steps = steps_that_would_be(withdraw)
    assert [(step.register, step.before["status"], step.after["status"]) for step in steps] == [
        ("standards", "current", "withdrawn")
    ]
    assert Standard.objects.get(number=NUMBER).status == "current"
    assert ReferenceChange.objects.count() == before


def test_the_facts_follow_into_a_world_and_out_of_it(standard):
    steps = steps_that_would_be(withdraw)
    assert status() == "current"
    with world_after(steps):
        assert status() == "withdrawn"
    assert status() == "current"


def test_a_change_that_was_made_is_undone_for_a_moment(standard):
    steps = steps_that_would_be(withdraw)
    withdraw()
    with world_before(steps):
        assert status() == "current"
    assert status() == "withdrawn"


def test_rows_that_come_and_go_are_undone_too(standard):
    def change():
        RuleWord.objects.create(list="superlative", word="天下无双")
        Standard.objects.get(number=NUMBER).delete()

    steps = steps_that_would_be(change)
    change()
    with world_before(steps):
        assert not RuleWord.objects.filter(word="天下无双").exists()
        assert Standard.objects.get(number=NUMBER).title_zh == "某标准"
    assert RuleWord.objects.filter(word="天下无双").exists()
    assert not Standard.objects.filter(number=NUMBER).exists()


def test_a_step_survives_storage(standard):
    (step,) = steps_that_would_be(withdraw)
    assert Step.from_json(step.as_json()) == step


def test_a_world_ends_when_something_fails_inside(standard):
    steps = steps_that_would_be(withdraw)
    with pytest.raises(ZeroDivisionError), world_after(steps):
        raise ZeroDivisionError
    assert status() == "current"
