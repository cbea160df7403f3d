"""What findings and titles of impact say in English where registers name things in Chinese."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.utils.translation import override

from portal.accounts.models import CertificationField
from portal.reference import wording
from portal.reference.registers import find_register
from schemes.findings import Finding, Severity

pytestmark = pytest.mark.django_db

KEY = "电子设备及零部件"


def _field() -> CertificationField:
    cache.clear()
    field = CertificationField.objects.get(key=KEY)
    assert field.name_en
    return field


def test_a_finding_calls_a_field_by_its_english_name() -> None:
    field = _field()
    finding = Finding("SCH-001", Severity.ERROR, "/domains/0", {"case": "field", "field": KEY})
    with override("en"):
        assert f"“{field.name_en}”" in str(finding.sentence)
    with override("zh-hans"):
        assert f"“{KEY}”" in str(finding.sentence)


@pytest.mark.parametrize(
    ("register", "row", "said"),
    [
        (
            "national-schemes",
            {"key": "issued-ts-1", "title_zh": "甲", "title_en": "Rule A"},
            "Rule A",
        ),
        ("fields", {"key": KEY}, None),
    ],
)
def test_a_row_is_called_by_its_title_and_not_by_its_key(register, row, said) -> None:
    kept, field = find_register(register), _field()
    assert kept is not None
    said = said or field.name_en
    with override("en"):
        assert wording.name_with_title(kept, {"name_en": field.name_en, **row}) == said


def test_a_row_that_another_names_is_called_by_its_title() -> None:
    kept, field = find_register("approvals"), _field()
    assert kept is not None
    with override("en"):
        assert wording.said_of_text(kept, "field", KEY) == field.name_en
