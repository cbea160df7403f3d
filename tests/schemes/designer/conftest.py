"""A scheme, and the browser of its author."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.accounts.roles import Role
from schemes.models import Scheme
from tests.factories import (
    SchemeFactory,
    member_of,
)
from tests.schemes.designer.editing import signed_in


@pytest.fixture
def scheme() -> Scheme:
    return SchemeFactory()


@pytest.fixture
def author(scheme: Scheme) -> Client:
    return signed_in(member_of(scheme.organisation, Role.AUTHOR))
