"""Limits of the answer that are there get what the portal ships, with a line of history each."""

import uuid

from django.db import migrations

GRACE = 10
COLUMNS = ("track", "clock", "in_force_from", "amount", "extension", "reminder", "grace", "source")


def fill(apps, schema_editor):
    """Only where nothing stands."""
    alias = schema_editor.connection.alias
    limits = apps.get_model("registry", "TimeLimit").objects.using(alias)
    changes = apps.get_model("reference", "ReferenceChange").objects.using(alias)
    act = uuid.uuid4()
    for row in limits.filter(track="filing", clock="answer", grace=0):
        before = {name: str(getattr(row, name)) for name in COLUMNS}
        row.grace = GRACE
        row.save()
        changes.create(
            register="time-limits",
            record=" / ".join(before[name] for name in COLUMNS[:3]),
            before=before,
            after={**before, "grace": str(GRACE)},
            origin="installation",
            act=act,
            token=uuid.uuid4(),
        )


class Migration(migrations.Migration):

    dependencies = [("registry", "0027_grace_before_what_is_deemed")]

    # Back again nothing is left to undo: the column goes.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
