"""Triggers that hold in the database what must never be false, whoever writes to it.

They are set after every migration rather than in one: SQLite rebuilds a table to alter it and
drops its triggers silently.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.models import Model


def freeze_columns(
    model: type[Model],
    columns: tuple[str, ...],
    *,
    once: str,
    using: str = "default",
    name: str = "is_frozen",
) -> None:
    """Refuse to change these columns of a row for which the SQL condition `once` holds.

    In `once`, `{old}` stands for the row as it was before. A table with several such rules names
    each of them.
    """
    connection = connections[using]
    table = model._meta.db_table
    name = f"{table}_{name}"
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
    """Refuse to change or delete rows of a history."""
    vendor = connections[using].vendor
    table = model._meta.db_table
    name = f"{table}_is_append_only"
    message = f"{table}: a history is only ever added to"
    if vendor == "sqlite":
        _sqlite_trigger(using, name, table, "UPDATE", "1", message)
        _sqlite_trigger(using, f"{name}_and_kept", table, "DELETE", "1", message)
    elif vendor == "postgresql":
        _postgresql_trigger(using, name, table, "UPDATE OR DELETE", "true", message)


def never_deleted(model: type[Model], using: str = "default") -> None:
    """Refuse to delete rows that may change: they end, but they stay."""
    vendor = connections[using].vendor
    table = model._meta.db_table
    name, message = f"{table}_is_never_deleted", f"{table}: nothing is deleted from the register"
    if vendor == "sqlite":
        _sqlite_trigger(using, name, table, "DELETE", "1", message)
    elif vendor == "postgresql":
        _postgresql_trigger(using, name, table, "DELETE", "true", message)


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Take all guards away while a backup is put back; inside a transaction, which others await.

    They stand again at the end, also when the transaction is taken back.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        restoring = _lift(connection, cursor)
        yield
        for statement in restoring:
            cursor.execute(statement)


def _lift(connection: Any, cursor: Any) -> list[str]:
    """Drop or disable every trigger; returns the statements that bring them back."""
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        for name, _sql in found:
            cursor.execute(f'DROP TRIGGER "{name}"')
        return [sql for _name, sql in found]
    cursor.execute(
        "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace "
        "WHERE NOT t.tgisinternal AND n.nspname = current_schema()"
    )
    tables = [name for (name,) in cursor.fetchall()]
    # A table whose foreign keys still wait to be looked at cannot be altered.
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for table in tables:
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return [
        "SET CONSTRAINTS ALL IMMEDIATE",
        *(f'ALTER TABLE "{table}" ENABLE TRIGGER USER' for table in tables),
    ]


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
