"""Browsers of people at work."""

from __future__ import annotations

import pytest

from tests.factories import officer


@pytest.fixture
def sign_in(client):
    """Sign somebody in and give back the browser."""

    def as_person(person):
        client.force_login(person)
        return client

    return as_person


@pytest.fixture
def desk(client):
    """The browser of an officer."""
    client.force_login(officer())
    return client
