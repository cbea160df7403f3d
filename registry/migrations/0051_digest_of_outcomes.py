"""What the public digest of outcomes tells and leaves out."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0050_fast_lane"),
    ]

    operations = [
        migrations.CreateModel(
            name='DigestTerms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('in_force_from', models.DateField(unique=True, verbose_name='in force from')),
                ('least_bodies', models.PositiveIntegerField(default=3, help_text='Where fewer stand behind a field in a month, the field is left out.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='bodies behind a field')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
            ],
            options={
                'verbose_name': 'terms of the digest of outcomes',
                'verbose_name_plural': 'terms of the digest of outcomes',
                'ordering': ['-in_force_from'],
            },
        ),
        migrations.AddField(
            model_name='decision',
            name='public_summary',
            field=models.CharField(blank=True, help_text='For the digest of outcomes without names; empty: the reasons say enough.', max_length=300, verbose_name='summary for the public'),
        ),
    ]
