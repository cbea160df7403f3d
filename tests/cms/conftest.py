"""An editor of the regulator at work on a draft of a blueprint."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from schemes.blueprint_drafts import begin_blueprint_version
from tests.factories import PersonFactory


@pytest.fixture
def editor(client, home):
    person = PersonFactory(role=Role.EDITOR)
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return person


@pytest.fixture
def draft(editor):
    return begin_blueprint_version("service", editor)
