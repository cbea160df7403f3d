"""Kinds of texts in plain words."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reference", "0013_transitions_of_standards"),
    ]

    operations = [
        migrations.AlterField(
            model_name='regulatortext',
            name='kind',
            field=models.CharField(choices=[('public_commitment', 'public commitment of a filing'), ('notice_and_commitment', 'notice and commitment'), ('notice_to_public', 'notice to the public in the register'), ('impartiality', 'statement of impartiality'), ('expert', 'declaration of an expert')], max_length=30, verbose_name='kind'),
        ),
    ]
