"""Keys of authenticator apps and seeds of recovery codes are sealed where they are stored."""

from django.db import migrations

from portal.core.sealing import seal, unseal


def _changed(data, change):
    changed = {name: change(data[name]) for name in ("secret", "seed") if name in data}
    if "migrated_codes" in data:
        changed["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return {**data, **changed}


def _change_all(apps, change):
    Authenticator = apps.get_model("mfa", "Authenticator")
    rows = Authenticator.objects.filter(type__in=["totp", "recovery_codes"])
    batch = []
    for row in rows.order_by("pk").iterator(chunk_size=500):
        row.data = _changed(row.data, change)
        batch.append(row)
        if len(batch) == 500:
            Authenticator.objects.bulk_update(batch, ["data"])
            batch.clear()
    Authenticator.objects.bulk_update(batch, ["data"])


def seal_all(apps, schema_editor):
    _change_all(apps, seal)


def unseal_all(apps, schema_editor):
    _change_all(apps, unseal)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0009_officers_propose_deciders_decide"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal_all, unseal_all)]
