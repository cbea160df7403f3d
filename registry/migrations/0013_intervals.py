"""Whose clock ran when becomes rows; when a filing was closed, a column."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("registry", "0012_only_an_end_needs_a_date")]

    operations = [
        migrations.CreateModel(
            name="Interval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "filing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="intervals",
                        to="registry.filing",
                    ),
                ),
                ("clock", models.CharField(max_length=20, verbose_name="clock")),
                ("began_at", models.DateTimeField(verbose_name="began")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                (
                    "cause",
                    models.CharField(
                        help_text="An event of the filing.",
                        max_length=60,
                        verbose_name="begun by",
                    ),
                ),
            ],
            options={
                "verbose_name": "interval",
                "verbose_name_plural": "intervals",
                "ordering": ["filing", "began_at", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="interval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("filing",),
                name="one_running_interval",
            ),
        ),
        migrations.AddField(
            model_name="filing",
            name="closed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the filing came to its outcome.",
                null=True,
                verbose_name="closed",
            ),
        ),
    ]
