"""Conditions are proposed and decided with an outcome, on reasons that carry them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("registry", "0047_terms_without_remedies"),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='conditions',
            field=models.JSONField(blank=True, default=list, help_text='Each with text, due date and evidence; a recommendation has its text alone.', verbose_name='conditions and recommendations'),
        ),
        migrations.AddField(
            model_name='entrycondition',
            name='decision',
            field=models.ForeignKey(blank=True, help_text='The decision that set it; without one, an act on the entry did.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='set_conditions', to='registry.decision'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='conditions',
            field=models.JSONField(blank=True, default=list, help_text='Each with text, due date and evidence; a recommendation has its text alone.', verbose_name='conditions and recommendations'),
        ),
        migrations.AddField(
            model_name='reasoncode',
            name='carries_conditions',
            field=models.BooleanField(default=False, help_text="Whether a condition may rest on it that is set after the fact, where a scheme is in effect without anybody's consent.", verbose_name='carries conditions'),
        ),
    ]
