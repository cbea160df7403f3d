"""What journeys share: people who are signed in already."""

from __future__ import annotations

import pytest
from django.test import Client
from playwright.sync_api import Browser

from portal.accounts.models import User
from tests.journeys.test_whole_path import Visitor


@pytest.fixture
def visit(browser: Browser, live_server, settings):
    settings.SITE_URL = live_server.url

    def arrive(user: User | None = None) -> Visitor:
        """The person with a browser in which they are signed in; nobody, for the public."""
        visitor = Visitor(browser, live_server.url)
        if user is not None:
            client = Client()
            client.force_login(user)
            cookie = client.cookies[settings.SESSION_COOKIE_NAME]
            visitor.page.context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        return visitor

    return arrive
