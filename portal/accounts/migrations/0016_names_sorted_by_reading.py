"""Work out by what names are sorted, for the rows that were there before the columns."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from portal.core.sorting import sort_anew


def of_organisation(row: Any) -> dict[str, str]:
    """The name as localised text, as the model gives it."""
    return {"zh": row.name_zh, "en": row.name_en}


def of_person(row: Any) -> dict[str, str]:
    """The same; of whoever has no name the address."""
    return {"zh": row.name or row.email, "en": row.name_en}


def work_out(apps: Any, schema_editor: Any) -> None:
    """Both keys of each row."""
    sort_anew(apps.get_model("accounts", "Organisation").objects.all(), of_organisation)
    sort_anew(apps.get_model("accounts", "User").objects.all(), of_person)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0015_columns_to_sort_by")]

    # Backwards nothing is lost: the columns go with the migration before.
    operations = [migrations.RunPython(work_out, migrations.RunPython.noop)]
