"""Triggers that hold in the database what must never be false, whoever writes to it.

They are set after every migration rather than in one: SQLite rebuilds a table to alter it and
drops its triggers silently.
"""

from __future__ import annotations

from django.db import connections
from django.db.models import Model


def freeze_columns(
    model: type[Model], columns: tuple[str, ...], *, once: str, using: str = "default"
) -> None:
    """Refuse to change these columns of a row for which the SQL condition `once` holds.

    In `once`, `{old}` stands for the row as it was before.
    """
    connection = connections[using]
    table = model._meta.db_table
    name = f"{table}_is_frozen"
    message = f"{table}: a frozen row is never changed"
    old = "OLD"
    condition = once.format(old=old)
    if connection.vendor == "sqlite":
        changed = " OR ".join(f'NEW."{c}" IS NOT OLD."{c}"' for c in columns)
        _sqlite_trigger(using, name, table, "UPDATE", f"({condition}) AND ({changed})", message)
    elif connection.vendor == "postgresql":
        changed = " OR ".join(f'NEW."{c}" IS DISTINCT FROM OLD."{c}"' for c in columns)
        _postgresql_trigger(using, name, table, "UPDATE", f"({condition}) AND ({changed})", message)


def append_only(model: type[Model], using: str = "default") -> None:
    """Refuse to change rows of a history; on PostgreSQL to delete them as well.

    SQLite empties its tables between tests by deleting, so there the model alone refuses.
    """
    vendor = connections[using].vendor
    table = model._meta.db_table
    name = f"{table}_is_append_only"
    message = f"{table}: a history is only ever added to"
    if vendor == "sqlite":
        _sqlite_trigger(using, name, table, "UPDATE", "1", message)
    elif vendor == "postgresql":
        _postgresql_trigger(using, name, table, "UPDATE OR DELETE", "true", message)


def _sqlite_trigger(
    using: str, name: str, table: str, event: str, condition: str, message: str
) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')
        cursor.execute(
            f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" WHEN {condition} '
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def _postgresql_trigger(
    using: str, name: str, table: str, event: str, condition: str, message: str
) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ '
            f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; "
            "END $$"
        )
        cursor.execute(
            f'CREATE OR REPLACE TRIGGER "{name}" BEFORE {event} ON "{table}" '
            f'FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION "{name}"()'
        )
