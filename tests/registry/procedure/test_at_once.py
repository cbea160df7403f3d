"""Many submissions in the same moment."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from portal.accounts.roles import Role
from registry.integrity.numbers import numbers
from registry.models import Entry, Filing
from registry.procedure.actions import Submit
from tests.factories import OrganisationFactory, VersionFactory, member_of

AT_ONCE = 50


@pytest.mark.django_db(transaction=True)
def test_fifty_submissions_at_once_give_fifty_numbers_without_a_gap():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write after the other.")
    body = OrganisationFactory()
    versions = [VersionFactory(frozen=True, organisation=body) for _ in range(AT_ONCE)]
    signatory = member_of(body, Role.SIGNATORY)
    together, done = threading.Barrier(AT_ONCE), []

    def submit(version) -> None:
        together.wait(timeout=60)
        try:
            done.append(Submit(version, signatory).run())
        finally:
            connection.close()

    threads = [threading.Thread(target=submit, args=[version]) for version in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)

    assert len(done) == AT_ONCE
    for records in (Filing, Entry):
        given = sorted(records.objects.values_list("number", flat=True))
        assert [int(number[8:14]) for number in given] == list(range(1, AT_ONCE + 1))
    assert list(numbers("numbers")) == []
