"""Writing a backup: one state of the database, then the files that its rows name."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.backup import tables
from portal.core.backup.archive import (
    CHUNK,
    MANIFEST,
    Archive,
    BackupRefused,
    File,
    Manifest,
    Progress,
    Table,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What a backup came to hold."""

    tables: int
    rows: int
    files: int
    #: Names of files that a row names and the storage does not have.
    missing: list[str]


def write(path: Path, progress: Progress = lambda what: None) -> Written:
    """Write the whole instance to a new file, and read it again before it gets its name.

    Raises:
        BackupRefused: there is a file already, or what was written cannot be read again.
    """
    if path.exists():
        raise BackupRefused(_("%(path)s exists already.") % {"path": path})
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        with zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
            manifest = _write(archive, progress)
        with Archive(unfinished) as written:
            written.verify(progress)
        _keep(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    rows = sum(table.rows for table in manifest.tables)
    return Written(len(manifest.tables), rows, len(manifest.files), manifest.missing)


def _write(archive: zipfile.ZipFile, progress: Progress) -> Manifest:
    manifest = Manifest(made_at=timezone.now().isoformat(), migrations=tables.migrations())
    names: set[str] = set()
    with _one_state():
        for model in tables.tables():
            progress(model._meta.db_table)
            manifest.tables.append(_write_table(archive, model, names))
    # Files are written once and never changed, so they may be read after the rows.
    for name in sorted(names):
        progress(name)
        if default_storage.exists(name):
            manifest.files.append(_write_file(archive, name))
        else:
            manifest.missing.append(name)
    archive.writestr(MANIFEST, manifest.as_bytes())
    return manifest


@contextmanager
def _one_state() -> Iterator[None]:
    """Everything read inside is of one moment, whoever writes meanwhile."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _write_table(archive: zipfile.ZipFile, model: tables.Model, names: set[str]) -> Table:
    """The rows of one table; the files that they name are added to `names`."""
    kept = tables.columns(model)
    places = [at for at, field in enumerate(kept) if isinstance(field, models.FileField)]
    digest, written = hashlib.sha256(), 0
    table = Table(model._meta.db_table, [field.attname for field in kept], 0, "")
    with archive.open(table.member, "w", force_zip64=True) as stream:
        for line in tables.rows(model):
            content = line.encode() + b"\n"
            digest.update(content)
            stream.write(content)
            written += 1
            if places:
                row = json.loads(line)
                names.update(filter(None, (row[at] for at in places)))
    if written != tables.count(model):
        raise BackupRefused(_("%(table)s changed while it was read.") % {"table": table.name})
    return Table(table.name, table.columns, written, digest.hexdigest())


def _write_file(archive: zipfile.ZipFile, name: str) -> File:
    digest, size = hashlib.sha256(), 0
    with (
        default_storage.open(name, "rb") as source,
        archive.open(File(name, 0, "").member, "w", force_zip64=True) as stream,
    ):
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            stream.write(chunk)
    return File(name, size, digest.hexdigest())


def _keep(unfinished: Path, path: Path) -> None:
    """Give the file its name once it is on the disk for good."""
    with unfinished.open("rb") as file:
        os.fsync(file.fileno())
    # Not a rename: that would replace a backup that somebody else wrote meanwhile.
    os.link(unfinished, path)
