"""What every test starts from: no memory of the test before it, and a browser that can start."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import translation

from tests.databases import create_test_database, drop_test_database, restore_test_database

# Playwright keeps an event loop on the test's thread, and Django then refuses the database to
# every later test of that thread. The tests are synchronous; nothing awaits.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Each test begins with an empty cache and in English, so that any order gives one result."""
    cache.clear()
    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    django_db_modify_db_settings: None,
) -> Iterator[None]:
    """A database with the content that ships, and a new one after each test that commits."""
    with django_db_blocker.unblock():
        name = create_test_database(anew=request.config.getvalue("create_db"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore_test_database)
        yield
    with django_db_blocker.unblock():
        drop_test_database(name)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one; root needs it without its sandbox."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
    chosen: dict[str, Any] = {**browser_type_launch_args, "args": arguments}
    if chromium is not None:
        chosen["executable_path"] = chromium
    return chosen


def pytest_unconfigure() -> None:
    """Remove the uploads and the database of this run."""
    if settings.configured:
        shutil.rmtree(settings.SCRATCH, ignore_errors=True)
