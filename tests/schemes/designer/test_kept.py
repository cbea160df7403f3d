"""What is typed when the session ends is there again after signing in, for that person alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.models import Scheme
from tests.factories import PersonFactory, SchemeFactory, member_of
from tests.schemes.warned import author_of, warned_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "patient otter weighs anchors"
FIELD = "[name='/risk/@ri-1/risk/zh']"


@pytest.fixture
def scheme(live_server: Any) -> Scheme:
    return SchemeFactory()


def with_password(person: User) -> User:
    person.set_password(PASSWORD)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def sign_in(page: Page, person: User) -> None:
    page.get_by_label(re.compile("mail", re.I)).fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def begun(page: Page, live_server: Any, scheme: Scheme, person: User) -> None:
    """The person has opened the section and typed, and the session has ended meanwhile."""
    address = reverse("designer:section", args=[scheme.pk, "risk"])
    page.goto(f"{live_server.url}/accounts/login/?lang=en&next={address}")
    sign_in(page, person)
    page.locator("[id='head/risk/@ri-1']").click()
    page.locator(FIELD).fill("没有保存的话")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('typed:'))")


def test_what_was_typed_when_the_session_ended_stands_in_the_form_after_signing_in(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    begun(page, live_server, scheme, author)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, author)
    expect(page.locator(".ts-kept")).to_contain_text("was not saved")
    expect(page.locator(FIELD)).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("没有保存的话")
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/?saved=1")
    expect(page.locator(".ts-kept")).to_have_count(0)
    version = Scheme.objects.get(pk=scheme.pk).newest
    assert version.document["risk"][0]["risk"]["zh"] == "没有保存的话"
    assert kept(page) == []


def test_save_and_go_on_loses_nothing_either(page: Page, live_server: Any, scheme: Scheme) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    begun(page, live_server, scheme, author)
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, author)
    expect(page.locator(FIELD)).to_have_value("没有保存的话")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/sections/closing/")
    assert kept(page) == []


def test_what_was_typed_is_never_offered_to_another_person(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    colleague = with_password(PersonFactory(role=Role.AUTHOR, organisation=scheme.organisation))
    begun(page, live_server, scheme, author)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, colleague)
    page.wait_for_url("**/sections/risk/")
    expect(page.locator(FIELD)).not_to_have_value("没有保存的话")
    expect(page.locator(".ts-kept")).to_have_count(0)
    assert kept(page) == []


def test_signing_in_again_in_another_window_does_not_make_the_form_too_old(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    begun(page, live_server, scheme, author)
    other = page.context.new_page()
    other.goto(f"{live_server.url}/accounts/login/?lang=en")
    sign_in(other, author)
    expect(other.get_by_role("button", name="Sign out")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/?saved=1")
    version = Scheme.objects.get(pk=scheme.pk).newest
    assert version.document["risk"][0]["risk"]["zh"] == "没有保存的话"


def test_the_page_of_a_refused_form_leads_back_to_what_was_typed(
    page: Page, live_server: Any
) -> None:
    version = warned_version()
    author = with_password(author_of(version))
    address = reverse("designer:report", args=[version.scheme_id])
    page.goto(f"{live_server.url}/accounts/login/?lang=en&next={address}")
    sign_in(page, author)
    form = page.locator("form", has=page.locator("textarea"))
    page.locator("details", has=form).locator("summary").first.click()
    form.locator("textarea").first.fill("一段说明")
    page.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    form.get_by_role("button").first.click()
    page.get_by_role("link", name=re.compile("Back to the form")).click()
    expect(form.locator("textarea").first).to_have_value("一段说明")
    expect(form.locator("textarea").first).to_be_visible()
