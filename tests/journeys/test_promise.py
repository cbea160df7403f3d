"""A promise in the browser: given, found false, revoked by a second person, read by the public."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.roles import Role
from registry.models import Entry, Filing
from tests.factories import VersionFactory, decider, member_of, officer
from tests.registry.procedure.applications import a_ground
from tests.regulation import open_track

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOUND = "承诺的检测能力不存在。"


def test_a_promise_is_given_found_false_and_revoked(visit):
    open_track("commitment")
    a_ground()
    version = VersionFactory(frozen=True)

    # The body reads the notice, gives the promise, and the scheme is listed at once.
    signatory = visit(member_of(version.scheme.organisation, Role.SIGNATORY))
    signatory.open(f"/en/workspace/schemes/{version.scheme_id}/file/?track=commitment")
    signatory.page.get_by_label("We have read the notice").check()
    signatory.press("Give the promise and submit")
    filing, entry = Filing.objects.get(), Entry.objects.get()
    assert (filing.state, entry.state) == ("promised", "listed")

    # An officer finds the promise false and proposes; the body reads nothing of it.
    officers = visit(officer())
    officers.open(f"/en/desk/filings/{filing.number}/")
    officers.press("Propose the revocation")
    officers.page.get_by_label("Reason from the list").select_option(index=1)
    officers.page.get_by_label("Reason", exact=True).fill(FOUND)
    _declare(officers)
    officers.press("Propose the revocation")
    signatory.open(f"/en/workspace/filings/{filing.number}/")
    expect(signatory.page.locator("main")).not_to_contain_text(FOUND)

    # Another person revokes, and says what becomes of certificates.
    deciders = visit(decider())
    deciders.open(f"/en/desk/filings/{filing.number}/")
    deciders.press("Revoke")
    deciders.page.get_by_label("Reason from the list").select_option(index=1)
    deciders.page.get_by_label("Certificates already issued").select_option("remain_valid")
    deciders.page.get_by_label("Reason", exact=True).fill(FOUND)
    _declare(deciders)
    deciders.press("Revoke")
    filing.refresh_from_db()
    assert filing.state == "promise_revoked"

    # The public reads why, by whom, and what can be done against it.
    public = visit()
    public.open(f"/schemes/{entry.number}?lang=en")
    told = public.page.locator(".ts-standing")
    for words in ("Removed", FOUND, "Decided by", "Remedy"):
        expect(told).to_contain_text(re.compile(words))


def _declare(person) -> None:
    """The statement of impartiality, where the page asks for it."""
    for box in person.page.locator("main input[type=checkbox]").all():
        box.check()
