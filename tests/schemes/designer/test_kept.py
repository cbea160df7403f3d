"""What is typed when the session ends is there again after signing in, for that person alone."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.models import Scheme
from tests.factories import PersonFactory, SchemeFactory, member_of
from tests.schemes.designer.editing import page_of
from tests.schemes.warned import author_of, warned_version

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "patient otter weighs anchors"
RISK = "/risk/@ri-1"
FIELD = "[name='/risk/@ri-1/risk/zh']"
ITEM_PAGE = re.compile(r"/sections/risk/item/\?item=")
# The buttons of an item's page; one is carried out by the script, the other leaves the page.
ANOTHER = "Save and add another"
BACK = "Save and go back to the list"


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
    """The person has opened the item and typed, and the session has ended meanwhile."""
    address = quote(page_of(scheme, "risk", RISK))
    page.goto(f"{live_server.url}/accounts/login/?lang=en&next={address}")
    sign_in(page, person)
    page.wait_for_url(ITEM_PAGE)
    page.locator(FIELD).fill("没有保存的话")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def signed_in_elsewhere(page: Page, live_server: Any, person: User) -> None:
    """The person signs in again in another window of the browser."""
    other = page.context.new_page()
    other.goto(f"{live_server.url}/accounts/login/?lang=en")
    sign_in(other, person)
    expect(other.get_by_role("button", name="Sign out")).to_be_visible()


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('typed:'))")


def test_what_was_typed_when_the_session_ended_stands_in_the_form_after_signing_in(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    begun(page, live_server, scheme, author)
    page.get_by_role("button", name=ANOTHER).click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, author)
    expect(page.locator(".ts-kept")).to_contain_text("was not saved")
    expect(page.locator(FIELD)).to_be_visible()
    expect(page.locator(FIELD)).to_have_value("没有保存的话")
    page.get_by_role("button", name=ANOTHER).click()
    expect(page.locator("h1")).to_have_text("Risk 3 of 3")
    expect(page.locator(".ts-kept")).to_have_count(0)
    version = Scheme.objects.get(pk=scheme.pk).newest
    assert version.document["risk"][0]["risk"]["zh"] == "没有保存的话"
    assert kept(page) == []


def test_saving_and_going_back_loses_nothing_either(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    begun(page, live_server, scheme, author)
    page.get_by_role("button", name=BACK).click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, author)
    expect(page.locator(FIELD)).to_have_value("没有保存的话")
    page.get_by_role("button", name=BACK).click()
    page.wait_for_url(re.compile(r"/sections/risk/\?row="))
    expect(page.locator(f"[id='{RISK}']")).to_contain_text("没有保存的话")
    assert kept(page) == []


def test_what_was_typed_is_never_offered_to_another_person(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    colleague = with_password(PersonFactory(role=Role.AUTHOR, organisation=scheme.organisation))
    begun(page, live_server, scheme, author)
    page.get_by_role("button", name=ANOTHER).click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, colleague)
    page.wait_for_url(ITEM_PAGE)
    expect(page.locator(FIELD)).not_to_have_value("没有保存的话")
    expect(page.locator(".ts-kept")).to_have_count(0)
    assert kept(page) == []


def test_what_was_typed_into_one_item_is_not_offered_in_another(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    begun(page, live_server, scheme, author)
    page.get_by_role("button", name=ANOTHER).click()
    page.wait_for_url("**/accounts/login/**")
    other = "/risk/@ri-2"
    address = quote(page_of(scheme, "risk", other))
    page.goto(f"{live_server.url}/accounts/login/?lang=en&next={address}")
    sign_in(page, author)
    expect(page.locator("h1")).to_have_text("Risk 2 of 2")
    expect(page.locator(".ts-kept")).to_have_count(0)
    # The other item is saved as any other, and the words wait for their own.
    page.locator(f"[name='{other}/risk/zh']").fill("另一条")
    expect(page.locator("[data-saved]")).to_contain_text("Not saved yet")
    expect(page.locator("[data-saved]")).to_contain_text("Saved ")
    page.goto(live_server.url + page_of(scheme, "risk", RISK))
    expect(page.locator(FIELD)).to_have_value("没有保存的话")


def test_signing_in_again_in_another_window_does_not_make_the_form_too_old(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    begun(page, live_server, scheme, author)
    signed_in_elsewhere(page, live_server, author)
    page.get_by_role("button", name=ANOTHER).click()
    expect(page.locator("h1")).to_have_text("Risk 3 of 3")
    version = Scheme.objects.get(pk=scheme.pk).newest
    assert version.document["risk"][0]["risk"]["zh"] == "没有保存的话"


# --- a table, and a section ---------------------------------------------------------------------


def test_the_words_of_a_cell_are_saved_after_signing_in_again_in_another_window(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    page.goto(f"{live_server.url}/accounts/login/?lang=en&next={page_of(scheme, 'risk')}")
    sign_in(page, author)
    page.wait_for_url("**/sections/risk/")
    cell = page.locator(f"[id='{RISK}'] [data-title=Control]")
    cell.click()
    cell.locator("textarea").fill("没有保存的话")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    cell.locator("textarea").press("Enter")
    # It says what to do, goes on saying it, and the words stay where they were typed.
    expect(page.locator("[data-saved]")).to_contain_text("signed out")
    page.wait_for_timeout(500)
    expect(page.locator("[data-saved]")).to_contain_text("signed out")
    expect(cell).to_have_text("没有保存的话")
    signed_in_elsewhere(page, live_server, author)
    expect(page.locator("[data-saved]")).to_contain_text("Saved ", timeout=15_000)
    version = Scheme.objects.get(pk=scheme.pk).newest
    assert version.document["risk"][0]["control"]["en"] == "没有保存的话"


def test_what_was_typed_into_a_section_stands_in_it_after_signing_in(
    page: Page, live_server: Any, scheme: Scheme
) -> None:
    author = with_password(member_of(scheme.organisation, Role.AUTHOR))
    page.goto(f"{live_server.url}/accounts/login/?lang=en&next={page_of(scheme, 'complaints')}")
    sign_in(page, author)
    page.wait_for_url("**/sections/complaints/")
    field = page.locator("[name='/complaints_appeals/channels/@cc-1/text/zh']")
    field.fill("没有保存的话")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.wait_for_url("**/accounts/login/**")
    sign_in(page, author)
    expect(page.locator(".ts-kept")).to_contain_text("was not saved")
    expect(field).to_have_value("没有保存的话")
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url("**/sections/risk/")
    version = Scheme.objects.get(pk=scheme.pk).newest
    assert version.document["complaints_appeals"]["channels"][0]["text"]["zh"] == "没有保存的话"
    assert kept(page) == []


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
