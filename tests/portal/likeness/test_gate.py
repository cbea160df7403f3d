"""Recall and false alarms of the mark gate, held on a small part of the labelled set.

The whole set is measured by `python -m bench.mark_gate`, which writes `docs/mark-gate.md`.
"""

from functools import cache
from pathlib import Path

from bench.labelled.marks.copies import CHANGES, copies_of
from bench.labelled.marks.families import FAMILIES, all_marks
from bench.labelled.marks.pairs import copied, half, original
from portal.likeness import THRESHOLD, Fingerprint, fingerprint, likeness

PAGE = Path(__file__).resolve().parents[3] / "docs" / "mark-gate.md"
#: Two marks of each of three families, of which copies are made, each kind once or twice.
NAMES = ("letters-0", "letters-2", "shields-1", "shields-3", "waves-1", "waves-3")
LEAST_RECALL = 0.9
MOST_FALSE_ALARMS = 0.05


@cache
def sample() -> tuple[dict[str, Fingerprint], list[tuple[str, str, Fingerprint]]]:
    """The originals, and copies that together show every kind of change."""
    marks = [mark for mark in all_marks() if mark.name in NAMES]
    originals = {mark.name: fingerprint(original(mark).png) for mark in marks}
    changed = [
        (mark.name, copy.kind, fingerprint(copied(mark, copy).png))
        for place, mark in enumerate(marks)
        for copy in copies_of(mark)[place % 5 :: 5]
    ]
    return originals, changed


def test_copies_are_found() -> None:
    originals, changed = sample()
    missed = [
        (name, kind)
        for name, kind, print_of_copy in changed
        if likeness(originals[name], print_of_copy).score < THRESHOLD
    ]
    assert len(missed) <= (1 - LEAST_RECALL) * len(changed), missed


def test_other_marks_seldom_alarm() -> None:
    originals, changed = sample()
    pairs = [
        (name, other, kind, likeness(originals[other], print_of_copy).score)
        for name, kind, print_of_copy in changed
        for other in NAMES
        if other != name
    ]
    false = [pair for pair in pairs if pair[3] >= THRESHOLD]
    assert len(false) <= MOST_FALSE_ALARMS * len(pairs), false


def test_the_labelled_set_is_as_large_as_promised() -> None:
    marks = list(all_marks())
    drawings = {copy.svg for mark in marks for copy in copies_of(mark)}
    assert len(marks) >= 60
    assert sum(len(copies_of(mark)) for mark in marks) >= 200
    # "Small" changes the picture, not the drawing; all others give drawings of their own.
    assert len(drawings) >= len(marks) * (len(CHANGES) - 2)


def test_the_set_is_drawn_the_same_each_time() -> None:
    mark = next(all_marks())
    assert copies_of(mark) == copies_of(mark)


def test_the_halves_share_no_mark_and_each_has_all_families() -> None:
    choosing, measuring = half(0), half(1)
    assert not set(choosing) & set(measuring)
    assert len(choosing) + len(measuring) == len(list(all_marks()))
    for marks in (choosing, measuring):
        assert {mark.family for mark in marks} == set(FAMILIES)


def test_no_two_marks_are_drawn_alike() -> None:
    bodies = [mark.body for mark in all_marks()]
    assert len(set(bodies)) == len(bodies)


def test_the_page_states_the_threshold_of_the_code() -> None:
    assert f"**{THRESHOLD:.2f}**" in PAGE.read_text(encoding="utf-8")
