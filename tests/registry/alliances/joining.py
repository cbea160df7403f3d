"""Alliances for tests, reached through the real acts: a lead, members who joined, a joint text."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from registry.alliances.membership import JoinAlliance, found, invite, make_joint
from registry.models import Alliance, AllianceMember, Entry, Filing
from registry.procedure.actions import CounterSign, Submit
from schemes.models import Version
from tests.factories import OrganisationFactory, VersionFactory, approve, member_of


def signatory(body: Organisation) -> Any:
    """Who signs for a body."""
    return member_of(body, Role.SIGNATORY)


def member(alliance: Alliance, body: Organisation | None = None) -> AllianceMember:
    """A body that was invited and joined."""
    body = body or OrganisationFactory()
    asked = invite(alliance, body, signatory(alliance.lead))
    return JoinAlliance(asked, signatory(body)).run()


def joint_text(members: int = 2, **kwargs: Any) -> tuple[Alliance, Version]:
    """A joint text that its lead has signed, in an alliance with so many further members."""
    version = VersionFactory(frozen=True, **kwargs)
    lead = version.scheme.organisation
    alliance = found(lead, signatory(lead), name_zh="测试认证联盟", name_en="Test Alliance")
    make_joint(alliance, version.scheme, signatory(lead))
    for _n in range(members):
        able(member(alliance), version)
    return alliance, version


def able(one: AllianceMember, version: Version) -> AllianceMember:
    """A member with the approvals that the text asks for."""
    for key in version.document["domains"]:
        approve(one.organisation, key)
    return one


def others(alliance: Alliance) -> list[AllianceMember]:
    """The members beside the lead, in the order in which they joined."""
    beside = alliance.members.current().exclude(organisation=alliance.lead_id)
    return list(beside.select_related("organisation", "alliance").order_by("pk"))


def counter_sign(one: AllianceMember, version: Version, **data: Any) -> AllianceMember:
    """The member's signatory signs the text."""
    return CounterSign(one, signatory(one.organisation), version=version, **data).run()


def filed(members: int = 2) -> tuple[Alliance, Version, list[Filing]]:
    """A joint text that its lead and so many members have filed; the lead's filing comes first."""
    alliance, version = joint_text(members)
    for one in others(alliance):
        counter_sign(one, version)
    version = Submit(version, signatory(alliance.lead)).run()
    return alliance, version, list(Filing.objects.order_by("pk"))


def entry_of(one: AllianceMember) -> Entry:
    """The member's own entry."""
    return Entry.objects.get(organisation=one.organisation)
