"""What the permissions of the desk are called."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_ended_memberships'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='organisation',
            options={'ordering': ['kind', 'approval_no', 'name_zh'], 'permissions': [('work_in_organisation', "Can see the organisation's schemes and filings"), ('edit_schemes', 'Can write schemes'), ('sign_commitment', 'Can sign the public commitment and submit filings'), ('manage_organisation', 'Can manage people and roles'), ('review_filings', 'Can review filings and propose the outcome'), ('decide_filings', 'Can decide on what another person proposed'), ('edit_site', 'Can edit texts, reference data and blueprints')], 'verbose_name': 'organisation', 'verbose_name_plural': 'organisations'},
        ),
    ]
