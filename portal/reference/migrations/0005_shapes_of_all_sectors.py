import csv
import hashlib

from django.db import migrations

from portal.reference.shipped import DATA

#: Of the shapes that shipped before, the beginning of the SHA-256 of the pattern.
SHIPPED = {
    "GB": "06234d9708d65b70",
    "HB": "fe5c83aca977d68d",
    "DB": "6859b0dbad24d33b",
    "TB": "ea5b4764a9bd6b58",
    "QB": "e620222fb96491e4",
    "ISO": "f567ffd6b516298e",
    "EN": "7068074ca684ee1b",
    "ASTM": "f028611febf32039",
}
TEXTS = ("name_zh", "name_en", "pattern", "source")
LISTS = ("types", "examples")


def complete(apps, schema_editor):
    """Bring the shapes that nobody has changed to what ships now, with a line of history each.

    New kinds are rows that are added with the starting content; a shape that the regulator has
    written stays as it is.
    """
    alias = schema_editor.connection.alias
    rows = apps.get_model("reference", "NumberPattern").objects.using(alias)
    changes = apps.get_model("reference", "ReferenceChange").objects.using(alias)
    with (DATA / "number-patterns.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["key"]: row for row in csv.DictReader(file)}
    for row in rows.filter(key__in=SHIPPED):
        digest = hashlib.sha256(row.pattern.encode()).hexdigest()
        if digest.startswith(SHIPPED[row.key]) and row.key in shipped:
            before = as_written(row)
            for name in TEXTS:
                setattr(row, name, shipped[row.key][name])
            for name in LISTS:
                setattr(row, name, shipped[row.key][name].split("; "))
            row.save()
            changes.create(
                register="number-patterns",
                record=row.key,
                before=before,
                after=as_written(row),
                origin="installation",
            )


def as_written(row):
    """The row as the CSV form has it."""
    return {
        "key": row.key,
        **{name: getattr(row, name) for name in ("name_zh", "name_en")},
        **{name: "; ".join(getattr(row, name)) for name in LISTS},
        "pattern": row.pattern,
        "valid_from": row.valid_from.isoformat() if row.valid_from else "",
        "valid_until": row.valid_until.isoformat() if row.valid_until else "",
        "source": row.source,
        "verified": "yes" if row.verified else "",
    }


class Migration(migrations.Migration):

    dependencies = [
        ("reference", "0004_longer_shapes"),
    ]

    operations = [
        # Back again the wider shapes stay: they accept all that the old ones did.
        migrations.RunPython(complete, migrations.RunPython.noop),
    ]
