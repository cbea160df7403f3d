"""Joining and leaving an organisation: the membership and its permissions in one step."""

from __future__ import annotations

from django.contrib.auth import models as auth
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from portal.accounts.models import (
    EndedMembership,
    Membership,
    Organisation,
    OrganisationUserObjectPermission,
    User,
)
from portal.accounts.permissions import forget_permissions
from portal.accounts.roles import PERMISSIONS_OF_ROLE, ROLES_OF_KIND, Permission, Role
from portal.core.security_log import SecurityEvent, record

#: A person lost a role; sent in the act that ends it, with `user` and `organisation`.
role_ended = Signal()
#: Members of this group may enter Wagtail's admin; `cms` grants it what it needs.
EDITORS_GROUP = "Touchstone editors"


@transaction.atomic
def join(user: User, organisation: Organisation, role: Role | str) -> Membership:
    """Give a person a role in an organisation; doing it again changes nothing.

    Raises:
        ValidationError: the role does not exist in this kind of organisation.
    """
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise ValidationError(
            _("This role does not exist in this kind of organisation."), code="role"
        )
    membership, created = Membership.objects.get_or_create(
        user=user, organisation=organisation, role=role
    )
    _grant_what_roles_say(user, organisation)
    if created:
        _record(SecurityEvent.ROLE_GIVEN, membership)
    return membership


@transaction.atomic
def leave(membership: Membership) -> None:
    """Take a role away, and with it the permissions that no other role gives.

    That the person had it is kept: see `EndedMembership`.
    """
    user, organisation = membership.user, membership.organisation
    _record(SecurityEvent.ROLE_TAKEN, membership)
    EndedMembership.objects.create(
        user=user, organisation=organisation, role=membership.role, since=membership.since
    )
    membership.delete()
    _grant_what_roles_say(user, organisation)
    role_ended.send(sender=Membership, user=user, organisation=organisation)


def _record(event: SecurityEvent, membership: Membership) -> None:
    """Into the security log, once it is certain."""
    organisation, whose = membership.organisation.slug, f"{membership.user_id}:{membership.role}"
    transaction.on_commit(lambda: record(event, organisation=organisation, object=whose))


def _grant_what_roles_say(user: User, organisation: Organisation) -> None:
    """Make the person's object permissions equal to what their roles give."""
    roles = Membership.objects.filter(user=user, organisation=organisation).values_list(
        "role", flat=True
    )
    wanted: set[str] = set()
    for role in roles:
        wanted |= {str(p.value) for p in PERMISSIONS_OF_ROLE[organisation.kind, role]}
    given = OrganisationUserObjectPermission.objects.filter(user=user, content_object=organisation)
    given.exclude(permission__codename__in=wanted).delete()
    present = set(given.values_list("permission__codename", flat=True))
    _grant(wanted - present, user, organisation)
    forget_permissions(user)
    _let_editors_into_the_cms(user)


def _grant(codenames: set[str], user: User, organisation: Organisation) -> None:
    kind = ContentType.objects.get_for_model(Organisation)
    permissions = list(auth.Permission.objects.filter(content_type=kind, codename__in=codenames))
    assert len(permissions) == len(codenames), "Migrations make every permission that roles give."
    OrganisationUserObjectPermission.objects.bulk_create(
        (
            OrganisationUserObjectPermission(
                user=user, content_object=organisation, permission=permission
            )
            for permission in permissions
        ),
        ignore_conflicts=True,
    )


def _let_editors_into_the_cms(user: User) -> None:
    """Membership of the editors' group follows from the permission to edit the site."""
    from portal.accounts.permissions import organisations_where

    group, _created = auth.Group.objects.get_or_create(name=EDITORS_GROUP)
    if organisations_where(user, Permission.PUBLISH).exists():
        user.groups.add(group)
    else:
        user.groups.remove(group)
