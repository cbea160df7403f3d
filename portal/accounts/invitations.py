"""Adding people to an organisation and taking roles away, by its administrators.

The mail with the address to choose a password is made when it is sent, so the secret in it is
never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.door_mail import address_to_set_password
from portal.accounts.grants import give
from portal.accounts.memberships import leave
from portal.accounts.models import Membership, Organisation, RoleGrant, User
from portal.accounts.permissions import Visitor, has_permission
from portal.accounts.roles import ROLES_OF_KIND, Permission, Role
from portal.core import outbox
from portal.core.access import ALLOWED, Access, refused
from portal.core.errors import RulesBroken
from portal.core.localised import in_both_languages
from portal.core.mail import send, send_later
from portal.core.queues import Queue


def may_manage(user: Visitor, organisation: Organisation) -> Access:
    """Whether a person may add people to an organisation and take roles away."""
    above = organisation.parent
    if has_permission(user, Permission.MANAGE, organisation) or (
        above is not None and has_permission(user, Permission.MANAGE, above)
    ):
        return ALLOWED
    return refused(_("Only an administrator of the organisation may manage its people."))


@transaction.atomic
def invite(email: str, name: str, organisation: Organisation, role: str, by: User) -> RoleGrant:
    """Give a person a role; who has no account gets one, and a mail to choose a password.

    Who has one and does not belong to the organisation yet is asked first, and a role of weight
    that the administrator wants for himself is confirmed by somebody else: the state says so.

    Raises:
        NotAllowed: the inviting person is no administrator of the organisation.
        RulesBroken: the role does not exist here, or the person works for the regulator.
    """
    may_manage(by, organisation).require()
    return _invited(email, name, organisation, role, by)


def appoint(email: str, name: str, organisation: Organisation, by: User) -> RoleGrant:
    """The first administrator of an organisation that the regulator has just taken in."""
    return _invited(email, name, organisation, Role.ADMINISTRATOR, by)


def _invited(email: str, name: str, organisation: Organisation, role: str, by: User) -> RoleGrant:
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise RulesBroken(_("This role does not exist in this kind of organisation."))
    email = email.strip().lower()
    user = User.objects.filter(email=email).first()
    is_new = user is None
    return give(user or _new_person(email, name.strip()), organisation, role, by, is_new=is_new)


def _new_person(email: str, name: str) -> User:
    """An account without a password; only who receives its mail can set one."""
    user = User.objects.create_user(email, None, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@transaction.atomic
def take_role_away(membership: Membership, by: User) -> None:
    """End a person's role in an organisation; somebody has to remain who can manage it.

    Raises:
        NotAllowed: the person is no administrator of the organisation.
        RulesBroken: it is the last administrator's role.
    """
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    may_manage(by, organisation).require()
    others = organisation.memberships.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(
        pk=membership.pk
    )
    if membership.role == Role.ADMINISTRATOR and not others.exists():
        raise RulesBroken(_("This is the last administrator; give somebody else this role first."))
    leave(membership)
    words = {
        "name": membership.user.name,
        "by": by.name,
        "organisation": organisation.name_text,
        "role": in_both_languages(Role(membership.role).label),
    }
    send_later("role_taken", {membership.user.email}, words)


@outbox.handles("invitation", Queue.MAIL)
def send_invitation(payload: Mapping[str, Any]) -> None:
    """Tell a person about their role, with the address to choose a password if they have none."""
    user = User.objects.get(pk=payload["user"])
    context = {
        "name": user.name,
        "by": User.objects.get(pk=payload["by"]).name,
        "organisation": Organisation.objects.get(pk=payload["organisation"]).name_text,
        "role": in_both_languages(Role(payload["role"]).label),
        "set_password": "" if user.has_usable_password() else address_to_set_password(user),
    }
    send({"template": "invitation", "to": user.email, "context": context})
