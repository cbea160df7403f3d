"""Rows that would do harm are refused: by the form, and where it can by the database."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.accounts.models import ApprovedField, Organisation
from portal.core.standard_numbers import NATIONAL_TYPES, normal_form
from portal.reference.models import NumberPattern, RegulatorText, RuleLimit, Standard
from tests.factories import LONG_AGO, OrganisationFactory

pytestmark = pytest.mark.django_db
FIELD = "陆地交通设备"
DAY = date(2026, 11, 20)


def refused(record) -> set[str]:
    """The columns in which a form would say that something is wrong."""
    try:
        record.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


def shape(pattern: str, *examples: str, types=("X",)) -> NumberPattern:
    return NumberPattern(
        key="X",
        name_zh="某",
        types=list(types),
        pattern=pattern,
        examples=list(examples),
        valid_from=DAY,
    )


@pytest.mark.parametrize(
    ("pattern", "examples", "types", "columns"),
    [
        (r"X \d+-(?P<year>\d{4})", ["X 1-2020"], ["X"], set()),
        (r"X \d+(-(?P<year>\d{4}))?", ["X 1"], ["X"], set()),
        (r"X \d+-\d{4}", ["X 1-2020"], ["X"], {"pattern"}),
        (r"X (?P<year>\w+)", ["X later"], ["X"], {"examples"}),
        (r"X (?P<year>\d+)", ["X 202"], ["X"], {"examples"}),
        (r"GB \d+-(?P<year>\d{4})", ["GB 1-2020"], ["GB"], {"pattern"}),
        (r"(?P<code>GB) \d+-(?P<year>\d{4})", ["GB 1-2020"], ["GB"], set()),
        (r"(?P<code>GB) \d+-(?P<year>\d{4})", ["GB 1-2020"], ["GB/T"], {"examples"}),
        (r"X (?P<year>", [], ["X"], {"pattern"}),
        (r"X (?P<year>\d{4})", ["Y 2020"], ["X"], {"examples"}),
    ],
)
def test_a_shape_has_the_groups_that_rules_read(pattern, examples, types, columns):
    assert refused(shape(pattern, *examples, types=types)) == columns


@pytest.mark.parametrize("type_", sorted(NATIONAL_TYPES))
def test_each_national_type_is_told_by_its_code(type_):
    examples = [f"{type_} 1-2020"]
    assert refused(shape(r"[GBTZ/]+ \d+-(?P<year>\d{4})", *examples, types=[type_])) == {"pattern"}


def test_a_limit_is_one_that_a_rule_knows():
    assert refused(RuleLimit(name="review_years", value=3, valid_from=DAY)) == set()
    assert refused(RuleLimit(name="review_year", value=3, valid_from=DAY)) == {"name"}


@pytest.mark.parametrize("number", ["GB/T19001-2016", "GB/T 19001—2016", "gb/t 19001-2016"])
def test_a_standard_stands_once_in_the_register_however_it_is_spelled(number):
    again = Standard(number=number, type="GB/T", title_zh="某")
    assert refused(again) == {"number"}
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_standard_can_be_spelled_anew():
    kept = Standard.objects.get(number="GB/T 19001-2016")
    kept.number = "GB/T 19001—2016"
    assert refused(kept) == set()
    kept.number = "GB/T 90001-2030"
    kept.save()
    assert Standard.objects.get(normal_number=normal_form("GB/T 90001-2030")) == kept


def test_a_body_is_approved_once_for_a_field_from_a_day():
    body = OrganisationFactory(fields=[FIELD])
    approval = body.approved_fields.get()
    again = {"organisation": body, "field_id": FIELD}
    assert refused(ApprovedField(**again, valid_from=approval.valid_from)) == {"__all__"}
    assert refused(ApprovedField(**again, valid_from=DAY)) == set()
    with pytest.raises(IntegrityError), transaction.atomic():
        ApprovedField.objects.create(**again, valid_from=approval.valid_from)


def test_a_text_with_a_first_day_follows_one_from_the_beginning():
    RegulatorText.objects.create(kind="x", version="1", text_zh="甲", valid_from=LONG_AGO)
    RegulatorText.objects.create(kind="x", version="2", text_zh="乙")
    assert RegulatorText.objects.current("x", DAY).version == "1"
    RegulatorText.objects.create(kind="x", version="3", text_zh="丙", valid_from=DAY)
    assert RegulatorText.objects.current("x", DAY).version == "3"


@pytest.mark.parametrize(
    ("model", "column", "typed", "kept"),
    [
        (Standard, "number", "《ＧＢ/Ｔ 90001−2030》。", "GB/T 90001-2030"),
        (Standard, "number", "gbt90001—2030", "GB/T 90001-2030"),
        (Organisation, "uscc", "9111 0105 ma99 dem1 9u", "91110105MA99DEM19U"),
        (Organisation, "approval_no", "（cnca−r－2002－001）", "CNCA-R-2002-001"),
    ],
)
def test_an_identifier_is_kept_in_one_spelling(model, column, typed, kept):
    record = model(**{column: typed})
    refused(record)
    assert getattr(record, column) == kept
