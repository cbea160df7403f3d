"""Transitions of standards: what a row must be, in a form and in a file, and what is read of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.reference.declarations import STANDARD_TRANSITIONS, STANDARDS
from portal.reference.faults import UnreadableTable
from portal.reference.models import Standard, StandardTransition
from portal.reference.tabular import export, plan
from portal.reference.transitions_told import told_on
from portal.reference.uris import row_path
from schemes.facts_source import reference_facts
from tests.kept import kept

pytestmark = pytest.mark.django_db

BEGINS, ISSUE, HELD = date(2026, 10, 1), date(2027, 3, 31), date(2027, 9, 30)
ONE_DAY = timedelta(days=1)
HEADER = (
    "old_edition,new_edition,valid_from,issue_until,valid_until,duties_zh,notice_no,announced_on"
)


@kept(Standard)
def edition(year: int, **values: Any) -> Standard:
    values = {"type": "GB/T", "title_zh": "某标准", **values}
    return Standard.objects.create(number=f"GB/T 99101-{year}", **values)


def transition(old: Standard, new: Standard, **values: Any) -> StandardTransition:
    return StandardTransition(
        **{
            "old_edition": old,
            "new_edition": new,
            "valid_from": BEGINS,
            "issue_until": ISSUE,
            "valid_until": HELD,
            "duties_zh": "在期限内完成换版。",
            "notice_no": "公告2026年第9号",
            "announced_on": date(2026, 9, 1),
            **values,
        }
    )


@pytest.mark.parametrize(("english", "language"), [("", "zh-Hans"), ("Change over in time.", "")])
def test_duties_without_an_english_text_are_marked_as_chinese_on_an_english_page(
    client: Client, english: str, language: str
) -> None:
    old, new = edition(2016), edition(2026)
    transition(old, new, duties_en=english).save()
    place = reverse("reference:row", args=["standards", row_path(STANDARDS, old)])
    page = client.get(f"{place}?lang=en", follow=True).content.decode()
    mark = f' lang="{language}"' if language else ""
    assert f"<span{mark}>{english or '在期限内完成换版。'}</span>" in page
    told = told_on([StandardTransition.objects.get()], BEGINS)
    with override("zh-hans"):
        assert told[0].duties_language == ""


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"issue_until": BEGINS - ONE_DAY}, "issue_until"),
        ({"valid_until": ISSUE - ONE_DAY}, "valid_until"),
        ({"announced_on": HELD + ONE_DAY}, "announced_on"),
        ({"issue_until": None}, "issue_until"),
        ({"duties_zh": ""}, "duties_zh"),
        ({"notice_no": ""}, "notice_no"),
    ],
)
def test_what_cannot_be_is_refused_at_its_place(values: dict[str, Any], column: str) -> None:
    row = transition(edition(2016), edition(2026), **values)
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert set(refused.value.message_dict) == {column}


def test_one_day_may_be_first_and_last() -> None:
    row = transition(edition(2016), edition(2026), issue_until=BEGINS, valid_until=BEGINS)
    row.full_clean()


def test_no_way_leads_back_to_the_old_edition() -> None:
    first, second, third = (edition(year) for year in (2008, 2016, 2026))
    for old, new in ((first, second), (second, third)):
        transition(old, new).save()
    for old, new in ((first, first), (second, first), (third, first)):
        with pytest.raises(ValidationError) as refused:
            transition(old, new).full_clean()
        assert set(refused.value.message_dict) == {"new_edition"}
    assert "GB/T 99101-2026 → GB/T 99101-2008" in str(refused.value)


def line(old: str, new: str, last: date = HELD) -> str:
    return f"GB/T 99101-{old},GB/T 99101-{new},{BEGINS},{ISSUE},{last},换版,公告,2026-09-01"


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        ([line("2016", "2030")], [(2, "new_edition")]),
        ([line("2016", "2026", BEGINS)], [(2, "valid_until")]),
        ([line("2016", "2016")], [(2, "new_edition")]),
        (
            [line("2008", "2016"), line("2016", "2026"), line("2026", "2008")],
            [(2, "new_edition"), (3, "new_edition"), (4, "new_edition")],
        ),
    ],
)
def test_a_file_is_refused_line_by_line(lines: list[str], faults: list[tuple[int, str]]) -> None:
    for year in (2008, 2016, 2026):
        edition(year)
    with pytest.raises(UnreadableTable) as refused:
        plan(STANDARD_TRANSITIONS, "\n".join([HEADER, *lines]).encode())
    assert [(fault.line, fault.column) for fault in refused.value.faults] == faults


def test_a_file_names_editions_in_any_spelling_and_comes_out_again() -> None:
    edition(2016), edition(2026)
    plan(STANDARD_TRANSITIONS, f"{HEADER}\n{line('2016', '2026')}".lower().encode()).apply()
    assert plan(STANDARD_TRANSITIONS, export(STANDARD_TRANSITIONS)).unchanged == 1


@pytest.mark.parametrize(
    ("day", "phase"),
    [
        (BEGINS - ONE_DAY, None),
        (BEGINS, "running"),
        (ISSUE, "running"),
        (ISSUE + ONE_DAY, "held"),
        (HELD, "held"),
        (HELD + ONE_DAY, "over"),
    ],
)
def test_rules_are_told_how_far_a_transition_is_on_a_day(day: date, phase: str | None) -> None:
    transition(edition(2016), edition(2026, valid_from=date(2027, 1, 1))).save()
    standards = reference_facts(day).standards
    leaving = standards["GB/T99101-2016"].leaving
    assert (leaving.phase if leaving else None) == phase
    assert (standards["GB/T99101-2026"].status == "upcoming") is (phase is None)


def test_of_two_transitions_from_one_edition_the_longer_counts() -> None:
    old = edition(2016)
    transition(old, edition(2026)).save()
    transition(old, edition(2027), valid_until=HELD + ONE_DAY).save()
    leaving = reference_facts(HELD).standards["GB/T99101-2016"].leaving
    assert leaving is not None
    assert leaving.new_edition == "GB/T 99101-2027"
