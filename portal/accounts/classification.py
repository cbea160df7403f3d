"""The classification of fields that ships with the portal; the regulator edits it afterwards."""

from __future__ import annotations

import json
from pathlib import Path

from portal.accounts.models import CertificationField

FIELDS_FILE = Path(__file__).with_name("reference") / "fields.json"


def load_fields() -> int:
    """Add the fields that are missing; those that exist stay as the regulator left them."""
    rows = json.loads(FIELDS_FILE.read_text(encoding="utf-8"))["fields"]
    known = set(CertificationField.objects.values_list("key", flat=True))
    missing = [
        CertificationField(
            key=row["key"],
            name_en=row["name_en"],
            category=row["category"],
            verified=row["verified"],
            order=order,
        )
        for order, row in enumerate(rows, start=1)
        if row["key"] not in known
    ]
    CertificationField.objects.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
