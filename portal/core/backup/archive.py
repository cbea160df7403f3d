"""The file of a backup: a ZIP whose manifest names every member with its digest."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

FORMAT = "touchstone-backup/1"
MANIFEST = "manifest.json"
CHUNK = 1 << 20

Progress = Callable[[str], None]


class BackupRefused(Exception):
    """The file is no backup, is damaged, or does not fit this instance; says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, its columns in order, how many rows, SHA-256 of its lines."""

    name: str
    columns: list[str]
    rows: int
    sha256: str

    @property
    def member(self) -> str:
        """Where its lines are in the archive."""
        return f"tables/{self.name}.jsonl"


@dataclass(frozen=True, slots=True)
class File:
    """One stored file: its name in the storage, its size in bytes, its SHA-256."""

    name: str
    bytes: int
    sha256: str

    @property
    def member(self) -> str:
        """Where its content is in the archive."""
        return f"files/{self.name}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds, and of which migrations its tables are."""

    made_at: str
    migrations: list[str]
    tables: list[Table] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    #: Files that a row names and the storage did not have.
    missing: list[str] = field(default_factory=list)
    format: str = FORMAT

    def as_bytes(self) -> bytes:
        """The manifest as it stands in the archive."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def read(cls, content: bytes) -> Manifest:
        """What `as_bytes` wrote.

        Raises:
            BackupRefused: it is no manifest, or of a format that this release does not know.
        """
        try:
            value = json.loads(content)
            if value["format"] != FORMAT:
                raise BackupRefused(
                    _("This backup has the format “%(format)s”, which this release does not read.")
                    % {"format": value["format"]}
                )
            tables = [Table(**table) for table in value.pop("tables")]
            files = [File(**file) for file in value.pop("files")]
            return cls(tables=tables, files=files, **value)
        except (ValueError, KeyError, TypeError) as problem:
            raise BackupRefused(_("The manifest of the backup cannot be read.")) from problem


class Archive:
    """A backup that is there, opened for reading."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self.manifest = Manifest.read(self._zip.read(MANIFEST))
        except FileNotFoundError as problem:
            raise BackupRefused(_("There is no file %(path)s.") % {"path": path}) from problem
        except (zipfile.BadZipFile, KeyError, OSError) as problem:
            raise BackupRefused(
                _("%(path)s is no backup of Touchstone.") % {"path": path}
            ) from problem

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *exception: Any) -> None:
        self._zip.close()

    def open(self, member: str) -> IO[bytes]:
        """A member of the archive as a stream of bytes."""
        return self._zip.open(member)

    def lines(self, table: Table) -> Iterator[str]:
        """The rows of a table, a line each."""
        with self.open(table.member) as stream:
            for line in stream:
                yield line.decode()

    def verify(self, progress: Progress = lambda what: None) -> None:
        """Compute every digest again.

        Raises:
            BackupRefused: names the first member that is missing, damaged or not in the manifest.
        """
        named = {MANIFEST}
        parts: list[Table | File] = [*self.manifest.tables, *self.manifest.files]
        for part in parts:
            progress(part.member)
            named.add(part.member)
            if self._digest(part.member) != part.sha256:
                raise BackupRefused(_("%(member)s is damaged.") % {"member": part.member})
        for name in self._zip.namelist():
            if name not in named:
                raise BackupRefused(_("%(member)s does not belong here.") % {"member": name})

    def _digest(self, member: str) -> str:
        digest = hashlib.sha256()
        try:
            with self.open(member) as stream:
                while chunk := stream.read(CHUNK):
                    digest.update(chunk)
        except KeyError as problem:
            raise BackupRefused(_("%(member)s is missing.") % {"member": member}) from problem
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as problem:
            raise BackupRefused(_("%(member)s is damaged.") % {"member": member}) from problem
        return digest.hexdigest()
