"""The commitment track: listed on a promise, checked later, revoked with the entry."""

from __future__ import annotations

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken
from portal.core.mail import rendered
from portal.core.models import OutboxMessage
from portal.reference.models import RegulatorText
from registry.models import Decision, Entry, Filing, Publication
from registry.procedure.actions import Submit
from registry.procedure.actions.promising import (
    ConfirmPromise,
    ProposeRevocation,
    ReturnRevocation,
    Revoke,
    text_of_today,
)
from registry.procedure.clock import clock_of
from tests.factories import PersonFactory, VersionFactory, decider, member_of, officer
from tests.registry.amending import next_version
from tests.registry.procedure.applications import a_ground
from tests.registry.procedure.promises import (
    BROKEN,
    asked_to_make_good,
    promised,
    revocation_proposed,
)
from tests.regulation import open_track

pytestmark = pytest.mark.django_db


def removal_words():
    return {"reason_code": a_ground(), "certificates": "remain_valid", **BROKEN}


def last_letter():
    mails = OutboxMessage.objects.filter(kind="mail", payload__template="act")
    return rendered("act", mails.latest("pk").payload["context"])[1]


def after_its_time(filing):
    late = clock_of(filing).due + datetime.timedelta(days=1)
    moment = timezone.make_aware(datetime.datetime.combine(late, datetime.time(10)))
    return time_machine.travel(moment, tick=False)


def test_a_promise_lists_at_once_and_is_kept_in_its_words():
    filing = promised()
    assert (filing.state, filing.entry.state) == ("promised", "listed")
    kept = filing.submissions.get().words["promise"]
    assert kept == {"version": text_of_today().version, "text": text_of_today().text}
    assert Publication.objects.get().track == "commitment"
    effective = datetime.datetime.combine(filing.entry.effective_from, datetime.time(10))
    with time_machine.travel(timezone.make_aware(effective), tick=False):
        page = Client().get(f"/schemes/{filing.entry.number}", {"lang": "en"}).content.decode()
    assert "A licence on a promise" in page
    assert "the regulator has received this rule" not in page


@pytest.mark.parametrize("given", [None, "", "an older version"])
def test_without_the_promise_of_today_nothing_is_listed(given):
    open_track("commitment")
    version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    with pytest.raises(RulesBroken, match="words that hold today"):
        Submit(version, signatory, track="commitment", promise=given).run()
    assert not Entry.objects.exists()


def test_without_a_notice_the_track_is_closed():
    RegulatorText.objects.filter(kind="notice_and_commitment").delete()
    open_track("commitment")
    version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    with pytest.raises(RulesBroken, match="published no notice"):
        Submit(version, signatory, track="commitment").run()


def test_an_officer_alone_records_that_the_promise_is_kept():
    filing = ConfirmPromise(promised(), officer(), reason="现场核查属实").run()
    assert (filing.state, clock_of(filing)) == ("promise_kept", None)
    assert filing.entry.events.latest("pk").event == "promise_kept"
    page = Client().get(f"/schemes/{filing.entry.number}", {"lang": "en"}).content.decode()
    assert "was verified" in page


def test_a_corrected_version_brings_a_new_promise_and_the_check_goes_on():
    filing = asked_to_make_good()
    version = next_version(filing.scheme, "1.0.1")
    signatory = member_of(filing.organisation, Role.SIGNATORY)
    with pytest.raises(RulesBroken, match="words that hold today"):
        Submit(version, signatory).run()
    Submit(version, signatory, promise=text_of_today().version).run()
    filing.refresh_from_db()
    assert (filing.state, filing.round, clock_of(filing).rule.key) == (
        "promised",
        2,
        "promise_check",
    )


def test_the_time_to_make_good_is_waited_for():
    filing = asked_to_make_good()
    with pytest.raises(RulesBroken, match="has time until"):
        revocation_proposed(filing)
    with after_its_time(filing):
        assert revocation_proposed(filing).state == "revocation_proposed"


def test_a_revocation_removes_the_entry_with_ground_decider_and_remedy():
    filing = Revoke(revocation_proposed(), decider(), **removal_words()).run()
    entry = Entry.objects.get()
    assert (filing.state, entry.state, entry.ended_on) == (
        "promise_revoked",
        "removed",
        timezone.localdate(),
    )
    told = entry.events.latest("pk")
    assert told.event == "removed"
    assert {"ground", "decided_by", "remedy", "certificates"} <= told.data.keys()
    assert Decision.objects.get().outcome == "revoked"
    assert entry.publication.state == "removed"
    page = Client().get(f"/schemes/{entry.number}").content.decode()
    assert BROKEN["reason"] in page
    assert "sixty days" in last_letter()


def test_who_proposed_does_not_decide():
    both = PersonFactory(role=Role.OFFICER)
    filing = ProposeRevocation(promised(), both, reason_code=a_ground(), **BROKEN).run()
    with pytest.raises(NotAllowed, match="Only deciders"):
        Revoke(filing, both, **removal_words()).run()


def test_a_revocation_says_what_becomes_of_certificates():
    words = removal_words() | {"certificates": ""}
    with pytest.raises(RulesBroken, match="certificates already issued"):
        Revoke(revocation_proposed(), decider(), **words).run()
    assert Entry.objects.get().state == "listed"


def test_a_returned_proposal_is_read_by_the_desk_alone():
    filing = ReturnRevocation(revocation_proposed(), decider(), reason="证据不足").run()
    assert filing.state == "promised"
    signatory = Client()
    signatory.force_login(member_of(filing.organisation, Role.SIGNATORY))
    page = signatory.get(reverse("workspace:filing", args=[filing.number])).content.decode()
    assert "证据不足" not in page
    assert BROKEN["reason"] not in page
    assert Filing.objects.get().state == "promised"
