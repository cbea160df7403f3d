"""Bodies carry out a scheme of the state by designation, while they are approved."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from portal.accounts.models import ApprovedField
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken
from portal.core.localised import in_both_languages
from portal.demo.moments import moment
from registry.models import Designation
from registry.opendata.records import entry_record
from registry.register.acts.designating import Designate, EndDesignation, bodies_approved_for
from registry.register.proposing import propose_act
from registry.states import DesignationStanding
from tests.factories import (
    EntryFactory,
    OrganisationFactory,
    PersonFactory,
    approve,
    decider,
    officer,
)
from tests.kept import kept
from tests.registry.authors.issuing import national_entry

pytestmark = pytest.mark.django_db
WORDS = {"reason": "机构具备相应领域的批准。"}


def able_body(entry):
    body = OrganisationFactory()
    for key in entry.version.document["domains"]:
        approve(body, key)
    return body


def designate(entry, body, **data):
    words = {"organisation": str(body.pk), "since": entry.effective_from, **WORDS, **data}
    Designate(entry, decider(), **words).run()
    return Designation.objects.get(entry=entry, organisation=body)


@kept(Designation)
def carried_out():
    entry = national_entry()
    return designate(entry, able_body(entry))


def test_a_body_that_is_approved_carries_it_out_from_its_first_day():
    one = carried_out()
    assert one.standing == DesignationStanding.TO_COME
    assert one.standing_on(one.since) == DesignationStanding.IN_FORCE
    event = one.entry.events.get(event="designated")
    assert event.data["designated"] == one.organisation.name_text
    assert event.data["decided_by"] == in_both_languages(decider())


def test_only_bodies_with_an_approval_for_a_field_of_it_are_designated():
    entry, other = national_entry(), OrganisationFactory()
    assert other not in bodies_approved_for(entry)
    with pytest.raises(RulesBroken, match="approved for a field"):
        designate(entry, other)


def test_nobody_is_designated_twice():
    one = carried_out()
    with pytest.raises(RulesBroken, match="not designated yet"):
        designate(one.entry, one.organisation)


@pytest.mark.parametrize("shift", [{"since": -1}, {"until": -1}], ids=str)
def test_the_days_follow_each_other(shift):
    entry = national_entry()
    body = able_body(entry)
    days = {name: entry.effective_from + timedelta(days=n) for name, n in shift.items()}
    with pytest.raises(RulesBroken, match="end after they begin"):
        designate(entry, body, **days)


def test_the_end_of_the_approval_ends_it_and_its_return_brings_it_back():
    one = carried_out()
    approvals = ApprovedField.objects.filter(organisation=one.organisation)
    last = one.since + timedelta(days=10)
    approvals.update(valid_until=last)
    assert one.standing_on(last) == DesignationStanding.IN_FORCE
    assert one.standing_on(last + timedelta(days=1)) == DesignationStanding.NOT_APPROVED
    approvals.update(valid_until=None)
    assert one.standing_on(last + timedelta(days=1)) == DesignationStanding.IN_FORCE


def test_an_officer_proposes_its_end_and_another_person_carries_it_out():
    one = carried_out()
    last = one.since + timedelta(days=5)
    words = {
        "designation": str(one.pk),
        "last_day": last.isoformat(),
        "reason": "机构申请不再实施。",
        "reason_code": "out_of_scope",
    }
    propose_act(one.entry, officer(), EndDesignation, **words)
    EndDesignation(one.entry, decider()).run()
    one = Designation.objects.get()
    assert one.last_day == last
    assert one.standing_on(last) == DesignationStanding.IN_FORCE
    assert one.standing_on(last + timedelta(days=1)) == DesignationStanding.ENDED
    assert one.entry.events.filter(event="designation_ended").exists()


def test_for_a_scheme_of_a_body_nobody_is_designated():
    entry = EntryFactory()
    with pytest.raises(NotAllowed, match="schemes of the state alone"):
        Designate(entry, decider(), organisation="1", **WORDS).run()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EDITOR, Role.SIGNATORY])
def test_only_deciders_designate(role):
    entry = national_entry()
    with pytest.raises(NotAllowed, match="Only deciders"):
        Designate(entry, PersonFactory(role=role), **WORDS).run()


def test_the_public_reads_it_on_the_scheme_the_body_and_in_the_data(client):
    one = carried_out()
    entry, body = one.entry, one.organisation
    record = entry_record(entry.publication)["designations"][0]
    assert (record["slug"], record["standing"]) == (body.slug, "to_come")
    assert body.slug in client.get(entry.get_absolute_url()).content.decode()
    page = client.get(reverse("catalogue:body", args=[body.slug])).content.decode()
    assert entry.number in page
    bodies = client.get("/api/v1/bodies").json()["results"]
    carried = next(one for one in bodies if one["slug"] == body.slug)["carries_out"]
    assert [one["number"] for one in carried] == [entry.number]


def test_the_csv_names_who_may_issue_certificates_today(client):
    one = carried_out()
    assert _csv(client, "carried_out_by") == ""
    with moment(one.since + timedelta(days=1)):
        assert _csv(client, "carried_out_by") == one.organisation.name_zh


def _csv(client, column):
    text = b"".join(client.get(reverse("catalogue:csv")).streaming_content).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text)))[column]
