"""A body loses a field and gets it back, as four people meet it: editor, public, body, decider."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import expect

from portal.accounts.models import ApprovedField
from portal.accounts.roles import Role
from portal.core.outbox import deliver_waiting
from registry.models import Entry, Filing
from registry.procedure.actions.permitting import ProposeApproval
from tests.cms.registers import address
from tests.factories import (
    EntryFactory,
    VersionFactory,
    decider,
    member_of,
    officer,
    organisation_for,
)
from tests.journeys.test_whole_path import Visitor
from tests.registry.procedure.applications import accepted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def entry(home) -> Entry:
    """A scheme in force; another one of its body waits for a decision on its approval."""
    made = EntryFactory()
    Entry.objects.filter(pk=made.pk).update(effective_from=timezone.localdate())
    filing = accepted(VersionFactory(frozen=True, organisation=made.organisation))
    ProposeApproval(filing, officer(), reason="符合条件。").run()
    deliver_waiting()
    return Entry.objects.get(pk=made.pk)


def set_last_day(editor: Visitor, row: ApprovedField, day: str) -> None:
    """Give an approval a last day, or take it away, in the form of its row."""
    editor.page.goto(f"{editor.address}{address('approvals', 'edit', row.pk)}")
    editor.page.get_by_label("Valid until").fill(day)
    editor.page.keyboard.press("Escape")  # the calendar lies over the buttons
    editor.page.get_by_role("button", name="Save", exact=True).click()
    editor.page.wait_for_url(re.compile(r"/approvedfield/$"))
    assert editor.errors == []
    assert deliver_waiting()[1] == 0


def approve(deciding: Visitor, filing: Filing) -> None:
    deciding.open(f"/en/desk/filings/{filing.number}/acts/approve/")
    deciding.page.get_by_label("Reason", exact=True).fill("准予批准。")
    for box in deciding.page.locator("main input[type=checkbox]").all():
        box.check()
    deciding.page.locator("main form button[type=submit]").first.click()
    deciding.page.wait_for_load_state()
    deciding.look()
    filing.refresh_from_db()


def test_a_field_that_is_lost_stops_what_rests_on_it_until_it_is_given_back(entry, visit):
    body, filing = entry.organisation, Filing.objects.get(track="approval")
    signatory, editor = (
        member_of(body, Role.SIGNATORY),
        visit(member_of(organisation_for(Role.EDITOR), Role.EDITOR)),
    )
    signed = VersionFactory(frozen=True, organisation=body)
    yesterday = timezone.localdate() - timedelta(days=1)
    rows = list(ApprovedField.objects.filter(organisation=body))
    mail.outbox.clear()

    # The editor ends the approvals; the entry is frozen, and its body hears of it.
    for row in rows:
        set_last_day(editor, row, yesterday.isoformat())
    entry.refresh_from_db()
    assert entry.state == "frozen"
    assert [one for one in mail.outbox if signatory.email in one.to and entry.number in one.body]

    # The public reads it at once, on the page of the scheme and where its number is verified.
    public = visit()
    for page in (f"/schemes/{entry.number}", f"/v/{entry.number}"):
        public.open(f"{page}?lang=en")
        expect(public.page.locator("main")).to_contain_text("approval of")
        expect(public.page.locator("[class*=body_not_approved]").first).to_be_visible()

    # The body finds it in its inbox, and cannot submit what it has signed in the field.
    at_body = visit(signatory)
    at_body.open("/en/workspace/inbox/")
    expect(at_body.page.locator("main")).to_contain_text(str(entry.scheme))
    at_body.open(f"/en/workspace/schemes/{signed.scheme_id}/file/")
    expect(at_body.page.locator("main")).to_contain_text("not approved")
    expect(at_body.page.get_by_role("button", name=re.compile("^Submit"))).to_have_count(0)

    # What is not decided yet is held, and the page says why.
    deciding = visit(decider())
    approve(deciding, filing)
    assert filing.state == "decision_proposed"
    expect(deciding.page.locator("main")).to_contain_text("is not approved today for")

    # With the field everything goes on.
    for row in rows:
        set_last_day(editor, row, "")
    entry.refresh_from_db()
    assert entry.state == "listed"
    public.open(f"/v/{entry.number}?lang=en")
    expect(public.page.locator("[class*=body_not_approved]")).to_have_count(0)
    approve(deciding, filing)
    assert filing.state == "approved"
