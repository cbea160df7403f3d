"""A clock is told so that it adds up, in the words of who reads it, in both languages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import translation

from registry.procedure.running_clock import WHY, Clock
from registry.procedure.tracks.filing import ANSWER, REVIEW
from registry.procedure.turns import Pause
from registry.states import PauseCause
from registry.tracks import BODY, REGULATOR, all_tracks

MONDAY = date(2026, 11, 2)
CAUSES = [*PauseCause.values, BODY.key, REGULATOR.key]


def on(day, *, left=0, due=None, rule=REVIEW, **how):
    """The clock of a filing that began on Monday 2 November, as it stands on a day of it."""
    today = date(2026, 11, day)
    how.setdefault("first", MONDAY + timedelta(days=1))
    return Clock(
        rule, MONDAY, due or date(2026, 11, 9), left, today, total=how.pop("total", 5), **how
    )


def paused(cause, *, days=12, ended=None):
    return (Pause(cause, date(2026, 11, 5), ended, days),)


#: What is told to the desk: heading, then the sentence below it.
TOLD = {
    "first day": (
        on(2, left=5),
        "5 working days left",
        "The first of 5 working days is 3 November 2026",
    ),
    "in between": (on(5, left=2, used=3), "2 working days left", "Working day 3 of 5"),
    "last day": (on(9, used=5), "Due today", "Working day 5 of 5"),
    "overdue": (
        on(11, left=-2, used=7),
        "Overdue by 2 working days",
        "All 5 working days have gone by",
    ),
    "the weekend after the last day": (
        on(14, used=5, due=date(2026, 11, 13)),
        "Over since 13 November 2026",
        "All 5 working days have gone by",
    ),
    "extended": (
        on(5, left=12, used=3, total=15, extended=10, due=date(2026, 11, 23)),
        "12 working days left",
        "Working day 3 of 15, 10 of them by extension",
    ),
    "fast lane": (
        on(5, left=2, used=3, is_fast=True),
        "2 working days left",
        "Working day 3 of 5, in the fast lane",
    ),
    "paused": (
        on(23, left=2, used=3, pauses=paused(PauseCause.EXPERT_REVIEW), due=date(2026, 11, 25)),
        "The clock stands",
        "Working day 3 of 5, paused 12 working days for expert review",
    ),
    "gone on": (
        on(
            23,
            left=2,
            used=3,
            pauses=paused(PauseCause.WAITING_FOR_BODY, ended=date(2026, 11, 23)),
            due=date(2026, 11, 25),
        ),
        "2 working days left",
        "Working day 3 of 5, paused 12 working days waiting for the body",
    ),
    "paused before a day went by": (
        on(2, left=5, pauses=paused(PauseCause.FORCE_MAJEURE, days=0)),
        "The clock stands",
        "None of 5 working days has gone by",
    ),
    "calendar days": (
        on(18, rule=ANSWER, used=16, total=30, due=date(2026, 12, 2), left=10),
        "14 days left",
        "Day 16 of 30",
    ),
    "calendar days that end on a day off": (
        on(18, rule=ANSWER, used=16, total=33, due=date(2026, 12, 7), left=13),
        "19 days left",
        "Day 16 of 33; the last of them is a day off, so the next working day counts",
    ),
    "calendar days, overdue": (
        on(18, rule=ANSWER, used=16, total=10, due=date(2026, 11, 12), left=-4),
        "Overdue by 6 days",
        "All 10 days have gone by",
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_what_has_gone_by_what_is_left_and_what_did_not_count_add_up(case):
    clock, left, sentence = TOLD[case]
    told = clock.to_desk
    assert (told.left, told.sentence) == (left, sentence)
    assert clock.to_body.left == left


def test_in_the_words_of_the_body_it_is_the_model_sentence():
    pauses = paused(PauseCause.WAITING_FOR_BODY, ended=date(2026, 11, 23))
    told = on(23, left=2, used=3, pauses=pauses, due=date(2026, 11, 25)).to_body
    assert told.sentence == "Working day 3 of 5, paused 12 working days waiting for you"


def test_every_cause_has_its_words():
    assert set(WHY) == set(CAUSES)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("audience", ["to_desk", "to_body"])
def test_each_cause_has_words_of_its_own_for_each_reader(audience, language):
    with translation.override(language):
        due = date(2026, 11, 25)
        told = {
            cause: getattr(on(23, used=3, left=2, pauses=paused(cause), due=due), audience)
            for cause in CAUSES
        }
    assert len({each.sentence for each in told.values()}) == len(CAUSES)
    assert len({each.standing for each in told.values()}) == len(CAUSES)
    assert len({each.short for each in told.values()}) == len(CAUSES)
    you = {"en": ("you", "your"), "zh-hans": ("贵机构",)}[language]
    spoken_to = {
        cause
        for cause, each in told.items()
        if any(word in each.sentence.split() or word in each.sentence for word in you)
    }
    bodys = {PauseCause.WAITING_FOR_BODY.value, BODY.key}
    desks = {REGULATOR.key} if language == "en" else set()
    assert spoken_to == (bodys if audience == "to_body" else desks)


def test_pauses_for_one_cause_are_told_together_and_others_apart():
    first = paused(PauseCause.EXPERT_REVIEW, days=2, ended=date(2026, 11, 9))
    waited = paused(BODY.key, days=4, ended=date(2026, 11, 16))
    again = paused(PauseCause.EXPERT_REVIEW, days=1, ended=date(2026, 11, 17))
    told = on(18, used=3, left=2, pauses=(*first, *waited, *again)).to_desk
    assert told.pauses == (
        "paused 3 working days for expert review",
        "paused 4 working days waiting for the body’s answer",
    )


@pytest.mark.parametrize("track", all_tracks(), ids=lambda track: track.key)
def test_a_body_is_spoken_to_of_its_own_time(track):
    for rule in track.clocks:
        clock = Clock(rule, MONDAY, MONDAY, 0, MONDAY)
        if "certification body" in str(rule.until):
            assert "certification body" not in str(clock.to_body.until)
        assert clock.to_desk.until == rule.until
