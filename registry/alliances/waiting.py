"""What an alliance asks of a person: an answer to an invitation, a counter-signature."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from portal.accounts.models import User
from portal.accounts.permissions import organisations_where
from portal.accounts.roles import Permission
from registry.alliances.joint import standing, text_to_sign
from registry.alliances.permissions import may_sign_for
from registry.models import AllianceMember
from registry.states import STANDING_MEMBERSHIPS, MembershipState
from schemes.models import Version
from schemes.states import VersionState


def standing_memberships(user: User) -> list[AllianceMember]:
    """Invitations that the person can answer, and memberships of bodies for which they can bind."""
    bodies = organisations_where(user, Permission.SIGN) | organisations_where(
        user, Permission.MANAGE
    )
    rows = AllianceMember.objects.filter(state__in=STANDING_MEMBERSHIPS, organisation__in=bodies)
    return list(rows.select_related("alliance", "organisation").order_by("invited_at"))


def texts_waiting_for(
    user: User, members: Iterable[AllianceMember]
) -> Iterator[tuple[AllianceMember, Version]]:
    """Joint texts that the person can sign now for a member, whom nothing keeps from filing."""
    for member in members:
        if member.state == MembershipState.MEMBER and may_sign_for(user, member):
            for version in texts_to_sign(member):
                yield member, version


def texts_to_sign(member: AllianceMember) -> Iterator[Version]:
    """What one member has still to sign and file, of all joint texts of its alliance."""
    body = member.organisation
    for joint in member.alliance.joint_schemes.exclude(scheme__organisation=body):
        version = text_to_sign(joint.scheme)
        if version is None:
            continue
        here = standing(version, member)
        waits_for_lead = here.signature is not None and version.state == VersionState.FROZEN
        is_signed = here.filed is not None or waits_for_lead
        if not is_signed and here.refusal is None:
            yield version
