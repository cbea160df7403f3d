"""An entry may lead to a national scheme, which is an end as well."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_seal_second_factors"),
        ("reference", "0010_standards_of_lists_in_one_spelling"),
        ("registry", "0039_notices_and_conditions"),
        ("schemes", "0009_reports_are_found_again"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="entry",
            name="ended_entry_has_a_date",
        ),
        migrations.AddField(
            model_name="entry",
            name="absorbed_by",
            field=models.ForeignKey(
                blank=True,
                help_text="The national scheme that took its place.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reference.nationalscheme",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["absorbed", "deregistered", "removed"]), _negated=True),
                    ("ended_on__isnull", False),
                    _connector="OR",
                ),
                name="ended_entry_has_a_date",
            ),
        ),
    ]
