"""Notices of a risk, and conditions with their evidence, are rows beside an entry."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0038_two_last_days_and_removal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="entryterms",
            name="condition_warning_days",
            field=models.PositiveIntegerField(
                default=15, verbose_name="reminder before a condition is due, in days"
            ),
        ),
        migrations.AddField(
            model_name="entryterms",
            name="expiry_first_days",
            field=models.PositiveIntegerField(
                default=90, verbose_name="first reminder before a scheme expires, in days"
            ),
        ),
        migrations.AddField(
            model_name="entryterms",
            name="expiry_last_days",
            field=models.PositiveIntegerField(
                default=30, verbose_name="last reminder before a scheme expires, in days"
            ),
        ),
        migrations.CreateModel(
            name="EntryCondition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="condition")),
                (
                    "evidence_wanted",
                    models.TextField(verbose_name="what would show that it is met"),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                (
                    "set_on",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="set"),
                ),
                ("met_on", models.DateField(blank=True, null=True, verbose_name="met")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conditions",
                        to="registry.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "condition of an entry",
                "verbose_name_plural": "conditions of entries",
                "ordering": ["entry", "due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ConditionEvidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="evidence")),
                ("handed_in_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("is_accepted", models.BooleanField(null=True, verbose_name="accepted")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("ruled_at", models.DateTimeField(null=True)),
                (
                    "handed_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "condition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evidence",
                        to="registry.entrycondition",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence for a condition",
                "verbose_name_plural": "evidence for conditions",
                "ordering": ["condition", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="notice")),
                (
                    "since",
                    models.DateField(default=django.utils.timezone.localdate, verbose_name="since"),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("lifted_on", models.DateField(blank=True, null=True, verbose_name="lifted")),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="registry.entry",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice on an entry",
                "verbose_name_plural": "notices on entries",
                "ordering": ["entry", "-since", "-pk"],
            },
        ),
    ]
