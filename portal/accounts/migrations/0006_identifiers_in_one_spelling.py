import portal.accounts.identifiers
import portal.core.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_role_grants"),
    ]

    operations = [
        migrations.AlterField(
            model_name="organisation",
            name="approval_no",
            field=portal.core.fields.IdentifierField(
                blank=True,
                help_text="Such as CNCA-R-2002-001, or CNCA-RF-2003-24 for a foreign-funded body.",
                max_length=20,
                validators=[portal.accounts.identifiers.validate_approval_number],
                verbose_name="approval number",
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="uscc",
            field=portal.core.fields.IdentifierField(
                blank=True,
                help_text="18 characters (GB 32100-2015); the last one is checked.",
                max_length=18,
                validators=[portal.accounts.identifiers.validate_uscc],
                verbose_name="unified social credit code",
            ),
        ),
    ]
