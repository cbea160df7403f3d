"""Work out by what names are sorted, for the rows that were there before the columns."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from portal.core.sorting import sort_anew


def work_out(apps: Any, schema_editor: Any) -> None:
    """Both keys of each row."""

    def rows(name: str) -> Any:
        return apps.get_model("registry", name).objects.all()

    sort_anew(rows("Alliance"), lambda row: {"zh": row.name_zh, "en": row.name_en})
    sort_anew(rows("Campaign"), lambda row: row.title)
    sort_anew(rows("Expert"), lambda row: {"zh": row.name})


class Migration(migrations.Migration):
    dependencies = [("registry", "0071_columns_to_sort_by")]

    # Backwards nothing is lost: the columns go with the migration before.
    operations = [migrations.RunPython(work_out, migrations.RunPython.noop)]
