from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken, WrongState
from portal.core.outbox import deliver_waiting
from registry.models import Entry, Filing, Notice, Publication, Remark
from registry.procedure.actions import RequestCorrection, Submit, TakeUp, Withdraw
from registry.procedure.clock import clock_of
from registry.procedure.remarks import write_remark
from registry.states import EntryState, FilingState, Outcome
from tests.factories import (
    FilingFactory,
    decider,
    member_of,
    officer,
    propose,
    record_no_objection,
)
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db


def _signatory(filing):
    return member_of(filing.organisation, Role.SIGNATORY)


def _withdraw(filing, reason="另行备案") -> Filing:
    return Withdraw(filing, _signatory(filing), reason=reason, none_issued=True).run()


def test_a_first_filing_that_is_withdrawn_ends_its_entry_and_keeps_the_record():
    filing = FilingFactory(correction_requested=True)
    _withdraw(filing)
    filing.refresh_from_db()
    entry = Entry.objects.get()
    assert (filing.state, clock_of(filing)) == (FilingState.WITHDRAWN, None)
    assert filing.closed_at is not None
    assert (entry.state, entry.end_reason) == (EntryState.DEREGISTERED, "另行备案")
    assert entry.events.last().event == filing.events.last().event == "withdrawn"
    assert (Remark.objects.count(), Notice.objects.count()) == (1, 1)


def test_what_is_in_force_ends_with_its_filing_only_where_no_certificate_is_valid():
    filing = FilingFactory()
    Entry.objects.update(effective_from=timezone.localdate())
    with pytest.raises(RulesBroken, match="deregister the scheme"):
        Withdraw(filing, _signatory(filing), reason="另行备案").run()
    Entry.objects.update(effective_from=timezone.localdate() + datetime.timedelta(days=1))
    Withdraw(filing, _signatory(filing), reason="另行备案").run()
    told = Entry.objects.get().events.latest("pk").data
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    assert (told["wind_down"], told["successor"]) == ("none_issued", "none")
    assert told["no_new_after"] == yesterday.isoformat()


def test_the_page_asks_for_it_and_leads_to_the_plan(client):
    filing = FilingFactory()
    Entry.objects.update(effective_from=timezone.localdate())
    client.force_login(_signatory(filing))
    address = reverse("workspace:withdraw", args=[filing.number])
    plan = reverse("workspace:deregister", args=[Entry.objects.get().number])
    assert f'href="{plan}"' in client.get(address).content.decode()
    words = {"reason": "另行备案", "understood": "on"}
    refused = client.post(address, words)
    assert refused.status_code == 422
    assert "Say that no certificate is valid, or deregister." in refused.content.decode()
    assert client.post(address, {**words, "none_issued": "on"}).status_code == 302
    page = client.get(Entry.objects.get().get_absolute_url(), {"lang": "en"}).content.decode()
    assert "None is valid: there is nothing to wind down" in page


def test_after_an_amendment_that_is_withdrawn_the_text_before_is_in_force_again():
    filing = FilingFactory(no_objection=True)
    first = filing.version
    version = next_version(filing.scheme, "2.0.0")
    Submit(version, _signatory(filing)).run()
    _withdraw(version.submissions.get().filing)
    entry = Entry.objects.get()
    assert (entry.state, entry.version) == (EntryState.LISTED, first)
    in_force = entry.listed_versions.get(superseded_at__isnull=True)
    assert in_force.version == first
    assert Publication.objects.get(entry=entry).version_label == first.label
    told = entry.events.latest("pk")
    assert (told.event, told.data["version"]) == ("withdrawn", first.label)
    third = next_version(filing.scheme, "3.0.0")
    assert Submit(third, _signatory(filing)).run().submissions.get().filing.is_amendment


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_filing_is_not_withdrawn_without_a_reason(reason):
    with pytest.raises(RulesBroken, match="Say why"):
        _withdraw(FilingFactory(), reason)


def test_a_filing_that_has_its_outcome_is_not_withdrawn_any_more():
    filing = FilingFactory(under_review=True)
    page_of_before = Filing.objects.get(pk=filing.pk)
    record_no_objection(filing)
    with pytest.raises(WrongState, match="has changed meanwhile"):
        _withdraw(page_of_before)
    assert Entry.objects.get().state == EntryState.LISTED


def test_a_filing_that_was_withdrawn_while_being_decided_is_not_decided():
    filing = FilingFactory(under_review=True)
    write_remark(filing, officer(), text="补充")
    proposed = propose(filing, Outcome.CORRECTION_REQUESTED)
    _withdraw(proposed)
    with pytest.raises(WrongState, match="has changed meanwhile"):
        RequestCorrection(proposed, decider(), reasons="理由").run()
    assert not Notice.objects.exists()
    with pytest.raises(WrongState, match="has changed meanwhile"):
        TakeUp(proposed, officer()).run()


def test_the_officer_and_the_body_hear_of_it(mailoutbox):
    filing = FilingFactory(under_review=True, officer=officer())
    _withdraw(filing)
    deliver_waiting()
    told = {to for message in mailoutbox if "另行备案" in message.body for to in message.to}
    assert {officer().email, _signatory(filing).email} <= told


def test_the_body_withdraws_on_a_page_that_says_what_it_means(client):
    filing = FilingFactory()
    address = reverse("workspace:withdraw", args=[filing.number])
    client.force_login(_signatory(filing))
    assert client.get(reverse("workspace:filing", args=[filing.number])).context["may_withdraw"]
    assert client.get(address).context["before"] is None
    assert client.post(address, {"reason": "另行备案"}).status_code == 422
    words = {"reason": "另行备案", "understood": "on"}
    assert client.post(address, words).status_code == 302
    assert client.post(address, words).status_code == 409
    assert Filing.objects.get().state == FilingState.WITHDRAWN


def test_an_author_does_not_withdraw(client):
    filing = FilingFactory()
    client.force_login(member_of(filing.organisation, Role.AUTHOR))
    assert client.get(reverse("workspace:withdraw", args=[filing.number])).status_code == 403
