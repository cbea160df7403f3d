"""A time limit is of one clock: what it is of, and how long it is."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0015_states_are_the_tracks"),
        ("reference", "0010_standards_of_lists_in_one_spelling"),
    ]

    operations = [
        migrations.RemoveConstraint("timelimit", "one_time_limit_per_track_and_day"),
        migrations.AddField("timelimit", "clock", models.CharField(default="", max_length=20)),
        migrations.AddField("timelimit", "amount", models.PositiveIntegerField(default=0)),
        migrations.AlterField(
            "timelimit", "review_working_days", models.PositiveIntegerField(default=0)
        ),
        migrations.AlterField("timelimit", "answer_days", models.PositiveIntegerField(default=0)),
    ]
