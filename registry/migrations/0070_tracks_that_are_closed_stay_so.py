"""Take what closes a track already for confirmed: it closed by the rules of its day.

Otherwise each track that is closed when the portal is upgraded would open by itself.
"""

from django.db import migrations
from django.db.models import F


def confirm(apps, schema_editor):
    """The rows that have begun or will; there are few."""
    alias = schema_editor.connection.alias
    rows = apps.get_model("registry", "TrackTerms").objects.using(alias)
    rows.filter(is_open=False, confirmed_on=None).update(confirmed_on=F("in_force_from"))


class Migration(migrations.Migration):
    dependencies = [("registry", "0069_closed_tracks_are_confirmed")]
    # Nothing to take back: the step before takes the whole column away.
    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
