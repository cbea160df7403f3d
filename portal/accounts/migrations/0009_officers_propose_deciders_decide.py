"""Officers lose the permission to decide, deciders the one to review: two people, two acts."""

from django.db import migrations
from django.db.models import Exists, OuterRef

#: Each permission of the desk, and the one role that gives it from now on.
ROLE_OF = {"review_filings": "officer", "decide_filings": "decider"}


def separate(apps, schema_editor):
    """Take away what no role of the person gives any more; one statement for each permission."""
    Membership = apps.get_model("accounts", "Membership")
    Grant = apps.get_model("accounts", "OrganisationUserObjectPermission")
    for codename, role in ROLE_OF.items():
        gives = Membership.objects.filter(
            user=OuterRef("user"), organisation=OuterRef("content_object"), role=role
        )
        Grant.objects.filter(~Exists(gives), permission__codename=codename).delete()


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_words_of_permissions")]

    operations = [
        # Not reversible in content: an older version grants at the next change of a role.
        migrations.RunPython(separate, migrations.RunPython.noop),
    ]
