import csv

from django.db import migrations

from portal.reference.shipped import DATA

TEXTS = ("code", "name_zh", "name_en", "symbol", "written_zh", "written_en")


def write(apps, schema_editor):
    """Say of the units that ship what stands after a number, with a line of history each."""
    alias = schema_editor.connection.alias
    rows = apps.get_model("reference", "Unit").objects.using(alias)
    changes = apps.get_model("reference", "ReferenceChange").objects.using(alias)
    with (DATA / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        shipped = {row["code"]: row for row in csv.DictReader(file) if row["written_zh"]}
    for row in rows.filter(code__in=shipped, written_zh="", written_en=""):
        before = as_written(row)
        row.written_zh = shipped[row.code]["written_zh"]
        row.written_en = shipped[row.code]["written_en"]
        row.save()
        changes.create(
            register="units",
            record=row.code,
            before=before,
            after=as_written(row),
            origin="installation",
        )


def as_written(row):
    """The row as the CSV form has it."""
    return {
        **{name: getattr(row, name) for name in TEXTS},
        "valid_from": row.valid_from.isoformat() if row.valid_from else "",
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
        "source": row.source,
        "verified": "yes" if row.verified else "",
    }


class Migration(migrations.Migration):

    dependencies = [
        ("reference", "0008_units_as_they_are_written"),
    ]

    operations = [
        # Back again nothing is left to undo: the columns go.
        migrations.RunPython(write, migrations.RunPython.noop),
    ]
