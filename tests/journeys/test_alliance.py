"""An alliance of three in the browser: founded, signed, filed, reviewed once; one leaves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from registry.models import Alliance, Entry, Filing
from registry.procedure.actions import TakeUp
from registry.states import EntryState, FilingState
from tests.factories import (
    PASSWORD,
    OrganisationFactory,
    VersionFactory,
    decider,
    officer,
    propose,
)
from tests.registry.alliances.joining import signatory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _join_and_sign(member, home: str, waits: str) -> None:
    """A signatory finds the invitation among what waits, joins, and counter-signs the text."""
    member.open("/en/workspace/")
    member.follow(waits)
    member.press("Join the alliance")
    member.press("Read and counter-sign")
    member.page.get_by_label("I sign this commitment").check()
    member.page.get_by_label("Your password, once more").fill(PASSWORD)
    member.press("Counter-sign and file")
    expect(member.page).to_have_url(re.compile(home))


def test_three_bodies_file_one_text_are_reviewed_once_and_one_of_them_leaves(visit):
    version = VersionFactory(frozen=True)
    lead, fields = version.scheme.organisation, version.document["domains"]
    bodies = [OrganisationFactory(fields=fields), OrganisationFactory(fields=fields)]

    # The lead founds the alliance, invites two bodies, and makes its signed text a joint one.
    leading = visit(signatory(lead))
    leading.open("/en/workspace/alliances/found/")
    leading.page.get_by_label("Name in Chinese").fill("绿色品质认证联盟")
    leading.page.get_by_label("Name in English").fill("Green Quality Alliance")
    leading.press("Found the alliance")
    home = re.sub(r"^https?://[^/]+", "", leading.page.url)
    for body in bodies:
        leading.page.get_by_label("Certification body", exact=True).select_option(str(body.pk))
        leading.press("Invite")
    leading.page.get_by_label("Scheme of the lead").select_option(str(version.scheme_id))
    leading.press("Make it a joint rule")

    # Each member answers for itself, and the lead's submission files it for all of them.
    members = [visit(signatory(body)) for body in bodies]
    for one in members:
        _join_and_sign(one, home, "Say whether your body joins")
    leading.open(f"/en/workspace/schemes/{version.scheme_id}/file/")
    expect(leading.page.locator("main")).to_contain_text("counter-signed by")
    leading.press("Submit the filing")
    assert Entry.objects.count() == 3
    filing = Filing.objects.get(organisation=lead)

    # The desk has one case; its one decision is the outcome of all three filings.
    TakeUp(filing, officer()).run()
    propose(Filing.objects.get(pk=filing.pk), "no_objection")
    deciding = visit(decider())
    deciding.open(f"/en/desk/filings/{filing.number}/")
    for led in filing.led.all():
        expect(deciding.page.locator("main")).to_contain_text(led.number)
    deciding.open(f"/en/desk/filings/{filing.number}/decide/")
    deciding.press("Go on to the preview")
    deciding.page.get_by_label("I declare to be impartial").check()
    deciding.press("Confirm and send")
    assert set(Filing.objects.values_list("state", flat=True)) == {FilingState.NO_OBJECTION}

    # One member leaves: its own entry ends.
    leaving = members[0]
    leaving.open(home)
    leaving.follow("Leave the alliance")
    leaving.page.get_by_label("What becomes of certificates").select_option("none_issued")
    leaving.page.get_by_label("I understand that this cannot be undone").check()
    leaving.page.get_by_label("Reason", exact=True).fill("业务调整，不再开展该项认证。")
    leaving.press("Leave the alliance")
    ended = Entry.objects.get(organisation=bodies[0])
    assert ended.state == EntryState.DEREGISTERED
    assert Alliance.objects.get().members.current().count() == 2

    # The public reads on each page who belonged to it until when; the others stand.
    public = visit()
    for entry in Entry.objects.all():
        data = public.page.request.get(f"{public.address}/api/v1/schemes/{entry.number}").json()
        assert (data["status"] == "deregistered") == (entry == ended)
        left = [one["left_on"] is not None for one in data["alliance"]["members"]]
        assert sorted(left) == [False, False, True]
    standing = Entry.objects.get(organisation=bodies[1])
    for entry in (standing, ended):
        public.open(f"{entry.get_absolute_url()}?lang=en")
        told = public.page.locator("main").inner_text()
        assert "Green Quality Alliance" in told
        assert all(one.number in told for one in (standing, ended))
        assert told.lower().startswith("deregistered") == (entry == ended)
    public.open(f"/v/{ended.number}?lang=en")
    expect(public.page.locator("main")).to_contain_text("deregistered")
    public.open("/en/marks/")
    expect(public.page.locator(f"main a[href*='{standing.number}']").first).to_be_visible()
    assert public.page.locator(f"main a[href*='{ended.number}']").count() == 0
