"""Remarks that were written before they had states get the one that their filing implies.

What was answered in a filing that is over, or in an earlier round, was accepted with the outcome;
what was answered last waits for the officer's judgement.
"""

from django.db import migrations
from django.db.models import F, Q


def give_states(apps, schema_editor):
    """One statement for each state; what was never sent is as the column's default says."""
    remarks = apps.get_model("registry", "Remark").objects.using(schema_editor.connection.alias)
    sent = remarks.filter(sent_at__isnull=False)
    filings = apps.get_model("registry", "Filing").objects.using(schema_editor.connection.alias)
    over = filings.filter(closed_at__isnull=False)
    sent.filter(answer_kind="").update(state="open")
    sent.exclude(answer_kind="").update(state="answered")
    sent.filter(filing__in=over).update(state="closed")
    before = Q(round__lt=F("filing__round") - 1)
    asked_again = Q(filing__state="correction_requested", round__lt=F("filing__round"))
    earlier = sent.filter(before | asked_again)
    remarks.filter(pk__in=list(earlier.values_list("pk", flat=True))).update(state="closed")


def take_states(apps, schema_editor):
    """The column goes with the migration before; nothing is lost that was there."""


class Migration(migrations.Migration):
    dependencies = [("registry", "0022_items_of_notices")]
    operations = [migrations.RunPython(give_states, take_states)]
