"""The standards, codes, calendar and sources that ship agree with what rests on them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import chinese_calendar
import pytest
from django.utils.translation import override

from portal.accounts.models import CertificationField
from portal.core.standard_numbers import normal_form
from portal.reference.choices import Category, StandardStatus
from portal.reference.models import (
    CompulsoryItem,
    Crosswalk,
    NationalScheme,
    Standard,
)
from portal.reference.shipped import DATA
from portal.reference.sources import in_both, said_source
from registry.models import CalendarDay, ReasonCode
from registry.procedure.working_days import calendar
from tests.portal.reference.shipped import DOCUMENTS, document

pytestmark = pytest.mark.django_db


# --- standards and the catalogue ------------------------------------------------------------


def bases(path: Any) -> Iterator[dict[str, Any]]:
    """The dated bases that are published, not specifications of the invented bodies."""
    for basis in document(path)["basis"]:
        is_invented = basis["type"] == "cb_technical_spec" or basis["ref"].startswith("T/SLZJ")
        if basis["dated"] and not is_invented:
            yield basis


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_the_register_says_of_each_basis_of_a_sample_what_the_sample_says(path):
    issued = date.fromisoformat(document(path)["lifecycle"]["issued"])
    for basis in bases(path):
        standard = Standard.objects.get(number=basis["ref"])
        assert standard.type == basis["type"]
        assert standard.status_on(issued) == basis["status"], basis["ref"]


def test_what_is_replaced_names_successors_that_the_register_has():
    numbers = set(Standard.objects.values_list("number", flat=True))
    for standard in Standard.objects.all():
        assert set(standard.replaced_by) <= numbers
        if standard.status == StandardStatus.REPLACED:
            assert standard.replaced_by, standard.number


def test_a_successor_follows_without_a_gap():
    for standard in Standard.objects.exclude(valid_until=None):
        for successor in Standard.objects.filter(number__in=standard.replaced_by):
            assert successor.valid_from == standard.valid_until + timedelta(days=1), standard.number


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_no_sample_certifies_a_product_of_the_catalogue_against_its_standards(path):
    overlap = document(path)["scope"]["ccc_overlap"]
    items = overlap.get("items", [])
    assert set(items) <= set(CompulsoryItem.objects.values_list("code", flat=True))
    if overlap["in_ccc_catalogue"]:
        lists = CompulsoryItem.objects.values_list("standards", flat=True)
        known = {normal_form(number) for numbers in lists for number in numbers}
        assert not known & {normal_form(basis["ref"]) for basis in bases(path)}


# --- classification and national schemes ----------------------------------------------------


def test_every_field_of_products_and_services_has_a_code_elsewhere():
    mapped = set(Crosswalk.objects.values_list("field", flat=True))
    fields = CertificationField.objects.exclude(category=Category.MANAGEMENT_SYSTEM)
    assert set(fields.values_list("pk", flat=True)) <= mapped


def test_a_national_scheme_says_enough_to_be_compared_with():
    for scheme in NationalScheme.objects.all():
        assert len(scheme.scope_zh) >= 30, scheme.key
        assert scheme.objects_zh, scheme.key
        assert len(scheme.criteria_zh) >= 3, scheme.key
        assert scheme.conditions_zh, scheme.key
        if scheme.field is not None:
            assert scheme.field.category == scheme.category, scheme.key


# --- procedure ------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_calendar_agrees_with_the_published_one(year):
    known = calendar()
    day = date(year, 1, 1)
    while day.year == year:
        assert known.is_working(day) is bool(chinese_calendar.is_workday(day)), day
        if chinese_calendar.is_workday(day) != (day.weekday() < 5):
            assert day in known.days
        day += timedelta(days=1)


def test_every_day_of_the_calendar_says_why():
    assert not CalendarDay.objects.filter(name="").exists()


def test_every_reason_may_be_used_from_the_start():
    assert ReasonCode.objects.exists()
    assert not ReasonCode.objects.filter(is_used=False).exists()


def test_every_source_that_ships_is_said_in_both_languages():
    missing = {
        row["source"]
        for file in DATA.glob("*.csv")
        for row in csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
        if row.get("source") and in_both(row["source"]).keys() != {"zh", "en"}
    }
    assert not missing


@pytest.mark.parametrize(
    ("source", "zh"),
    [
        ("From memory, to be confirmed by the regulator", "凭记忆录入，待监管部门确认"),
        (
            "From memory, to be confirmed by the regulator; simplified drawing for comparison, "
            "not the official artwork",
            "凭记忆录入，待监管部门确认；供比对用的简化图样，并非正式标志图样",
        ),
        ("Letter of the ministry, 2026", "Letter of the ministry, 2026"),
        ("《认证认可条例》第九条", "《认证认可条例》第九条"),
        ("", ""),
    ],
)
def test_a_source_is_read_in_the_language_of_the_page(source, zh):
    with override("zh-hans"):
        assert said_source(source) == zh
    with override("en"):
        assert said_source(source) == source
