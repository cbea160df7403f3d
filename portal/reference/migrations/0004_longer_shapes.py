from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reference", "0003_standards_by_the_one_fold"),
    ]

    operations = [
        migrations.AlterField(
            model_name="numberpattern",
            name="pattern",
            field=models.CharField(max_length=1000, verbose_name="pattern"),
        ),
    ]
