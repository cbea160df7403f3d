"""What an officer proposes is a record of its own, and a state of the filing."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0004_one_approval_for_a_field_from_a_day'),
        ('registry', '0007_statutory_holidays'),
        ('schemes', '0005_profiles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveIntegerField()),
                ('outcome', models.CharField(choices=[('no_objection', 'No objection'), ('correction_requested', 'Correction requested')], max_length=30, verbose_name='outcome')),
                ('reasons', models.TextField(verbose_name='reasons')),
                ('reason_codes', models.JSONField(blank=True, default=list, help_text='Codes of the reasons that it rests on.')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 digest of the version it is about')),
                ('proposed_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['filing', 'pk'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='filing',
            name='one_open_filing_per_scheme',
        ),
        migrations.AlterField(
            model_name='filing',
            name='state',
            field=models.CharField(choices=[('received', 'Waiting for review'), ('under_review', 'Under review'), ('proposed', 'Waiting for the decision'), ('correction_requested', 'Correction requested'), ('no_objection', 'No objection'), ('ended', 'Ended with the scheme')], default='received', max_length=30, verbose_name='state'),
        ),
        migrations.AddConstraint(
            model_name='filing',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['correction_requested', 'proposed', 'received', 'under_review'])), fields=('scheme', 'organisation'), name='one_open_filing_per_scheme'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='filing',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='registry.filing'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='proposed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='decision',
            name='proposal',
            field=models.OneToOneField(blank=True, help_text='What it was decided on. Decisions from before proposals have none.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='registry.proposal'),
        ),
    ]
