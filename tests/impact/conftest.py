"""The demonstration, and the people who change what it rests on."""

from __future__ import annotations

import pytest

from portal.accounts.models import User
from tests.portal.conftest import demonstration  # noqa: F401


@pytest.fixture
def editor(demonstration, db):  # noqa: F811
    return User.objects.get(email="editor@regulator.example")


@pytest.fixture
def officer(demonstration, db):  # noqa: F811
    return User.objects.get(email="officer@regulator.example")
