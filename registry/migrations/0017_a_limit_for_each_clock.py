"""Each limit of a track becomes one for its review and one for the answer, with its history.

No last day moves: a clock has the same amount from the same day on. The register's history says
that the old rows went and the new ones came, in one act.
"""

import uuid

from django.db import migrations

#: The column that held the amount of each clock.
COLUMNS = {"review": "review_working_days", "answer": "answer_days"}


def part(apps, schema_editor):
    """One row for two."""
    limits, changes = _tables(apps, schema_editor)
    act = uuid.uuid4()
    for old in list(limits.filter(clock="").order_by("pk")):
        _told(changes, act, before=_wide(old))
        for clock, column in COLUMNS.items():
            made = limits.create(
                track=old.track,
                clock=clock,
                in_force_from=old.in_force_from,
                amount=getattr(old, column),
                source=old.source,
            )
            _told(changes, act, after=_narrow(made))
        old.delete()


def join(apps, schema_editor):
    """Back again: two rows in one; limits of other clocks have no column and go."""
    limits, changes = _tables(apps, schema_editor)
    act = uuid.uuid4()
    rows = list(limits.exclude(clock="").order_by("in_force_from", "pk"))
    for row in rows:
        _told(changes, act, before=_narrow(row))
    for track in sorted({row.track for row in rows}):
        own = [row for row in rows if row.track == track and row.clock in COLUMNS]
        amounts = {column: 0 for column in COLUMNS.values()}
        for day in sorted({row.in_force_from for row in own}):
            of_day = [row for row in own if row.in_force_from == day]
            amounts |= {COLUMNS[row.clock]: row.amount for row in of_day}
            source = next((row.source for row in of_day if row.source), "")
            made = limits.create(track=track, in_force_from=day, source=source, **amounts)
            _told(changes, act, after=_wide(made))
    limits.filter(pk__in=[row.pk for row in rows]).delete()


def _tables(apps, schema_editor):
    alias = schema_editor.connection.alias
    limits = apps.get_model("registry", "TimeLimit").objects.using(alias)
    return limits, apps.get_model("reference", "ReferenceChange").objects.using(alias)


def _told(changes, act, before=None, after=None):
    row = before or after
    named = [row[name] for name in ("track", "clock", "in_force_from") if name in row]
    changes.create(
        register="time-limits",
        record=" / ".join(named),
        before=before,
        after=after,
        origin="installation",
        act=act,
        token=uuid.uuid4(),
    )


def _wide(row):
    """The row as its CSV form had it."""
    return {
        "track": row.track,
        "in_force_from": row.in_force_from.isoformat(),
        **{column: str(getattr(row, column)) for column in COLUMNS.values()},
        "source": row.source,
    }


def _narrow(row):
    """The row as its CSV form has it."""
    return {
        "track": row.track,
        "clock": row.clock,
        "in_force_from": row.in_force_from.isoformat(),
        "amount": str(row.amount),
        "source": row.source,
    }


class Migration(migrations.Migration):

    dependencies = [("registry", "0016_limits_name_their_clock")]

    operations = [migrations.RunPython(part, join)]
