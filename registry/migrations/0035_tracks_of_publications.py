"""Say of each publication by which track the version in force came in."""

from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def name_tracks(apps, schema_editor):
    """One statement: the track of the filing in which the newest listed version was submitted."""
    alias = schema_editor.connection.alias
    submissions = apps.get_model("registry", "Submission").objects.using(alias).filter(
        version__listed__entry=OuterRef("entry_id"), version__listed__superseded_at=None
    )
    track = Coalesce(Subquery(submissions.values("filing__track")[:1]), Value(""))
    publications = apps.get_model("registry", "Publication").objects.using(alias)
    publications.filter(track="").update(track=track)


class Migration(migrations.Migration):
    dependencies = [("registry", "0034_track_of_a_publication")]
    operations = [migrations.RunPython(name_tracks, migrations.RunPython.noop)]
