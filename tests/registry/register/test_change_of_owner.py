"""A scheme goes to another body: asked, accepted, decided; the past stays whose it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import DomainError, NotAllowed, RulesBroken, WrongState
from portal.core.localised import in_both_languages
from registry.footing.naming import footings_of
from registry.impartiality import Part, part_in_entry
from registry.lifecycle import act_named
from registry.models import Entry, Filing, OwnerChange
from registry.opendata.records import entry_record
from registry.procedure.permissions import may_see as may_see_filing
from registry.publication.owners import owners_of
from registry.publication.publishing import rebuild
from registry.register.changing_owner import (
    AcceptScheme,
    DeclineScheme,
    KeepScheme,
    ask_for_new_owner,
)
from registry.register.proposing import propose_act
from registry.states import OwnerChangeState
from schemes.drafts import begin_version
from schemes.models import Scheme, StoredFile
from schemes.permissions import may_see as may_see_scheme
from schemes.reports import report_on
from tests.factories import (
    EntryFactory,
    FilingFactory,
    OrganisationFactory,
    VersionFactory,
    decider,
    member_of,
    officer,
)
from tests.registry.alliances.joining import filed
from tests.registry.authors.test_licences import licensed_entry
from tests.registry.register.owning import REASON, able_body, accepted, ask, decided, signatory

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone_over():
    """An entry that went over, and the body before."""
    entry = EntryFactory(deregistered=False)
    before = entry.organisation
    accepted(entry)
    return decided(entry), before


def test_a_scheme_goes_over_when_both_bodies_want_it_and_two_people_decided(gone_over):
    entry, before = gone_over
    change = OwnerChange.objects.get()
    assert (change.state, change.from_body) == (OwnerChangeState.CARRIED_OUT, before)
    assert entry.organisation == Scheme.objects.get().organisation == change.to_body
    event = entry.events.last()
    assert event.event == "owner_changed"
    assert event.data["decided_by"] == in_both_languages(decider())
    assert event.data["cause"]["en"] != event.data["cause"]["zh"]
    assert event.data["from_body"] == before.name_text
    assert Entry.objects.get().waiting_proposal is None


def test_the_text_in_force_is_judged_as_that_of_its_owner_of_today(gone_over):
    entry, before = gone_over
    assert entry.version.document["owner"]["approval_no"] == before.approval_no
    assert not [one for one in report_on(entry.version).findings if one.code == "SCH-001"]
    footings = set(footings_of(entry))
    assert ("body", entry.organisation.approval_no) in footings
    assert ("body", before.approval_no) not in footings


def test_nothing_goes_over_before_the_decision():
    entry = EntryFactory()
    before = entry.organisation
    accepted(entry)
    propose_act(entry, officer(), act_named("change_owner"), reason="同意")
    assert Entry.objects.get().organisation == before


def test_the_public_reads_who_owned_it_until_when(client, gone_over):
    entry, before = gone_over
    after = entry.organisation
    first, now = owners_of(entry)
    assert (first.body, now.body, now.until) == (before, after, None)
    page = client.get(entry.get_absolute_url(), {"lang": "en"}, follow=True).content.decode()
    assert "Owners before" in page
    data = client.get(reverse("register:scheme-json", args=[entry.number])).json()["register"]
    assert data["body"]["slug"] == after.slug
    assert [one["slug"] for one in data["owners"]] == [before.slug, after.slug]
    for body, is_there in ((after, True), (before, True)):
        told = client.get(reverse("catalogue:body", args=[body.slug])).content.decode()
        assert (entry.number in told) == is_there
    old = client.get(reverse("catalogue:body", args=[before.slug])).content.decode()
    assert "Schemes that it owned before" in old
    csv = b"".join(client.get(reverse("catalogue:csv"))).decode()
    assert after.name_zh in csv
    assert before.name_zh not in csv


def test_the_new_owner_works_on_it_and_the_old_one_reads_what_it_filed(gone_over):
    entry, before = gone_over
    after, filing = entry.organisation, Filing.objects.get()
    scheme = Scheme.objects.get()
    assert may_see_scheme(signatory(after), scheme)
    assert not may_see_scheme(signatory(before), scheme)
    assert filing.organisation == after  # it was open
    for body in (before, after):
        assert may_see_filing(signatory(body), filing)
        assert list(Filing.objects.visible_to(signatory(body))) == [filing]
    assert not may_see_filing(signatory(OrganisationFactory()), filing)


def test_a_closed_filing_stays_that_of_who_filed_it():
    filing = FilingFactory(no_objection=True)
    entry, before = filing.entry, filing.organisation
    accepted(entry)
    entry = decided(entry)
    filing.refresh_from_db()
    assert filing.organisation == before
    assert may_see_filing(signatory(entry.organisation), filing)
    assert entry.publication.track == "filing"


def test_a_draft_and_the_next_version_name_the_new_owner():
    version = VersionFactory(submitted=True)
    draft = begin_version(version.scheme, member_of(version.scheme.organisation, Role.AUTHOR))
    entry = Entry.objects.get()
    accepted(entry)
    after = decided(entry).organisation
    draft.refresh_from_db()
    version.refresh_from_db()
    for part in (draft.document["owner"], draft.document["operators"][0]):
        assert part["approval_no"] == after.approval_no
    assert version.document["owner"]["approval_no"] != after.approval_no


def test_what_is_begun_afterwards_names_the_new_owner(gone_over):
    entry, _before = gone_over
    draft = begin_version(Scheme.objects.get(), member_of(entry.organisation, Role.AUTHOR))
    assert draft.document["owner"]["name"] == entry.organisation.name_text


def test_the_files_go_along_and_stay(gone_over):
    entry, before = gone_over
    digests = StoredFile.objects.filter(organisation=before).values_list("sha256", flat=True)
    assert set(digests) <= set(
        StoredFile.objects.filter(organisation=entry.organisation).values_list("sha256", flat=True)
    )


def _unapproved(entry):
    return OrganisationFactory()


def _itself(entry):
    return entry.organisation


@pytest.mark.parametrize(
    ("to", "words"), [(_unapproved, "is not approved for"), (_itself, "another certification body")]
)
def test_who_cannot_own_it_is_not_asked(to, words):
    entry = EntryFactory()
    with pytest.raises(RulesBroken, match=words):
        ask(entry, to(entry))


def test_it_waits_for_a_filing_that_is_being_decided():
    entry = FilingFactory(proposed=True).entry
    with pytest.raises(WrongState, match="waits for the decision"):
        ask(entry, able_body(entry))


def test_a_filing_that_came_to_its_decision_meanwhile_keeps_it_back():
    entry = EntryFactory()
    accepted(entry)
    Filing.objects.update(state="proposed")
    with pytest.raises(WrongState, match="waits for the decision"):
        decided(entry)


def test_what_the_owner_signed_is_submitted_or_begun_anew_first():
    entry = EntryFactory()
    scheme = entry.scheme
    begin_version(scheme, member_of(scheme.organisation, Role.AUTHOR))
    scheme.versions.filter(state="draft").update(state="frozen", digest="0" * 64)
    with pytest.raises(WrongState, match="signed and not submitted"):
        ask(entry, able_body(entry))


def test_a_joint_rule_changes_its_lead_instead():
    _alliance, _version, filings = filed(1)
    entry = filings[1].entry
    with pytest.raises(RulesBroken, match="joint rule"):
        ask(entry, able_body(entry))


def test_a_licensed_body_does_not_hand_on_what_another_owns():
    entry = licensed_entry()
    owner = entry.scheme.organisation
    with pytest.raises(RulesBroken, match="under a licence of"):
        ask(entry, able_body(entry))
    entry.scheme.refresh_from_db()
    assert entry.scheme.organisation == owner


def test_the_public_reads_that_the_new_owner_certifies(client, gone_over):
    entry, before = gone_over
    yesterday = timezone.localdate() - timedelta(days=1)
    Entry.objects.filter(pk=entry.pk).update(effective_from=yesterday)
    rebuild(Entry.objects.get(pk=entry.pk))
    publication = Entry.objects.get(pk=entry.pk).publication
    certifying = entry_record(publication)["certifiers"]
    assert [one["approval_no"] for one in certifying] == [entry.organisation.approval_no]
    assert certifying[0]["name"] == entry.organisation.name_text
    page = client.get(publication.get_absolute_url())
    named = [one.approval_no for one, _caveats in page.context["certifiers"]]
    assert named == [entry.organisation.approval_no]
    assert before.approval_no not in client.get(f"/v/{entry.number}").content.decode()


def test_the_approval_has_to_hold_on_the_day_of_the_decision():
    entry = EntryFactory()
    change = accepted(entry)
    change.to_body.approved_fields.all().delete()
    with pytest.raises(RulesBroken, match="is not approved for"):
        decided(entry)


@pytest.mark.parametrize(
    ("act", "side", "state"),
    [
        (DeclineScheme, "to_body", OwnerChangeState.DECLINED),
        (KeepScheme, "from_body", OwnerChangeState.TAKEN_BACK),
    ],
)
def test_either_body_can_leave_it_and_it_can_be_asked_anew(act, side, state):
    entry = EntryFactory()
    change = ask(entry, able_body(entry))
    assert act(change, signatory(getattr(change, side)), reason="另行商定").run().state == state
    ask(entry, able_body(entry))
    with pytest.raises(WrongState, match="asked for already"):
        ask(entry, able_body(entry))


def test_each_body_speaks_for_itself():
    entry = EntryFactory()
    change = ask(entry, able_body(entry))
    with pytest.raises(NotAllowed, match="Only a signatory of"):
        AcceptScheme(change, signatory(entry.organisation)).run()
    with pytest.raises(DomainError, match="Only a signatory"):
        ask_for_new_owner(
            entry, signatory(change.to_body), to=change.to_body, cause="merger", reason="x"
        )


def test_nothing_is_proposed_before_the_other_body_accepted():
    entry = EntryFactory()
    ask(entry, able_body(entry))
    assert not act_named("change_owner").is_proposable(officer(), entry)
    with pytest.raises(WrongState, match="No change of owner waits"):
        propose_act(entry, officer(), act_named("change_owner"), reason="同意")


def test_a_refusal_leaves_it_where_it_is_with_its_ground():
    entry = EntryFactory()
    before = entry.organisation
    accepted(entry)
    entry = decided(entry, "refuse_owner", reason_code="fee_issue")
    assert entry.organisation == before
    assert entry.events.last().data["ground"]["code"] == "fee_issue"
    assert OwnerChange.objects.get().state == OwnerChangeState.REFUSED


def test_people_of_either_body_are_not_impartial_before_and_after(gone_over):
    entry, before = gone_over
    for body in (before, entry.organisation):
        assert part_in_entry(member_of(body, Role.ADMINISTRATOR), entry) == Part.MEMBER


def test_it_is_asked_and_accepted_on_the_pages(sign_in):
    entry = EntryFactory()
    to = able_body(entry)
    browser = sign_in(signatory(entry.organisation))
    at = reverse("workspace:scheme", args=[entry.scheme_id])
    assert b"Hand the scheme over to another body" in browser.get(at).content
    place = reverse("workspace:ask-owner", args=[entry.number])
    assert browser.post(place, {"to": "", "cause": "merger"}).status_code == 422
    asked = browser.post(place, {"to": to.pk, "cause": "merger", "reason": REASON})
    assert asked.status_code == 302
    change = OwnerChange.objects.get()
    browser = sign_in(signatory(to))
    waits = browser.get(reverse("workspace:dashboard")).content
    assert b"Say whether your body takes the scheme over" in waits
    page = browser.get(reverse("workspace:owner-change", args=[change.pk])).content.decode()
    assert REASON in page
    browser.post(reverse("workspace:accept-scheme", args=[change.pk]))
    change.refresh_from_db()
    assert change.state == OwnerChangeState.ACCEPTED
    at_desk = sign_in(officer()).get(reverse("desk:entry", args=[entry.number])).content.decode()
    assert "A change of owner waits for the decision" in at_desk
    assert reverse("desk:entry-act", args=[entry.number, "change_owner"]) in at_desk
