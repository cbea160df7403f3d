"""How each kind of database keeps templates, and gives a process its copies of them."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[1]
#: Templates of SQLite, and the files that belong to those of either kind.
KEPT = ROOT / "var" / "test-databases"


class Server(Protocol):
    """What is asked of one kind of database."""

    def key_of(self, template: str) -> str:
        """What the template was made from; empty when there is none."""

    def make(self, template: str, key: str, start: str = "") -> Any:
        """Inside, the connection works on this new template; it begins as a copy of `start`."""

    def renew(self, template: str) -> None:
        """Let this process go on with a new copy of the template, whoever reads its last one."""

    def forget(self, template: str) -> None:
        """Have nothing to say of the template, so that it is made anew."""

    def drop(self) -> None:
        """Remove the copies of this process."""


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

    def renew(self, template: str) -> None:
        connections.close_all()
        name = wanted_name()
        _work_on(name)
        # Through SQLite, not by the file system: servers of live tests hold the file open.
        with (
            closing(sqlite3.connect(self._file(template))) as source,
            closing(sqlite3.connect(name, timeout=20)) as target,
        ):
            target.execute("PRAGMA journal_mode=WAL")
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)

    def forget(self, template: str) -> None:
        self._file(template).with_suffix(".key").unlink(missing_ok=True)

    def drop(self) -> None:
        connections.close_all()
        Path(wanted_name()).unlink(missing_ok=True)


class PostgresqlServer:
    """A template is a database of the server, whose comment says what it was made from.

    Each copy of a process is a database of its own. To remove one, the server writes all that it
    holds in memory to the disk, which takes longer than most tests; so a thread of its own does
    that, and makes the next copy, while the tests go on.
    """

    def __init__(self) -> None:
        self._beside = ThreadPoolExecutor(1, thread_name_prefix="databases")
        self._numbers = count(1)
        self._present = ""
        self._template_of_present = ""
        #: The next copy: of which template, its name, and when it is there.
        self._next: tuple[str, str, Future[None]] | None = None

    def _name(self, template: str) -> str:
        return f"{wanted_name().removesuffix(_worker_suffix())}_{template}"

    def key_of(self, template: str) -> str:
        question = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname=%s"
        with connection._nodb_cursor() as cursor:
            cursor.execute(question, [self._name(template)])
            found = cursor.fetchone()
        return (found and found[0]) or ""

    @contextmanager
    def make(self, template: str, key: str, start: str = "") -> Iterator[None]:
        self.forget(template)
        name = self._name(template)
        with connection._nodb_cursor() as cursor:
            cursor.execute(_creation(name, self._name(start) if start else "template0"))
        with _connected_to(name):
            yield
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"COMMENT ON DATABASE {_quoted(name)} IS '{key}'")

    def renew(self, template: str) -> None:
        connections.close_all()
        if not self._present:
            self._remove_those_of_a_broken_run()
        name, made = self._taken(template)
        made.result()
        before, is_again = self._present, template == self._template_of_present
        self._present, self._template_of_present = name, template
        _work_on(name)
        # What follows a test that commits is often another one.
        if is_again:
            self._next = (template, *self._begun(template))
        self._remove(before)

    def _taken(self, template: str) -> tuple[str, Future[None]]:
        """A copy that is there or begun: the one made beforehand, if it is of this template."""
        ready, self._next = self._next, None
        if ready is None:
            return self._begun(template)
        of, name, made = ready
        if of == template:
            return name, made
        self._remove(name)
        return self._begun(template)

    def _begun(self, template: str) -> tuple[str, Future[None]]:
        name = f"{wanted_name()}_{next(self._numbers)}"
        return name, self._run(_creation(name, self._name(template)))

    def _remove(self, name: str) -> None:
        if name:
            self._run(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")

    def _run(self, statement: str) -> Future[None]:
        # Django's connection belongs to the thread of the tests, which may be without a database.
        import psycopg

        words = {**connection.get_connection_params(), "dbname": "postgres"}

        def run() -> None:
            with psycopg.connect(**words, autocommit=True) as server:
                server.execute(statement)

        return self._beside.submit(run)

    def _remove_those_of_a_broken_run(self) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT datname FROM pg_database WHERE datname ~ %s", [rf"^{wanted_name()}_\d+$"]
            )
            for (name,) in cursor.fetchall():
                self._remove(name)

    def forget(self, template: str) -> None:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {_quoted(self._name(template))} WITH (FORCE)")

    def drop(self) -> None:
        connections.close_all()
        self._remove(self._present)
        if self._next is not None:
            self._remove(self._next[1])
        self._beside.shutdown()


@cache
def server() -> Server:
    """The one of the database in use."""
    return SqliteFiles() if connection.vendor == "sqlite" else PostgresqlServer()


@cache
def wanted_name() -> str:
    """The name of this process's test database, with the suffix that tells workers apart."""
    return str(connection.creation._get_test_db_name())


def _worker_suffix() -> str:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"_{worker}" if worker else ""


def _creation(name: str, start: str) -> str:
    return f"CREATE DATABASE {_quoted(name)} TEMPLATE {_quoted(start)}"


def _quoted(name: str) -> str:
    return str(connection.ops.quote_name(name))


def _work_on(name: str) -> None:
    """Let this process work on another database, also the threads that it will start."""
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


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
