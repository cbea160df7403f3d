"""Clerical errors of a listed text stand beside it, with both texts."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0040_absorption_and_freezing"),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryCorrection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=300, verbose_name="place")),
                ("name", models.JSONField(default=dict, verbose_name="name of the place")),
                ("wrong", models.CharField(max_length=300, verbose_name="as filed")),
                ("right", models.CharField(max_length=300, verbose_name="to be read as")),
                (
                    "corrected_on",
                    models.DateField(
                        default=django.utils.timezone.localdate, verbose_name="corrected"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="registry.entry",
                    ),
                ),
                (
                    "listed",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="registry.listedversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "correction of a clerical error",
                "verbose_name_plural": "corrections of clerical errors",
                "ordering": ["entry", "pk"],
            },
        ),
    ]
