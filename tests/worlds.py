"""What tests start from: the content that ships alone, or with pages and records besides.

A test chooses by asking for the fixture of that name. Each world is made once and copied
(`tests/databases.py`); tests of one module that ask for the same one follow one another.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.management.sql import emit_post_migrate_signal

LOADED, HOME, SITE, DEMONSTRATION = "loaded", "home", "site", "demonstration"


@dataclass(frozen=True)
class World:
    """The world that it begins as, empty for a migrated database, and what is added to that."""

    start: str
    fill: Callable[[], object]


def world_of(item: pytest.Item) -> str | None:
    """Which world a test asks for, or None for a test without a database."""
    fixtures: list[str] = getattr(item, "fixturenames", [])
    named = [world for world in WORLDS if world in fixtures]
    if named:
        return named[-1]
    needs_database = item.get_closest_marker("django_db") or {"db", "transactional_db"} & {
        *fixtures
    }
    return LOADED if needs_database else None


def _load_content() -> None:
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")


def _install_home() -> None:
    from cms.site_content import install_home

    install_home()


def _install_site() -> None:
    from cms.site_content import install_site

    install_site()


def _load_demonstration() -> None:
    from portal.demo.loading import load_demonstration

    load_demonstration(site=False)


#: Each begins as one above it.
WORLDS = {
    LOADED: World("", _load_content),
    HOME: World(LOADED, _install_home),
    SITE: World(HOME, _install_site),
    DEMONSTRATION: World(SITE, _load_demonstration),
}
