"""An approval in the browser: chosen in the wizard, with an expert and an extension."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.roles import Role
from registry.models import Entry, ExpertPanel, Filing
from registry.procedure.clock import clock_of
from registry.states import PauseCause
from tests.factories import VersionFactory, decider, member_of, officer
from tests.registry.experts.hearing import pool, secret
from tests.regulation import open_track

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _act(person, filing: Filing, name: str, reason: str) -> None:
    """Carry out an act of the desk from the page of the filing, with what it asks."""
    person.open(f"/en/desk/filings/{filing.number}/acts/{name}/")
    person.page.get_by_label("Reason", exact=True).fill(reason)
    for box in person.page.locator("main input[type=checkbox]").all():
        box.check()
    person.page.locator("main form button[type=submit]").first.click()
    person.page.wait_for_load_state()
    person.look()
    filing.refresh_from_db()


def test_an_approval_is_chosen_examined_with_an_expert_extended_and_listed(visit):
    open_track("approval")
    version = VersionFactory(frozen=True)

    # The wizard says what the law asks for, and what else is open; the body chooses approval.
    signatory = visit(member_of(version.scheme.organisation, Role.SIGNATORY))
    signatory.open(f"/en/workspace/schemes/{version.scheme_id}/file/")
    expect(signatory.page.locator("main")).to_contain_text("What the law asks for")
    signatory.follow("Choose “Approval”")
    expect(signatory.page.locator("main")).to_contain_text("With the approval; nothing is listed")
    signatory.press("Submit the application")
    expect(signatory.page.locator("main")).to_contain_text("Test Law, article 1")
    filing = Filing.objects.get()
    assert (filing.state, Entry.objects.exists()) == ("applied", False)

    # An officer accepts it and draws an expert; the clock stands until the opinion is there.
    examiner = visit(officer())
    _act(examiner, filing, "accept", "材料齐全。")
    pool(filing, 1)
    examiner.open(f"/en/desk/filings/{filing.number}/experts/")
    examiner.page.get_by_label("How many experts").fill("1")
    examiner.page.get_by_label("What you ask").fill("检测方法是否适用？")
    examiner.page.get_by_label("The clock stands").check()
    examiner.press(re.compile("^Draw"))
    assert filing.intervals.running().get().pause == PauseCause.EXPERT_REVIEW

    # The expert comes by the link, without an account, and hands the opinion in.
    expert, link = visit(), f"/experts/{secret(ExpertPanel.objects.get().seats.get())}/"
    expert.open(f"{link}?lang=en")
    expert.page.get_by_label("I declare this").check()
    expert.press("Declare and read the document")
    expert.open(f"{link}opinion/")
    expert.page.locator("main input[type=radio]").first.check()
    expert.page.get_by_label("Your opinion", exact=True).fill("方法适用。")
    expert.press("Hand in the opinion")
    assert filing.intervals.running().get().pause == ""

    # A decider extends once, the officer proposes, the decider approves.
    deciding = visit(decider())
    before = clock_of(filing).due
    _act(deciding, filing, "extend_clock", "情况复杂。")
    assert clock_of(filing).due > before
    signatory.open(f"/en/workspace/filings/{filing.number}/")
    expect(signatory.page.locator("main")).to_contain_text("10 of them by extension")
    _act(examiner, filing, "propose_approval", "符合条件。")
    _act(deciding, filing, "approve", "准予批准。")
    assert filing.state == "approved"

    # The public finds it with its track.
    public = visit()
    public.open(f"/schemes/{Entry.objects.get().number}?lang=en")
    expect(public.page.locator("main")).to_contain_text("Approval")
