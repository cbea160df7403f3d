"""Terms of acts on entries say how long and how early; remedies have a register of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0046_remedies_of_terms")]
    operations = [
        # Reversed, the columns are there again, empty, before the step before fills them.
        migrations.AlterField("entryterms", "remedy_zh", models.TextField(default="")),
        migrations.AlterField("entryterms", "remedy_en", models.TextField(default="")),
        migrations.RemoveField("entryterms", "remedy_zh"),
        migrations.RemoveField("entryterms", "remedy_en"),
    ]
