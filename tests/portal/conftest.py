"""The demonstration, loaded once for all tests of a module and taken back after them."""

from __future__ import annotations

import pytest
from django.db import transaction

from portal.demo.loading import load_demonstration


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_demonstration(site=False)
        transaction.set_rollback(True)
