"""An author at work in the draft of a test's `scheme`."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.models import Scheme
from tests.factories import member_of
from tests.schemes.designer.editing import signed_in


@pytest.fixture
def author(scheme: Scheme) -> User:
    return member_of(scheme.organisation, Role.AUTHOR)


@pytest.fixture
def client(author: User) -> Client:
    return signed_in(author)
