"""Room for what an answer excludes from a draft for now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """One column more, empty for every version there is."""

    dependencies = [("schemes", "0006_amend_builtin_blueprints")]
    operations = [
        migrations.AddField(
            model_name="version",
            name="set_aside",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="By their names in the form; never part of the document.",
                verbose_name="parts that an answer excludes for now",
            ),
        ),
    ]
