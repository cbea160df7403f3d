"""The draft of a joint text names the members of today; what is signed stays as it is."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from registry.alliances.leaving import LeaveAlliance
from registry.alliances.membership import found, make_joint
from registry.alliances.naming import with_members
from schemes.drafts import begin_version
from tests.factories import OrganisationFactory, VersionFactory, member_of
from tests.registry.alliances.joining import joint_text, member, signatory

pytestmark = pytest.mark.django_db


def _numbers(items):
    return [one["approval_no"] for one in items]


def test_the_draft_of_a_joint_text_follows_who_joins_and_leaves():
    draft = VersionFactory()
    lead = draft.scheme.organisation
    alliance = found(lead, signatory(lead), name_zh="测试认证联盟")
    make_joint(alliance, draft.scheme, signatory(lead))
    first, second = member(alliance), member(alliance)
    draft.refresh_from_db()
    everybody = [body.approval_no for body in (lead, first.organisation, second.organisation)]
    assert _numbers(draft.document["operators"]) == everybody
    assert _numbers(draft.document["alliance"]["members"]) == everybody
    assert draft.document["origin"] == "alliance"
    assert draft.document["alliance"]["name"] == {"zh": "测试认证联盟"}

    leaving = {"reason": "业务调整"}
    LeaveAlliance(first, signatory(first.organisation), **leaving).run()
    draft.refresh_from_db()
    assert _numbers(draft.document["operators"]) == [everybody[0], everybody[2]]
    assert _numbers(draft.document["alliance"]["members"]) == [everybody[0], everybody[2]]
    assert draft.events.filter(event="members_named").count() == 4


def test_a_signed_text_stays_as_it_is_and_the_draft_after_it_names_everybody():
    alliance, signed = joint_text(1)
    before = signed.document
    latest = member(alliance).organisation.approval_no
    signed.refresh_from_db()
    assert signed.document == before
    draft = begin_version(signed.scheme, member_of(alliance.lead, Role.AUTHOR))
    assert _numbers(draft.document["operators"])[-1] == latest


def test_what_the_authors_wrote_of_a_member_stays_and_no_number_is_named_twice():
    body = OrganisationFactory()
    alliance = found(body, signatory(body), name_zh="联盟")
    spelled = body.approval_no.lower().replace("-", "－")
    written = {"id": "op-9", "cb": {"zh": "作者写的名称"}, "approval_no": spelled}
    unknown = {"id": "op-8", "cb": {"zh": "平台上没有的机构"}}
    document = {"operators": [unknown, written], "origin": "adopted_foreign"}
    named = with_members(document, alliance, [body])
    assert named["operators"] == [unknown, written]
    assert named["origin"] == "adopted_foreign"
    assert document == {"operators": [unknown, written], "origin": "adopted_foreign"}
