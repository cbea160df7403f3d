"""The people of the desk."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.accounts.roles import Permission


def officers_of_the_desk() -> QuerySet[User]:
    """The people who may review, in the order of their names."""
    return _who_have(Permission.REVIEW)


def people_of_the_desk() -> QuerySet[User]:
    """The people who review or decide, in the order of their names."""
    return _who_have(Permission.REVIEW, Permission.DECIDE)


def _who_have(*permissions: Permission) -> QuerySet[User]:
    codenames = [permission.value for permission in permissions]
    return (
        User.objects.filter(
            is_active=True,
            organisationuserobjectpermission__permission__codename__in=codenames,
        )
        .distinct()
        .order_by("name", "pk")
    )
