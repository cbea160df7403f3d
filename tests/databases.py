"""Test databases as copies of templates, since migrating one takes longer than most tests.

There are two templates. The *migrated* one holds what the migrations make and is kept between
runs until a migration or a package changes. The *loaded* one adds the content that ships, as
the code of this moment loads it, and is kept until any file of the product changes. Each
process of a run works on a copy of the second, and after a test that commits the copy is made
anew, which is quicker than emptying it and loads nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from unittest import mock

from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("portal", "schemes", "registry", "cms")
#: What never goes into a database.
ELSEWHERE = {"__pycache__", "locale", "static", "templatetags"}
KEPT = ROOT / "var" / "test-databases"


class Server(Protocol):
    """How one kind of database keeps a template and makes a copy of it."""

    def key_of(self, template: str) -> str:
        """What the template was made from; empty when there is none."""

    def make(self, template: str, key: str, start: str = "") -> Any:
        """Inside, the connection works on this new template; it begins as a copy of `start`."""

    def copy(self, template: str, name: str) -> None:
        """Put a copy of the template in the place of the database `name`, whoever reads it."""

    def drop(self, name: str) -> None:
        """Remove the database `name`."""


class SqliteFiles:
    """A template is a file, with a second one beside it that says what it was made from."""

    def _file(self, template: str) -> Path:
        return KEPT / f"{template}.sqlite3"

    def key_of(self, template: str) -> str:
        stamp = self._file(template).with_suffix(".key")
        return stamp.read_text() if stamp.exists() else ""

    @contextmanager
    def make(self, template: str, key: str, start: str = "") -> Iterator[None]:
        file = self._file(template)
        file.with_suffix(".key").unlink(missing_ok=True)
        file.unlink(missing_ok=True)
        if start:
            shutil.copyfile(self._file(start), file)
        with _connected_to(str(file)):
            yield
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file.with_suffix(".key").write_text(key)

    def copy(self, template: str, name: str) -> None:
        # Through SQLite, not by the file system: servers of live tests hold the file open.
        with (
            closing(sqlite3.connect(self._file(template))) as source,
            closing(sqlite3.connect(name, timeout=20)) as target,
        ):
            target.execute("PRAGMA journal_mode=WAL")
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)

    def drop(self, name: str) -> None:
        Path(name).unlink(missing_ok=True)


class PostgresqlServer:
    """A template is a database of the server, whose comment says what it was made from."""

    def _name(self, template: str) -> str:
        return f"{_wanted_name().removesuffix(_worker_suffix())}_{template}"

    def key_of(self, template: str) -> str:
        question = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname=%s"
        with connection._nodb_cursor() as cursor:
            cursor.execute(question, [self._name(template)])
            found = cursor.fetchone()
        return (found and found[0]) or ""

    @contextmanager
    def make(self, template: str, key: str, start: str = "") -> Iterator[None]:
        name = self._name(template)
        self._create(name, self._name(start) if start else "template0")
        with _connected_to(name):
            yield
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {_quoted(name)} IS '{key}'")

    def copy(self, template: str, name: str) -> None:
        self._create(name, self._name(template))

    def _create(self, name: str, start: str) -> None:
        self.drop(name)
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(start)}")

    def drop(self, name: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")


def server() -> Server:
    """The one of the database in use."""
    return SqliteFiles() if connection.vendor == "sqlite" else PostgresqlServer()


def create_test_database(*, anew: bool = False) -> str:
    """Give this process its own database, and its own files of the content; returns its name."""
    name = _wanted_name()
    with _one_process_at_a_time():
        _prepare_templates(anew=anew)
        connections.close_all()
        server().copy(_loaded(), name)
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
    _restore_files()
    return name


def restore_test_database(*arguments: Any) -> None:
    """Put database and files back to what every test starts from."""
    connections.close_all()
    server().copy(_loaded(), str(connection.settings_dict["NAME"]))
    _restore_files()


def drop_test_database(name: str) -> None:
    """Remove the copy; the templates stay for the next run."""
    connections.close_all()
    server().drop(name)


def _prepare_templates(*, anew: bool) -> None:
    """Make the templates that are missing or were made from something else."""
    migrated, loaded = f"{connection.vendor}-migrated", _loaded()
    keys = {migrated: _key(_migrations()), loaded: _key(_sources())}
    if anew or server().key_of(migrated) != keys[migrated]:
        with server().make(migrated, keys[migrated]), _nothing_loaded():
            call_command("migrate", verbosity=0, interactive=False)
    elif server().key_of(loaded) == keys[loaded]:
        return
    shutil.rmtree(_files(), ignore_errors=True)
    with server().make(loaded, keys[loaded], start=migrated):
        _empty_media()
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        shutil.copytree(settings.MEDIA_ROOT, _files())


def _nothing_loaded() -> Any:
    return mock.patch("django.core.management.commands.migrate.emit_post_migrate_signal")


def _loaded() -> str:
    return f"{connection.vendor}-loaded"


def _files() -> Path:
    """Where the files that belong to the loaded template are kept."""
    return KEPT / f"{_loaded()}-media"


def _restore_files() -> None:
    _empty_media()
    shutil.copytree(_files(), settings.MEDIA_ROOT, dirs_exist_ok=True)


def _empty_media() -> None:
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    Path(settings.MEDIA_ROOT).mkdir(parents=True)


@contextmanager
def _connected_to(name: str) -> Iterator[None]:
    """Let the connection work on another database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _wanted_name() -> str:
    """The name of this process's test database, with the suffix that tells workers apart."""
    return str(connection.creation._get_test_db_name())


def _worker_suffix() -> str:
    import os

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"_{worker}" if worker else ""


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _key(files: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """Every file that may have a say in what is in a new database."""
    yield from _migrations()
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*")):
            if file.is_file() and not ELSEWHERE.intersection(file.parts):
                yield file


def _migrations() -> Iterator[Path]:
    yield ROOT / "requirements" / "dev.txt"
    yield from sorted((ROOT / "portal" / "settings").glob("*.py"))
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("migrations/*.py"))
