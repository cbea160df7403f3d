"""The stored copies of built-in blueprints that were amended before the first release."""

import importlib

import pytest
from django.apps import apps
from django.db import connection

from schemes.blueprints import builtin_blueprints
from schemes.models import BlueprintVersion

# What empties the tables afterwards also sets the guard again that the migration lifts.
pytestmark = pytest.mark.django_db(transaction=True)

migration = importlib.import_module("schemes.migrations.0006_amend_builtin_blueprints")


def amend() -> None:
    with connection.schema_editor(atomic=False) as editor:
        migration.amend(apps, editor)


def test_a_stored_copy_is_brought_up_to_its_file_and_a_second_run_changes_nothing() -> None:
    amend()
    stored = BlueprintVersion.objects.filter(key="service", version=1)
    stored.update(schema={"old": True}, digest="0" * 64)
    amend()
    row = stored.get()
    (blueprint,) = [each for each in builtin_blueprints() if each.key == "service"]
    assert row.schema == blueprint.schema
    amend()
    assert (stored.get().schema, stored.get().digest) == (row.schema, row.digest)
