"""Test databases as copies of templates, since migrating one takes longer than most tests.

The *migrated* template holds what the migrations make and is kept between runs until a migration
or a package changes. The others each begin as another one and add to it: the content that ships
(*loaded*), pages of the site, the demonstration (`tests/worlds.py`). They are made when the first
test asks for them, by the code of that moment, and are kept until any file of the product changes
or the day is over. A template has two halves, rows and files, and PostgreSQL may keep the rows when
the checkout with the files is gone: both halves bear one stamp, and are kept together or made anew.

Each process of a run works on a copy of the one that its tests ask for. After a test that commits
the copy is made anew, which is quicker than emptying it and loads nothing.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone, translation

from tests.database_servers import KEPT, ROOT, server, wanted_name
from tests.worlds import LOADED, WORLDS, World

PACKAGES = ("portal", "schemes", "registry", "cms")
#: What never goes into a database.
ELSEWHERE = {"__pycache__", "locale", "static", "templatetags"}
MIGRATED = "migrated"


def create_test_database(*, anew: bool = False) -> None:
    """Give this process its own database, and its own files of the content."""
    wanted_name()
    if anew:
        _forget_templates()
    restore_test_database()


def restore_test_database(*arguments: Any) -> None:
    """Put database and files back to what the tests of the present world start from."""
    world = _present[-1]
    if world not in _prepared:
        with _one_process_at_a_time():
            _prepare(world)
    server().renew(_template(world))
    _empty_media()
    shutil.copytree(_files(world), settings.MEDIA_ROOT, dirs_exist_ok=True)


def drop_test_database() -> None:
    """Remove the copies; the templates stay for the next run."""
    server().drop()


def go_to(world: str) -> bool:
    """Let the next tests start from another world; whether the database has to be put there."""
    before, _present[:] = _present[-1], [world]
    return before != world


def present_world() -> str:
    """What the tests start from now."""
    return _present[-1]


_present = [LOADED]
#: Those whose template this process has made or found up to date.
_prepared: set[str] = set()


def _prepare(world: str) -> None:
    """Make the template, and before it those that it rests on, where it is missing or outdated."""
    if world in _prepared:
        return
    if world == MIGRATED:
        _migrate()
    else:
        _fill(world, WORLDS[world])
    _prepared.add(world)


def _migrate() -> None:
    key = _key(_migrations())
    if server().key_of(_template(MIGRATED)) != key:
        with server().make(_template(MIGRATED), key), _nothing_loaded():
            call_command("migrate", verbosity=0, interactive=False)


def _fill(name: str, world: World) -> None:
    key = _key_of_sources()
    if is_kept(name, key):
        return
    _prepare(world.start or MIGRATED)
    shutil.rmtree(_files(name), ignore_errors=True)
    stamp = f"{key} {secrets.token_hex(8)}"
    with server().make(_template(name), stamp, start=_template(world.start or MIGRATED)):
        _empty_media()
        if world.start:
            shutil.copytree(_files(world.start), settings.MEDIA_ROOT, dirs_exist_ok=True)
        with translation.override(settings.LANGUAGE_CODE):
            world.fill()
        shutil.copytree(settings.MEDIA_ROOT, _files(name))
    _stamp_of_files(name).write_text(stamp)


def is_kept(world: str, key: str) -> bool:
    """Whether rows and files of a template are there, of one making and made from `key`."""
    stamp = server().key_of(_template(world))
    files = _stamp_of_files(world)
    return stamp.startswith(key) and files.exists() and files.read_text() == stamp


def _forget_templates() -> None:
    """Have all templates made anew, once in this run: by the process that comes first."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    stamp = KEPT / "made-anew"
    with _one_process_at_a_time():
        if not stamp.exists() or stamp.read_text() != run:
            for world in (MIGRATED, *WORLDS):
                server().forget(_template(world))
            stamp.write_text(run)


def _nothing_loaded() -> Any:
    return mock.patch("django.core.management.commands.migrate.emit_post_migrate_signal")


def _template(world: str) -> str:
    return f"{connection.vendor}-{world}"


def _files(world: str) -> Path:
    """Where the files that belong to a template are kept."""
    return KEPT / f"{_template(world)}-media"


def _stamp_of_files(world: str) -> Path:
    """Says which making of the template its files are of."""
    return KEPT / f"{_template(world)}-media.key"


def _empty_media() -> None:
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    Path(settings.MEDIA_ROOT).mkdir(parents=True)


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def _key_of_sources() -> str:
    """What is loaded is made by the sources, and some of it with the day on it."""
    return f"{_key(_sources())} {timezone.localdate()}"


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
