"""The public pages in Chromium: nothing that axe finds, nothing that sticks out on a phone."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from axe_playwright_python.sync_playwright import Axe

from portal.accounts.roles import Role
from tests.factories import PASSWORD, PersonFactory

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
PUBLIC = ("/{}/", "/{}/guidance/", "/{}/guidance/how-to-file/", "/{}/news/", "/{}/open-data/")
ACCOUNT = ("/accounts/2fa/", "/accounts/password/change/", "/accounts/email/")

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def complaints_about(page, address: str) -> list[str]:
    """What is wrong with a page as it is drawn."""
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else 0)
    page.goto(address)
    found = Axe().run(page).response["violations"]
    too_wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return [
        *(f"{address}: {violation['id']}" for violation in found),
        *(f"{address}: {line}" for line in said),
        *([f"{address}: wider than the window"] if too_wide else []),
    ]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_public_pages_are_accessible_and_fit(page, live_server, site, language, size):
    page.set_viewport_size(size)
    wrong = []
    for address in PUBLIC:
        wrong += complaints_about(page, live_server.url + address.format(language))
    assert wrong == []


def test_a_person_signs_in_and_looks_after_the_account(page, live_server, site):
    person = PersonFactory(role=Role.EDITOR)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    page.goto(live_server.url + "/accounts/login/?lang=en")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/cms/")
    wrong = []
    for address in ACCOUNT:
        wrong += complaints_about(page, live_server.url + address)
    assert wrong == []
