"""Limits that are there get what the portal ships: the review is extended by ten days, once.

The regulator changes it by a successor, as with each limit. The register's history says so.
"""

import uuid

from django.db import migrations

#: By track and clock: by how much it may be extended, and when people are reminded.
SHIPPED = {("filing", "review"): (10, 3), ("filing", "answer"): (0, 5)}
COLUMNS = ("track", "clock", "in_force_from", "amount", "extension", "reminder", "source")


def fill(apps, schema_editor):
    """Only where nothing stands."""
    alias = schema_editor.connection.alias
    limits = apps.get_model("registry", "TimeLimit").objects.using(alias)
    changes = apps.get_model("reference", "ReferenceChange").objects.using(alias)
    act = uuid.uuid4()
    for (track, clock), (extension, reminder) in SHIPPED.items():
        for row in limits.filter(track=track, clock=clock, extension=0, reminder=0):
            before = _row(row)
            row.extension, row.reminder = extension, reminder
            row.save()
            changes.create(
                register="time-limits",
                record=" / ".join(before[name] for name in COLUMNS[:3]),
                before=before,
                after=_row(row),
                origin="installation",
                act=act,
                token=uuid.uuid4(),
            )


def _row(row):
    """The row as its CSV form has it."""
    return {name: str(getattr(row, name)) for name in COLUMNS}


class Migration(migrations.Migration):

    dependencies = [("registry", "0024_pauses_and_extensions")]

    # Back again nothing is left to undo: the columns go.
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
