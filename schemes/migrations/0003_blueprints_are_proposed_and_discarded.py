from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("schemes", "0002_reports_and_answers"),
    ]

    operations = [
        migrations.AlterField(
            model_name="blueprintversion",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("proposed", "Waits for a second person"),
                    ("published", "Published"),
                    ("retired", "Retired"),
                    ("discarded", "Discarded"),
                ],
                default="draft",
                max_length=12,
                verbose_name="state",
            ),
        ),
        migrations.AddConstraint(
            model_name="blueprintversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "proposed"])),
                fields=("key",),
                name="one_blueprint_in_preparation_per_key",
            ),
        ),
    ]
