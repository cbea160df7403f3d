"""States belong to tracks and acts: no constraint and no column names them any more."""

from django.db import migrations, models

import registry.lifecycle
import registry.tracks


class Migration(migrations.Migration):

    dependencies = [("registry", "0014_intervals_of_the_past")]

    operations = [
        migrations.RemoveConstraint(model_name="filing", name="one_open_filing_per_scheme"),
        migrations.RemoveField(model_name="filing", name="answer_due"),
        migrations.AlterField(
            model_name="entry",
            name="state",
            field=models.CharField(
                choices=registry.lifecycle.entry_state_choices,
                default="listed",
                max_length=20,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="filing",
            name="state",
            field=models.CharField(
                choices=registry.tracks.state_choices, max_length=30, verbose_name="state"
            ),
        ),
        migrations.AddConstraint(
            model_name="filing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_at__isnull", True)),
                fields=("scheme", "organisation"),
                name="one_open_filing_per_scheme",
            ),
        ),
    ]
