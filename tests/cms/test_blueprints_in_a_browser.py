"""A blueprint version built, previewed, published by two people and used."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from cms.site_content import install_home
from portal.accounts.roles import Role
from schemes.models import BlueprintVersion
from tests.factories import PersonFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def sign_in(page, live_server, person) -> None:
    """Be this person from here on."""
    client = Client()
    client.force_login(person)
    page.context.clear_cookies()
    for name, value in (
        (settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value),
        (settings.LANGUAGE_COOKIE_NAME, "en"),
    ):
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])


def test_a_blueprint_is_built_published_by_two_people_and_used(page, live_server):
    install_home()
    editor = PersonFactory(role=Role.EDITOR)
    regulator = editor.memberships.get().organisation
    second = PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator)
    author = PersonFactory(role=Role.AUTHOR)
    page.set_viewport_size({"width": 1280, "height": 900})

    sign_in(page, live_server, editor)
    page.goto(live_server.url + "/cms/blueprints/")
    page.get_by_role("button", name=re.compile("Begin a new version.*product")).click()
    page.get_by_role("link", name="Open the builder").click()
    page.get_by_role("link", name="Scope").first.click()
    page.get_by_role("link", name="Add a field").click()
    page.get_by_role("link", name="Whole number").click()
    page.get_by_label("Name", exact=False).first.fill("pilot_runs")
    page.get_by_label("Title in Chinese").fill("试运行次数")
    page.get_by_label("Title in English").fill("Pilot runs")
    page.get_by_label("Help in Chinese").fill("填写试运行的次数。")
    page.get_by_label("Help in English").fill("How many pilot runs were made.")
    page.get_by_label("Must be filled in").check()
    page.get_by_role("button", name="Add the field").click()
    frame = page.frame_locator("iframe")
    frame.get_by_label("Pilot runs").wait_for()

    page.get_by_role("link", name="Compatibility").click()
    assert (
        "/pilot_runs" in page.get_by_role("region", name="Can make documents invalid").inner_text()
    )

    page.get_by_role("link", name="State", exact=True).click()
    page.get_by_label("For the authors").fill("试运行次数应当填写。")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Propose for publication").click()
    page.get_by_role("button", name="Propose for publication").click()
    page.get_by_text("A second person must publish").wait_for()

    sign_in(page, live_server, second)
    version = BlueprintVersion.objects.by_ref("product/2")
    page.goto(f"{live_server.url}/cms/blueprints/{version.pk}/")
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.get_by_text("is published.").wait_for()

    sign_in(page, live_server, author)
    page.goto(live_server.url + "/en/workspace/new/")
    page.get_by_role("button", name="product", exact=False).first.click()
    page.goto(page.url.replace("/sections/identity/", "/sections/scope/"))
    page.get_by_label("Pilot runs").wait_for()
