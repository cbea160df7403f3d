"""Work out by what names are sorted, for the rows that were there before the columns."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from portal.core.sorting import sort_anew


def work_out(apps: Any, schema_editor: Any) -> None:
    """Both keys of each row."""
    sort_anew(apps.get_model("schemes", "Scheme").objects.all(), lambda row: row.title)


class Migration(migrations.Migration):
    dependencies = [("schemes", "0016_columns_to_sort_by")]

    # Backwards nothing is lost: the columns go with the migration before.
    operations = [migrations.RunPython(work_out, migrations.RunPython.noop)]
