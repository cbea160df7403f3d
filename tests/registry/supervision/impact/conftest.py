"""The demonstration, and the people who change what it rests on."""

from __future__ import annotations

import pytest

from portal.accounts.models import User


@pytest.fixture
def editor(demonstration):
    return User.objects.get(email="editor@regulator.example")


@pytest.fixture
def officer(demonstration):
    return User.objects.get(email="officer@regulator.example")
