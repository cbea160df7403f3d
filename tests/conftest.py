"""What every test starts from: no memory of the test before it, and a browser that can start."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import TransactionTestCase
from django.utils import timezone, translation

from registry.wording import keep_no_rows
from tests.databases import (
    create_test_database,
    drop_test_database,
    go_to,
    present_world,
    restore_test_database,
)
from tests.day import begin_day, end_day
from tests.kept import KEEPER, know_sign_ins
from tests.order import dear_first, without_what_no_database_changes
from tests.worlds import DEMONSTRATION, HOME, SITE, world_of

# Playwright keeps an event loop on the test's thread, and Django then refuses the database to
# every later test of that thread. The tests are synchronous; nothing awaits.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the suite be run once more, on another database."""
    parser.addoption(
        "--where-the-database-counts",
        action="store_true",
        help="leave out what would find the same on any database (docs/adr/0055)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Begin the day of this run."""
    begin_day(config, settings.TIME_ZONE)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Let a worker begin at the same time."""
    node.workerinput["begun"] = timezone.now().isoformat()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that two workers end together."""
    if config.getoption("where_the_database_counts"):
        config.hook.pytest_deselected(items=without_what_no_database_changes(items))
    dear_first(items)


def pytest_collection() -> None:
    """Cases are named by what tracks are called, before there is a database."""
    keep_no_rows()


def pytest_collection_finish() -> None:
    """What has been imported stays: the collector of garbage need not walk it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Each test begins with an empty cache and in English, so that any order gives one result."""
    cache.clear()
    keep_no_rows()
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
        create_test_database(anew=request.config.getvalue("create_db"))
        _has_database.append(django_db_blocker)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore_test_database)
        yield
    _has_database.clear()
    with django_db_blocker.unblock():
        drop_test_database()


know_sign_ins()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the fixtures of a test: its database and files are those of its world."""
    world = world_of(item)
    if world is None:
        return
    if go_to(world) and _has_database:
        with _has_database[0].unblock():
            restore_test_database()
    KEEPER.begin(world)


#: What lets into the database of this process, once there is one.
_has_database: list[Any] = []


@pytest.fixture
def home(db: None) -> None:
    """Start with the home pages and the editors' permissions."""
    assert present_world() == HOME


@pytest.fixture
def site(db: None) -> None:
    """Start with all pages."""
    assert present_world() == SITE


@pytest.fixture
def demonstration(db: None) -> None:
    """Start with all pages and the demonstration."""
    assert present_world() == DEMONSTRATION


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What all rules together were given, each time that they were asked."""
    from schemes.validation import run as module

    asked: list[Any] = []
    ask = module.run
    monkeypatch.setattr(module, "run", lambda *given: asked.append(given) or ask(*given))
    return asked


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one; root needs it without its sandbox."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    arguments = [
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    arguments += ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
    chosen: dict[str, Any] = {**browser_type_launch_args, "args": arguments}
    if chromium is not None:
        chosen["executable_path"] = chromium
    return chosen


def pytest_unconfigure() -> None:
    """Remove the uploads and the database of this run, and set the clock back."""
    end_day()
    if settings.configured:
        shutil.rmtree(settings.SCRATCH, ignore_errors=True)
