"""A kind of message to watch, a database of one's own, and a mail server that misbehaves."""

from __future__ import annotations

import copy
import sqlite3

import pytest
from django.db import connection

from portal.core import outbox
from tests.portal.core.outbox.mail_server import MailServer


@pytest.fixture
def done(monkeypatch):
    """A kind of message whose handler notes what it did, and fails when told to."""
    carried_out: list[object] = []

    def handle(payload):
        if payload.get("fails"):
            raise RuntimeError("no way")
        carried_out.append(payload["what"])

    monkeypatch.setitem(outbox.HANDLERS, "test", handle)
    return carried_out


@pytest.fixture
def policy(settings):
    """The settings of the outbox, to be changed for one test."""
    settings.OUTBOX = copy.deepcopy(settings.OUTBOX)
    return settings.OUTBOX


@pytest.fixture
def mail_server(settings):
    """A mail server on this machine, which the portal sends to."""
    with MailServer() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = server.hostname
        settings.EMAIL_PORT = server.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 0.3
        yield server


@pytest.fixture(autouse=True)
def _django_db_marker(request):
    """pytest-django's, which opens a transaction for each test that is marked.

    A test with a database of its own is marked so that there is one to copy, and then has none
    of that transaction.
    """
    if request.node.get_closest_marker("django_db") and "own_database" not in request.fixturenames:
        request.getfixturevalue("_django_db_helper")


@pytest.fixture
def own_database(django_db_setup, django_db_blocker, tmp_path, settings):
    """A copy of the empty database, where what is written is there for other processes."""
    settings.MEDIA_ROOT = tmp_path / "media"
    with django_db_blocker.unblock():
        name = connection.settings_dict["NAME"]
        connection.close()
        own = _copy(name, tmp_path)
        connection.settings_dict["NAME"] = own
        try:
            yield own
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            _remove(own)


def _copy(name, folder):
    if connection.vendor == "sqlite":
        own = str(folder / "own.sqlite3")
        with sqlite3.connect(name) as source, sqlite3.connect(own) as target:
            source.backup(target)
        source.close()
        target.close()
        return own
    own = f"{name}_own"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{own}" TEMPLATE "{name}"')
    return own


def _remove(own):
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{own}" WITH (FORCE)')
