"""What is said before signing is what is said after it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from schemes.actions import Sign
from schemes.models import Version
from schemes.reports import report_before_signing
from tests.factories import VersionFactory, member_of

pytestmark = pytest.mark.django_db


def _searched(version: Version, days_ago: int) -> Version:
    day = timezone.localdate() - timedelta(days=days_ago)
    version.document["mark"]["similarity"]["searched"] = day.isoformat()
    version.save(update_fields=["document"])
    return version


@pytest.mark.parametrize(("days_ago", "found"), [(90, False), (91, True)])
def test_a_search_that_is_too_old_to_sign_today_is_found_in_the_draft(days_ago, found):
    version = _searched(VersionFactory(), days_ago)
    codes = {finding.code for finding in report_before_signing(version).errors}
    assert ("SCH-020" in codes) is found


def test_nothing_is_frozen_that_could_not_be_submitted():
    version = _searched(VersionFactory(), 91)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    with pytest.raises(RulesBroken, match="The document still has errors"):
        Sign(version, signatory).run()
    version.refresh_from_db()
    assert not version.is_frozen


@pytest.mark.parametrize("missing", [{"name": ""}, {"position": ""}])
def test_who_signs_is_named_with_a_position(missing):
    version = VersionFactory()
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    for name, value in missing.items():
        setattr(signatory, name, value)
    with pytest.raises(RulesBroken, match="Your name and position"):
        Sign(version, signatory).run()
