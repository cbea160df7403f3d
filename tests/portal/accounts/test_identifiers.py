from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from portal.accounts.identifiers import validate_approval_number, validate_uscc
from tests.factories import OrganisationFactory


@pytest.mark.parametrize("number", ["CNCA-R-2002-001", "CNCA-RF-2003-24", "CNCA-R-2099-1015"])
def test_an_approval_number_is_accepted(number):
    validate_approval_number(number)


@pytest.mark.parametrize(
    "number", ["", "CNCA-2002-001", "cnca-r-2002-001", "CNCA-R-02-001", "CNCA-R-2002-001 "]
)
def test_what_is_no_approval_number_is_named_as_such(number):
    with pytest.raises(ValidationError) as refusal:
        validate_approval_number(number)
    assert refusal.value.code == "approval_number"


@pytest.mark.parametrize("code", ["91110105MA99DEM19U", "91440300MA99DTR2XT"])
def test_a_social_credit_code_with_its_check_character_is_accepted(code):
    validate_uscc(code)


@pytest.mark.parametrize("code", ["91110105MA99DEM19V", "91110105MA99DEM19", "x" * 18])
def test_a_wrong_social_credit_code_is_named_as_such(code):
    with pytest.raises(ValidationError) as refusal:
        validate_uscc(code)
    assert refusal.value.code == "uscc"


@pytest.mark.django_db
def test_an_approval_number_belongs_to_one_body():
    body = OrganisationFactory()
    with pytest.raises(IntegrityError):
        OrganisationFactory(approval_no=body.approval_no)


@pytest.mark.django_db
def test_a_certification_body_has_an_approval_number():
    with pytest.raises(IntegrityError):
        OrganisationFactory(approval_no="")
