"""What becomes of a remark that is taken back, and what a filing is found by at the desk."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0008_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FilingWords',
            fields=[
                ('filing', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='words', serialize=False, to='registry.filing')),
                ('text', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='why it was taken back')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('remark', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='withdrawal', to='registry.remark')),
            ],
            options={
                'verbose_name': 'withdrawal of a remark',
                'verbose_name_plural': 'withdrawals of remarks',
            },
        ),
    ]
