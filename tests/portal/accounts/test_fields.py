from __future__ import annotations

import datetime

import pytest

from portal.accounts.classification import load_fields
from portal.accounts.models import ApprovedField, CertificationField
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_the_classification_is_there_from_the_start_and_loads_once():
    count = CertificationField.objects.count()
    assert count > 20
    assert load_fields() == 0
    assert CertificationField.objects.count() == count


def test_what_the_regulator_changed_stays_changed():
    field = CertificationField.objects.first()
    CertificationField.objects.filter(pk=field.pk).update(name_en="Renamed", code="P99")
    load_fields()
    field.refresh_from_db()
    assert (field.name_en, field.code) == ("Renamed", "P99")


@pytest.mark.parametrize(
    ("day", "is_approved"),
    [
        (datetime.date(2025, 12, 31), False),
        (datetime.date(2026, 1, 1), True),
        (datetime.date(2026, 6, 30), True),
        (datetime.date(2026, 7, 1), False),
    ],
)
def test_an_approval_covers_a_field_from_its_first_to_its_last_day(day, is_approved):
    body, field = OrganisationFactory(), CertificationField.objects.first()
    ApprovedField.objects.create(
        organisation=body,
        field=field,
        valid_from=datetime.date(2026, 1, 1),
        valid_until=datetime.date(2026, 6, 30),
    )
    assert body.approved_fields.on(day).filter(field=field).exists() is is_approved
