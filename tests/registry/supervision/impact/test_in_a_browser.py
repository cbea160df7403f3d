"""The pages of impact, of a filing's checks and of reference data in Chromium, as axe sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from portal.reference.changes import acting
from portal.reference.models import Standard
from registry.models import ImpactRun
from registry.supervision.impact.runs import carry_out
from tests.cms.test_in_a_browser import PHONE, complaints_about
from tests.factories import PASSWORD, FilingFactory, officer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def withdraw(number: str) -> ImpactRun:
    """Withdraw a standard as an editor does, and have everything examined."""
    with acting(None, "form"):
        row, _created = Standard.objects.get_or_create(
            number=number, defaults={"type": "GB/T", "title_zh": "甲"}
        )
        row.status = "withdrawn"
        row.valid_until = timezone.localdate() - timedelta(days=1)
        row.save()
    return carry_out(ImpactRun.objects.get())


def addresses(number: str, run: int) -> tuple[str, ...]:
    """The pages to look at, below a language."""
    return (
        "desk/impact/",
        f"desk/impact/{run}/",
        f"desk/filings/{number}/report/",
        f"desk/filings/{number}/neighbours/",
        f"desk/filings/{number}/marks/",
        "reference/",
        "reference/standards/",
        "reference/standards/history/",
        "reference/classification/",
        "rules/",
    )


def test_the_new_pages_are_accessible_and_fit_a_phone(page, live_server):
    filing, person = FilingFactory(), officer()
    run = withdraw(filing.version.document["basis"][0]["ref"])
    assert run.hits.exists()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    page.set_viewport_size(PHONE)
    page.goto(live_server.url + "/accounts/login/?lang=en")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")
    wrong = []
    for address in addresses(filing.number, run.pk):
        for language in ("zh-hans", "en"):
            wrong += complaints_about(page, f"{live_server.url}/{language}/{address}")
    assert wrong == []
