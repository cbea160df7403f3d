"""Acts on entries are proposed and ruled on; what lasts until a day says so."""

import django.core.serializers.json
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0028_answers_have_ten_days_of_grace"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EntryTerms",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("in_force_from", models.DateField(unique=True, verbose_name="in force from")),
                (
                    "suspension_days",
                    models.PositiveIntegerField(
                        help_text="A suspension ends by itself with its last day.",
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="longest suspension, in days",
                    ),
                ),
                (
                    "suspension_warning_days",
                    models.PositiveIntegerField(
                        help_text="So many days before, the desk and the certification body are reminded.",
                        verbose_name="warning before a suspension ends, in days",
                    ),
                ),
                ("remedy_zh", models.TextField(verbose_name="remedy notice in Chinese")),
                ("remedy_en", models.TextField(verbose_name="remedy notice in English")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="source")),
            ],
            options={
                "verbose_name": "terms of acts on entries",
                "verbose_name_plural": "terms of acts on entries",
                "ordering": ["-in_force_from"],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="state_until",
            field=models.DateField(
                blank=True,
                help_text="Such as the last day of a suspension.",
                null=True,
                verbose_name="the state ends by itself after",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="state_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name="EntryProposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("act", models.CharField(max_length=40, verbose_name="act")),
                (
                    "words",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        help_text="The fields of its form, by name.",
                    ),
                ),
                ("proposed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="registry.entry",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal of an act on an entry",
                "verbose_name_plural": "proposals of acts on entries",
                "ordering": ["entry", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryRuling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_carried_out", models.BooleanField(verbose_name="carried out")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("ruled_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ruling",
                        to="registry.entryproposal",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "ruling on an act on an entry",
                "verbose_name_plural": "rulings on acts on entries",
                "ordering": ["proposal"],
            },
        ),
    ]
