"""What is one body's own stays so: its approval and its entry decide on its filing alone."""

from __future__ import annotations

import csv
import io

import pytest
from django.test import Client

from portal.core.errors import RulesBroken
from registry.alliances.leading import OfferLead, TakeLead
from registry.alliances.leaving import LeaveAlliance
from registry.models import AllianceMember, Entry, Filing
from registry.procedure.actions import Submit, TakeUp
from registry.procedure.actions.permitting import Approve, ProposeApproval
from registry.procedure.readiness import obstacles_of_listing
from registry.states import EntryState
from schemes.models import Scheme
from tests.factories import decider, officer, record_no_objection
from tests.registry.alliances.joining import counter_sign, filed, joint_text, others, signatory
from tests.registry.amending import next_version
from tests.registry.listing import listed
from tests.registry.procedure.applications import accepted

pytestmark = pytest.mark.django_db


def _leave(one: AllianceMember) -> None:
    plan = {"plan": "none_issued", "reason": "业务调整"}
    LeaveAlliance(one, signatory(one.organisation), **plan).run()


def _applied_for(members: int = 2) -> Filing:
    """An amendment of a joint rule on which an approval waits, after the lead was handed on.

    The case is that of who led before; the text is the new lead's.
    """
    alliance, version, filings = filed(members)
    record_no_objection(TakeUp(filings[0], officer()).run())
    second = next_version(version.scheme, "2.0.0")
    for one in others(alliance):
        counter_sign(one, second)
    case = accepted(second)
    one = others(alliance)[0]
    OfferLead(one, signatory(alliance.lead), reason="牵头机构合并").run()
    TakeLead(one, signatory(one.organisation)).run()
    case = Filing.objects.get(pk=case.pk)
    assert case.organisation != case.scheme.organisation == one.organisation
    return ProposeApproval(case, officer(), reason="符合条件").run()


def test_the_owner_of_the_text_that_lost_its_approval_keeps_nobody_else_from_being_listed() -> None:
    case = _applied_for()
    Scheme.objects.get().organisation.approved_fields.all().delete()
    assert not list(obstacles_of_listing(case))
    Approve(case, decider(), reason="符合条件").run()
    assert Entry.objects.get(organisation=case.organisation).version == case.version


def test_the_body_whose_filing_it_is_needs_its_own_approval_and_is_named() -> None:
    case = _applied_for()
    case.organisation.approved_fields.all().delete()
    with pytest.raises(RulesBroken, match="is not approved today for") as refusal:
        Approve(case, decider(), reason="符合条件").run()
    assert str(case.organisation) in str(refusal.value.message)


def test_the_entry_of_a_member_that_left_keeps_the_joint_rule_from_nothing() -> None:
    alliance, version, filings = filed(2)
    record_no_objection(TakeUp(filings[0], officer()).run())
    gone, stays = others(alliance)
    _leave(gone)
    second = next_version(version.scheme, "2.0.0")
    counter_sign(stays, second)
    Submit(second, signatory(alliance.lead)).run()
    versions = dict(Entry.objects.values_list("organisation", "version"))
    assert versions[alliance.lead_id] == versions[stays.organisation_id] == second.pk
    ended = Entry.objects.get(organisation=gone.organisation)
    assert (ended.state, ended.version) == (EntryState.DEREGISTERED, version)


def test_the_table_of_the_catalogue_names_the_members_of_today(client: Client) -> None:
    alliance, _version, filings = filed(2)
    record_no_objection(TakeUp(filings[0], officer()).run())
    gone, stays = others(alliance)
    _leave(gone)
    alone = listed(category="service")
    content = b"".join(client.get("/en/catalogue/catalogue.csv"))
    rows = {one["number"]: one for one in csv.DictReader(io.StringIO(content.decode("utf-8-sig")))}
    assert rows.pop(alone.number)["members"] == ""
    names = f"{alliance.lead.name_zh} | {stays.organisation.name_zh}"
    assert [one["members"] for one in rows.values()] == [names] * 3


def test_the_members_of_all_joint_rules_take_two_queries(
    client: Client, django_assert_max_num_queries: object
) -> None:
    from registry.publication.alliances import names_of_members

    joint_text(1)
    filed(2)
    with django_assert_max_num_queries(2):  # type: ignore[operator]
        assert len(names_of_members()) == 3
