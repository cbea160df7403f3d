from django.db import migrations

from registry.search.words import filed_under

BATCH = 500


def file_anew(apps, schema_editor):
    """What the public catalogue looks standards up by, as the one fold makes it; in batches."""
    rows = apps.get_model("registry", "PublishedStandard").objects.using(
        schema_editor.connection.alias
    )
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for row in batch:
            row.compact, row.year = filed_under(row.ref)
        rows.bulk_update(batch, ["compact", "year"])


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0005_impact"),
    ]

    operations = [
        # Back again there is nothing to do: rebuilding the catalogue fills both columns.
        migrations.RunPython(file_anew, migrations.RunPython.noop),
    ]
