"""Memberships that have ended are kept, with their dates."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_identifiers_in_one_spelling'),
    ]

    operations = [
        migrations.CreateModel(
            name='EndedMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('author', 'Author'), ('signatory', 'Signatory'), ('officer', 'Officer'), ('decider', 'Decider'), ('editor', 'Editor'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                ('since', models.DateField(verbose_name='since')),
                ('until', models.DateField(default=django.utils.timezone.localdate, verbose_name='until')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ended_memberships', to='accounts.organisation')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ended_memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'ended membership',
                'verbose_name_plural': 'ended memberships',
                'ordering': ['organisation', 'user', 'until'],
            },
        ),
    ]
