"""Keep letters as they were sent, their templates and remedies, and what decisions told of these."""


import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_observers'),
        ("registry", "0044_experts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='remedy',
            field=models.JSONField(blank=True, default=dict, help_text='What the body was told that it can do against it, in both languages.', verbose_name='remedy'),
        ),
        migrations.AddField(
            model_name='proposal',
            name='letter_note',
            field=models.TextField(blank=True, verbose_name='paragraph of the letter'),
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number of the letter')),
                ('act', models.CharField(max_length=40, verbose_name='act')),
                ('content', models.JSONField(verbose_name='as it was sent')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 digest')),
                ('sent_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('entries', models.ManyToManyField(related_name='letters', to='registry.entry')),
                ('filing', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='registry.filing')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='accounts.organisation')),
                ('signed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='LetterTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(max_length=40, verbose_name='act')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('title_zh', models.CharField(max_length=60, verbose_name='title in Chinese')),
                ('title_en', models.CharField(max_length=120, verbose_name='title in English')),
                ('text_zh', models.TextField(help_text='Blank lines part paragraphs; names in braces are replaced, such as {body}.', verbose_name='text in Chinese')),
                ('text_en', models.TextField(verbose_name='text in English')),
                ('source', models.CharField(blank=True, max_length=300, verbose_name='source')),
            ],
            options={
                'verbose_name': 'letter template',
                'verbose_name_plural': 'letter templates',
                'ordering': ['act', '-in_force_from'],
                'constraints': [models.UniqueConstraint(fields=('act', 'in_force_from'), name='one_template_of_an_act_from_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Remedy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('track', models.CharField(blank=True, help_text='Empty: acts on entries, and every track without words of its own.', max_length=20, verbose_name='track')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('text_zh', models.TextField(verbose_name='remedy notice in Chinese')),
                ('text_en', models.TextField(verbose_name='remedy notice in English')),
                ('source', models.CharField(help_text='The clause of the law.', max_length=300, verbose_name='source')),
            ],
            options={
                'verbose_name': 'remedy notice',
                'verbose_name_plural': 'remedy notices',
                'ordering': ['track', '-in_force_from'],
                'constraints': [models.UniqueConstraint(fields=('track', 'in_force_from'), name='one_remedy_of_a_track_from_a_day')],
            },
        ),
    ]
