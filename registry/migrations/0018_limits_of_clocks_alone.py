"""The columns of two clocks go; a clock has one limit from a day on."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("registry", "0017_a_limit_for_each_clock")]

    operations = [
        migrations.RemoveField("timelimit", "review_working_days"),
        migrations.RemoveField("timelimit", "answer_days"),
        migrations.AlterModelOptions(
            name="timelimit",
            options={
                "ordering": ["track", "clock", "-in_force_from"],
                "verbose_name": "time limit",
                "verbose_name_plural": "time limits",
            },
        ),
        migrations.AlterField(
            model_name="timelimit",
            name="amount",
            field=models.PositiveIntegerField(
                help_text="In the unit of the clock; the day on which it begins does not count.",
                verbose_name="time limit",
            ),
        ),
        migrations.AlterField(
            model_name="timelimit",
            name="clock",
            field=models.CharField(max_length=20, verbose_name="clock"),
        ),
        migrations.AlterField(
            model_name="timelimit",
            name="source",
            field=models.CharField(
                blank=True,
                help_text="The clause of the law.",
                max_length=300,
                verbose_name="source",
            ),
        ),
        migrations.AlterField(
            model_name="timelimit",
            name="track",
            field=models.CharField(max_length=20, verbose_name="track"),
        ),
        migrations.AddConstraint(
            model_name="timelimit",
            constraint=models.UniqueConstraint(
                fields=("track", "clock", "in_force_from"), name="one_limit_of_a_clock_from_a_day"
            ),
        ),
    ]
