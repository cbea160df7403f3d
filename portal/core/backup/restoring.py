"""Putting a backup back into an instance that holds nothing yet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files.base import File as StoredContent
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.translation import gettext as _

from portal.core.backup import tables
from portal.core.backup.archive import Archive, BackupRefused, File, Progress, Table
from portal.core.guards import lifted


def restore(path: Path, progress: Progress = lambda what: None) -> Archive:
    """Put back what the backup holds; everything or, where anything is wrong, nothing.

    The database is migrated by the same release and has no people yet; what else its
    installation put there is replaced. Search indexes are to be built anew afterwards.

    Raises:
        BackupRefused: the file is damaged, of another release, or the instance is in use.
    """
    with Archive(path) as archive:
        _refuse_what_does_not_fit(archive)
        archive.verify(progress)
        added: list[str] = []
        try:
            with transaction.atomic(), lifted():
                _empty()
                for table in archive.manifest.tables:
                    progress(table.member)
                    _fill(archive, table)
                _reset_sequences()
                for file in archive.manifest.files:
                    progress(file.member)
                    added += _put_back(archive, file)
        except BaseException:
            for name in added:
                default_storage.delete(name)
            raise
        return archive


def _refuse_what_does_not_fit(archive: Archive) -> None:
    here, there = tables.migrations(), archive.manifest.migrations
    if here != there:
        different = sorted(set(here) ^ set(there))
        raise BackupRefused(
            _(
                "The backup was written by another release (%(migration)s). Restore it with that "
                "release, then upgrade."
            )
            % {"migration": different[0]}
        )
    if get_user_model()._default_manager.exists():
        raise BackupRefused(_("This instance has people already; a backup goes into a new one."))


def _empty() -> None:
    """Take out what the installation has put there. Foreign keys wait until the end."""
    with connection.cursor() as cursor:
        for model in tables.tables():
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608  # a quoted name of ours


def _fill(archive: Archive, table: Table) -> None:
    models = {model._meta.db_table: model for model in tables.tables()}
    model = models.get(table.name)
    if model is None:
        raise BackupRefused(_("There is no table %(table)s here.") % {"table": table.name})
    lines = archive.lines(table)
    while batch := list(islice(lines, tables.BATCH)):
        tables.insert(model, table.columns, batch)
    if tables.count(model) != table.rows:
        raise BackupRefused(_("%(table)s did not come out whole.") % {"table": table.name})


def _reset_sequences() -> None:
    """New rows are numbered after those that were put back."""
    statements = connection.ops.sequence_reset_sql(no_style(), tables.tables())
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _put_back(archive: Archive, file: File) -> Iterator[str]:
    """Write one file under its own name; yields the name when it was not there before."""
    with archive.open(file.member) as content:
        if not default_storage.exists(file.name):
            yield default_storage.save(file.name, StoredContent(content))
            return
        with default_storage.open(file.name, "rb") as kept:
            if kept.read() != content.read():
                raise BackupRefused(
                    _("Another file is in the place of %(name)s.") % {"name": file.name}
                )
