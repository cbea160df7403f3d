"""Bodies form alliances; a joint text is filed by each member, and reviewed once."""

import django.core.serializers.json
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0012_observers'),
        ("registry", "0051_digest_of_outcomes"),
        ('schemes', '0010_words_of_rule_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Alliance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name_zh', models.CharField(max_length=160, verbose_name='name in Chinese')),
                ('name_en', models.CharField(blank=True, max_length=200, verbose_name='name in English')),
                ('founded_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='founded')),
            ],
            options={
                'verbose_name': 'alliance',
                'verbose_name_plural': 'alliances',
                'ordering': ['name_zh', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AllianceEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.CharField(max_length=60, verbose_name='event')),
                ('from_state', models.CharField(blank=True, max_length=40)),
                ('to_state', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='recorded at')),
                ('data', models.JSONField(blank=True, default=dict, encoder=django.core.serializers.json.DjangoJSONEncoder)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AllianceMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('invited', 'Invited'), ('member', 'Member'), ('declined', 'Declined'), ('taken_back', 'Invitation taken back'), ('left', 'Left')], max_length=20, verbose_name='state')),
                ('invited_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='invited')),
                ('joined_on', models.DateField(blank=True, null=True, verbose_name='joined')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left')),
            ],
            options={
                'verbose_name': 'membership in an alliance',
                'verbose_name_plural': 'memberships in alliances',
                'ordering': ['alliance', 'joined_on', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CounterSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sha256', models.CharField(max_length=64, verbose_name='SHA-256 digest')),
                ('statement', models.JSONField(verbose_name='what was signed')),
                ('signature', models.TextField(verbose_name='signature')),
                ('signed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='signed')),
            ],
            options={
                'verbose_name': 'counter-signature',
                'verbose_name_plural': 'counter-signatures',
                'ordering': ['version', 'signed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='JointScheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='since')),
            ],
            options={
                'verbose_name': 'joint scheme',
                'verbose_name_plural': 'joint schemes',
                'ordering': ['alliance', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='filing',
            name='led_by',
            field=models.ForeignKey(blank=True, help_text='The filing of the same joint text whose review serves this one as well.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='led', to='registry.filing'),
        ),
        migrations.AlterField(
            model_name='listedversion',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='listings', related_query_name='listed', to='schemes.version'),
        ),
        migrations.AlterField(
            model_name='submission',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', related_query_name='submission', to='schemes.version'),
        ),
        migrations.AddConstraint(
            model_name='listedversion',
            constraint=models.UniqueConstraint(fields=('entry', 'version'), name='an_entry_lists_a_version_once'),
        ),
        migrations.AddField(
            model_name='alliance',
            name='lead',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation', verbose_name='lead'),
        ),
        migrations.AddField(
            model_name='allianceevent',
            name='actor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='allianceevent',
            name='alliance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='registry.alliance'),
        ),
        migrations.AddField(
            model_name='alliancemember',
            name='alliance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='members', to='registry.alliance'),
        ),
        migrations.AddField(
            model_name='alliancemember',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='alliances', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='allianceevent',
            name='member',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='registry.alliancemember'),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.organisation'),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='signed_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='countersignature',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counter_signatures', to='schemes.version'),
        ),
        migrations.AddField(
            model_name='jointscheme',
            name='alliance',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='joint_schemes', to='registry.alliance'),
        ),
        migrations.AddField(
            model_name='jointscheme',
            name='scheme',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='joint', to='schemes.scheme'),
        ),
        migrations.AddConstraint(
            model_name='alliancemember',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['invited', 'member'])), fields=('alliance', 'organisation'), name='one_standing_membership_of_a_body'),
        ),
        migrations.AddConstraint(
            model_name='alliancemember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['member', 'left']), _negated=True), ('joined_on__isnull', False), _connector='OR'), name='a_member_joined_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='alliancemember',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('left_on__isnull', False), ('state', 'left')), models.Q(models.Q(('state', 'left'), _negated=True), ('left_on__isnull', True)), _connector='OR'), name='who_left_did_on_a_day'),
        ),
        migrations.AddConstraint(
            model_name='countersignature',
            constraint=models.UniqueConstraint(fields=('version', 'organisation'), name='one_counter_signature_of_a_body'),
        ),
    ]
