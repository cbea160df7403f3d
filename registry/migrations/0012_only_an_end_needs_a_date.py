"""An entry in any state but the ended ones needs no date of its end."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """The constraint of entries, said of those that have ended."""

    dependencies = [("registry", "0011_notes_of_caveats")]

    operations = [
        migrations.RemoveConstraint(model_name="entry", name="ended_entry_has_a_date"),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=~Q(state__in=["deregistered"]) | Q(ended_on__isnull=False),
                name="ended_entry_has_a_date",
            ),
        ),
    ]
