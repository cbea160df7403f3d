"""Kinds of opinions and ways of counting days in plain words."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0063_views_of_more_than_the_queue"),
    ]

    operations = [
        migrations.AlterField(
            model_name='opinionrequest',
            name='kind',
            field=models.CharField(choices=[('administrative', 'administrative review'), ('technical', 'technical review'), ('unit', 'opinion of another unit')], max_length=20, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='statutoryholiday',
            name='anchor',
            field=models.CharField(choices=[('solar', 'the civil calendar'), ('lunar', 'the lunar calendar'), ('qingming', 'the solar term Qingming')], max_length=10, verbose_name='counted by'),
        ),
    ]
