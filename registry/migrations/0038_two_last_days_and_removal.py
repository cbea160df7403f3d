"""An entry ends with two last days and what follows it; a removal is an end."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_seal_second_factors"),
        ("registry", "0037_remarks_quote_and_are_edited"),
        ("schemes", "0009_reports_are_found_again"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="entry",
            name="ended_entry_has_a_date",
        ),
        migrations.AddField(
            model_name="entry",
            name="certificates_until",
            field=models.DateField(
                blank=True,
                help_text="The last day on which any certificate is valid, where an act has set one.",
                null=True,
                verbose_name="certificates valid until",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="no_new_after",
            field=models.DateField(
                blank=True,
                help_text="The last day on which certificates are issued, where an act has set one.",
                null=True,
                verbose_name="no new certificates after",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="successor",
            field=models.ForeignKey(
                blank=True,
                help_text="The entry that follows one that has ended.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="predecessors",
                to="registry.entry",
            ),
        ),
        migrations.AddField(
            model_name="entryterms",
            name="notice_days",
            field=models.PositiveIntegerField(
                default=30,
                help_text="A body announces the end so early, where certificates are valid.",
                verbose_name="notice before a body ends its scheme, in days",
            ),
        ),
        migrations.AddField(
            model_name="publication",
            name="certificates_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="publication",
            name="no_new_after",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["deregistered", "removed"]), _negated=True),
                    ("ended_on__isnull", False),
                    _connector="OR",
                ),
                name="ended_entry_has_a_date",
            ),
        ),
    ]
