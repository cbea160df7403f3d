"""The tables of a backup, and their rows as JSON and back without loss."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

#: Made anew from the rest, or worth nothing without this process: search indexes, sessions,
#: and what the worker is doing at the moment (its outbox is kept).
LEFT_OUT = frozenset({"sessions", "wagtailsearch", "modelsearch"})
#: How many rows are written or read at a time.
BATCH = 500

Model = type[models.Model]


def tables() -> list[Model]:
    """The models of all tables that are kept, in the order of their names."""
    every = apps.get_models(include_auto_created=True)
    kept = [
        model
        for model in every
        if model._meta.managed
        and not model._meta.proxy
        and not model._meta.swapped
        and model._meta.app_label not in LEFT_OUT
    ]
    return sorted(kept, key=lambda model: model._meta.db_table)


def columns(model: Model) -> list[models.Field[Any, Any]]:
    """The columns of a model's own table; those of its parents are in tables of their own."""
    return list(model._meta.local_concrete_fields)


def count(model: Model) -> int:
    """How many rows the table has."""
    with connection.cursor() as cursor:
        table = _quoted(model._meta.db_table)
        cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  # a quoted name of ours
        return int(cursor.fetchone()[0])


def rows(model: Model) -> Iterator[str]:
    """The rows of a table by primary key, each a line of JSON: a list in the order of columns."""
    fields = columns(model)
    found = model._base_manager.order_by("pk").values_list(*[field.attname for field in fields])
    for row in found.iterator(chunk_size=BATCH):
        values = [_as_json(field, value) for field, value in zip(fields, row, strict=True)]
        yield json.dumps(values, ensure_ascii=False)


def insert(model: Model, names: list[str], lines: list[str]) -> None:
    """Write lines of `rows` into the table, past every signal and every default."""
    fields = {field.attname: field for field in columns(model)}
    chosen = [fields[name] for name in names]
    head = ", ".join(_quoted(str(field.column)) for field in chosen)
    places = ", ".join(["%s"] * len(chosen))
    table = _quoted(model._meta.db_table)
    statement = f"INSERT INTO {table} ({head}) VALUES ({places})"  # noqa: S608  # quoted names
    values = [
        [_for_database(field, value) for field, value in zip(chosen, json.loads(line), strict=True)]
        for line in lines
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)


def migrations() -> list[str]:
    """The migrations that made the tables, each as `app.name`."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _as_json(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(value, (date, time)):  # a moment is a date, too
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode("ascii")
    if value is None or isinstance(value, (bool, int, float, str, list, dict)):
        return value
    return field.get_prep_value(value)  # a value of a library, such as the blocks of a page


def _for_database(field: models.Field[Any, Any], value: Any) -> Any:
    # A JSON field would take a text for one that is still to be read.
    if value is not None and not isinstance(field, models.JSONField):
        value = _from_json(field, value)
    return field.get_db_prep_save(value, connection)


def _from_json(field: models.Field[Any, Any], value: Any) -> Any:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    if isinstance(field, models.DurationField):
        return timedelta(seconds=value)
    if isinstance(field, models.FileField):
        return value
    if isinstance(value, (dict, list)):
        return value
    return field.to_python(value)


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
