"""The public site as it ships, whole or only as much as most tests need."""

from __future__ import annotations

import pytest

from cms.site_content import install_home, install_site


@pytest.fixture
def site(db):
    """All pages."""
    return install_site()


@pytest.fixture
def home(db):
    """The home pages and the editors' permissions: ten times as quick."""
    return install_home()
