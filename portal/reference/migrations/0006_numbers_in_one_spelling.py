import portal.core.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("reference", "0005_shapes_of_all_sectors"),
    ]

    operations = [
        migrations.AlterField(
            model_name="standard",
            name="number",
            field=portal.core.fields.StandardNumberField(
                help_text="Such as GB/T 19001-2016.",
                max_length=100,
                unique=True,
                verbose_name="number",
            ),
        ),
    ]
