from django.db import migrations

import portal.core.fields
from portal.core.standard_numbers import normal_form


def fill(apps, schema_editor):
    standards = apps.get_model("reference", "Standard").objects.using(schema_editor.connection.alias)
    for standard in standards.all():
        standards.filter(pk=standard.pk).update(normal_number=normal_form(standard.number))


class Migration(migrations.Migration):

    dependencies = [
        ("reference", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="standard",
            name="normal_number",
            field=portal.core.fields.NormalNumberField(default="", max_length=300, of="number"),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="standard",
            name="normal_number",
            field=portal.core.fields.NormalNumberField(max_length=300, of="number", unique=True),
        ),
    ]
