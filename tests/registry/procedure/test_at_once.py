"""Many submissions in the same moment."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from registry.integrity.numbers import numbers
from registry.models import Entry, Filing
from registry.procedure.actions import Submit
from tests.at_once import at_once
from tests.factories import OrganisationFactory, VersionFactory, member_of

AT_ONCE = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_submissions_at_once_give_fifty_numbers_without_a_gap():
    body = OrganisationFactory()
    versions = [VersionFactory(frozen=True, organisation=body) for _ in range(AT_ONCE)]
    signatory = member_of(body, Role.SIGNATORY)
    acts = [lambda one=version: Submit(one, signatory).run() for version in versions]
    done, raised = at_once(*acts)
    assert raised == []
    assert len(done) == AT_ONCE
    for records in (Filing, Entry):
        given = sorted(records.objects.values_list("number", flat=True))
        assert [int(number[8:14]) for number in given] == list(range(1, AT_ONCE + 1))
    assert list(numbers("numbers")) == []
