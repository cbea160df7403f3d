"""The intervals of filings from before, and when they were closed, out of their histories."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

BATCH = 200
#: The clock that ran in each state; a state that is not named is closed.
CLOCKS = {
    "received": "review",
    "under_review": "review",
    "proposed": "review",
    "correction_requested": "answer",
}


def write_the_past(apps, schema_editor):
    """From the events of each filing, in batches; rows that it has are made anew."""
    alias = schema_editor.connection.alias
    Interval = apps.get_model("registry", "Interval")
    filings = apps.get_model("registry", "Filing").objects.using(alias)
    last = 0
    while batch := list(filings.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        events = _events(apps, alias, batch)
        made = [
            interval
            for filing in batch
            for interval in _intervals(Interval, filing, events.get(filing.pk, []))
        ]
        Interval.objects.using(alias).filter(filing__in=batch).delete()
        Interval.objects.using(alias).bulk_create(made)
        for filing in batch:
            if filing.state not in CLOCKS:
                filing.closed_at = _last_moment(filing, events.get(filing.pk, []))
        filings.bulk_update(batch, ["closed_at"])


def _events(apps, alias, batch):
    """What moved each filing, in its order: (moment, event, state)."""
    rows = apps.get_model("registry", "FilingEvent").objects.using(alias).filter(filing__in=batch)
    found = {}
    for pk, at, event, state in rows.order_by("pk").values_list(
        "filing_id", "at", "event", "to_state"
    ):
        if state:
            found.setdefault(pk, []).append((at, event, state))
    return found


def _intervals(Interval, filing, events):
    """A filing without a history, as none should be, has waited since it was received."""
    running = None
    for at, event, state in events or [(filing.received_at, "submitted", filing.state)]:
        clock = CLOCKS.get(state)
        if running is not None and running.clock == clock:
            continue
        if running is not None:
            running.ended_at = at
            yield running
        running = clock and Interval(filing=filing, clock=clock, began_at=at, cause=event)
    if running is not None:
        yield running


def _last_moment(filing, events):
    return events[-1][0] if events else filing.received_at


def keep_the_due_day(apps, schema_editor):
    """Back again: the day until which an answer is due, out of the interval that runs."""
    alias = schema_editor.connection.alias
    limits = list(apps.get_model("registry", "TimeLimit").objects.using(alias).order_by("-in_force_from"))
    running = apps.get_model("registry", "Interval").objects.using(alias).filter(
        clock="answer", ended_at=None
    )
    for interval in running.select_related("filing").iterator(BATCH):
        day = timezone.localdate(interval.began_at)
        of_track = [limit for limit in limits if limit.track == interval.filing.track]
        in_force = [limit for limit in of_track if limit.in_force_from <= day] or of_track[-1:]
        days = in_force[0].answer_days if in_force else 30
        interval.filing.answer_due = day + timedelta(days=days)
        interval.filing.save(update_fields=["answer_due"])


class Migration(migrations.Migration):

    dependencies = [("registry", "0013_intervals")]

    operations = [migrations.RunPython(write_the_past, keep_the_due_day)]
