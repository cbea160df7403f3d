"""The people of the desk, and those of branches who do their work for them."""

from __future__ import annotations

from django.db.models import QuerySet

from portal.accounts.mailing import people_of_regulator
from portal.accounts.models import User
from portal.accounts.roles import Permission, Role
from portal.core.listing import alphabetically
from registry.delegable import DelegatedAct
from registry.models import Filing
from registry.models.delegations import people_given


def officers_of_the_desk() -> QuerySet[User]:
    """The people who may review, in the order of their names."""
    return _who_have(Permission.REVIEW)


def deciders_of_the_desk() -> QuerySet[User]:
    """The people who may decide, in the order of their names."""
    return _who_have(Permission.DECIDE)


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
        .order_by(alphabetically(), "pk")
    )


def who_reviews(filing: Filing) -> list[str]:
    """The addresses of all officers who may review a filing, also of branches."""
    return [*people_of_regulator(Role.OFFICER), *_of_branches(filing, DelegatedAct.REVIEW)]


def who_decides(filing: Filing) -> list[str]:
    """The addresses of all deciders who may decide on a filing, also of branches."""
    return [*people_of_regulator(Role.DECIDER), *_of_branches(filing, DelegatedAct.DECIDE)]


def _of_branches(filing: Filing, act: DelegatedAct) -> list[str]:
    members = [led.organisation for led in filing.led.select_related("organisation")]
    return people_given([filing.organisation, *members], act)
