"""What the public is told of the alliance whose joint rule an entry is listed under."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import Organisation
from registry.models import Alliance, AllianceMember, Entry


@dataclass(frozen=True, slots=True)
class PublicMember:
    """A member, from when to when, and its own entry under the joint rule."""

    member: AllianceMember
    is_lead: bool
    entry: Entry | None

    @property
    def may_certify(self) -> bool:
        """Whether it belongs to it, has filed the rule, and may issue certificates today."""
        belongs = self.member.left_on is None and self.entry is not None
        return belongs and self.entry is not None and self.entry.status.may_certify


def alliance_of(entry: Entry) -> Alliance | None:
    """The alliance whose joint scheme an entry lists; None for nearly all."""
    alliances = Alliance.objects.filter(joint_schemes__scheme=entry.scheme_id)
    return alliances.select_related("lead").first()


def members_seen(alliance: Alliance) -> list[Any]:
    """What of the members a page may show, to see whether it changed."""
    members = alliance.members.ever().order_by("pk")
    numbers = Entry.objects.filter(scheme__joint__alliance=alliance).order_by("pk")
    return [
        alliance.name_text,
        alliance.lead_id,
        list(members.values_list("organisation", "joined_on", "left_on")),
        list(numbers.values_list("number", "state")),
    ]


def public_members(alliance: Alliance, entry: Entry) -> list[PublicMember]:
    """All who belong to it or did, each with its entry under the same rule."""
    entries = {
        one.organisation_id: one
        for one in Entry.objects.filter(scheme=entry.scheme_id).select_related("publication")
    }
    members = alliance.members.ever().select_related("organisation").order_by("joined_on", "pk")
    return [
        PublicMember(
            one,
            one.organisation_id == alliance.lead_id and one.left_on is None,
            entries.get(one.organisation_id),
        )
        for one in members
    ]


def names_of_members() -> dict[int, list[str]]:
    """By the key of each entry under a joint rule, the names in Chinese of the members of today.

    They stand in the order in which they joined; two queries, since such rules are few.
    """
    members: dict[int, list[str]] = defaultdict(list)
    current = AllianceMember.objects.current().order_by("joined_on", "pk")
    for alliance, name in current.values_list("alliance_id", "organisation__name_zh"):
        members[alliance].append(name)
    joint = Entry.objects.filter(scheme__joint__isnull=False)
    return {
        entry: members[alliance]
        for entry, alliance in joint.values_list("pk", "scheme__joint__alliance_id")
    }


@dataclass(frozen=True, slots=True)
class Membership:
    """A membership of a body, with its own entries under the joint rules."""

    member: AllianceMember
    entries: list[Entry]


def memberships_of(body: Organisation) -> list[Membership]:
    """In which alliances a body is or was, the first one first."""
    entries = Entry.objects.filter(organisation=body).select_related("publication")
    members = AllianceMember.objects.ever().filter(organisation=body)
    return [
        Membership(one, list(entries.filter(scheme__joint__alliance=one.alliance_id)))
        for one in members.select_related("alliance").order_by("joined_on", "pk")
    ]


def alliance_record(entry: Entry) -> dict[str, Any] | None:
    """The alliance and its members as data; None for the scheme of one body."""
    alliance = alliance_of(entry)
    if alliance is None:
        return None
    return {
        "name": alliance.name_text,
        "lead": alliance.lead.slug,
        "members": [
            {
                "slug": one.member.organisation.slug,
                "name": one.member.organisation.name_text,
                "approval_no": one.member.organisation.approval_no,
                "joined_on": one.member.joined_on,
                "left_on": one.member.left_on,
                "entry": one.entry.number if one.entry is not None else None,
                "may_certify": one.may_certify,
            }
            for one in public_members(alliance, entry)
        ],
    }
