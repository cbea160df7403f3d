"""What an editor typed when the session ended is not lost: it is there after signing in."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page as Browser
from playwright.sync_api import expect

from cms.models import StandardPage
from portal.accounts.models import User
from portal.accounts.roles import Role
from tests.factories import PersonFactory
from tests.schemes.designer.test_kept import kept, sign_in, with_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def editor(site: None) -> User:
    return with_password(PersonFactory(role=Role.EDITOR))


def opened(page: Browser, live_server: Any, editor: User, address: str) -> None:
    page.goto(f"{live_server.url}/accounts/login/?lang=en&next={address}")
    sign_in(page, editor)
    page.wait_for_url(f"**{address}")


def sent_too_late(page: Browser, editor: User) -> None:
    """The session has ended meanwhile; the person saves, and signs in again."""
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("form[data-edit-form] button[type=submit]").first.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, editor)


def test_a_row_of_a_register_stands_in_its_form_again(
    page: Browser, live_server: Any, editor: User
) -> None:
    address = "/cms/snippets/registry/reasoncode/add/"
    opened(page, live_server, editor, address)
    page.locator("[name=code]").fill("too_long_away")
    page.locator("[name=name_zh]").fill("离开太久")
    sent_too_late(page, editor)
    page.wait_for_url(f"**{address}")
    expect(page.locator(".ts-kept")).to_contain_text("was not saved")
    expect(page.locator("[name=name_zh]")).to_have_value("离开太久")
    expect(page.locator("[name=code]")).to_have_value("too_long_away")


def test_a_page_with_its_text_becomes_a_draft_when_the_editor_wants_it(
    page: Browser, live_server: Any, editor: User
) -> None:
    written = StandardPage.objects.get(slug="about", locale__language_code="en")
    address = reverse("wagtailadmin_pages:edit", args=[written.pk])
    opened(page, live_server, editor, address)
    text = page.locator("[contenteditable=true]").first
    expect(text).to_be_visible()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("[name=summary]").fill("Typed after the session.")
    text.click()
    page.keyboard.type("And in the text. ")
    # Wagtail's editor hands its text to the form in pauses.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("And in the text"))
    sent_too_late(page, editor)
    page.wait_for_url(f"**{address}")
    page.get_by_role("button", name="Save it as a draft").click()
    expect(page.locator("[name=summary]")).to_have_value("Typed after the session.")
    expect(page.locator("[contenteditable=true]").first).to_contain_text("And in the text.")
    written.refresh_from_db()
    draft = written.get_latest_revision_as_object()
    assert draft.summary == "Typed after the session."
    assert written.summary != draft.summary
    assert kept(page) == []
