"""What a person may do for which organisation: one source for the question and the list.

Being an operator (`is_superuser`) gives nothing here: legal acts need a role.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from portal.accounts.models import Organisation, OrganisationUserObjectPermission, User
from portal.accounts.roles import WRITING_KINDS, OrganisationKind, Permission

Visitor = User | AnonymousUser | None
_CACHE = "_organisation_permissions"


def permissions_of(user: Visitor) -> frozenset[tuple[int, str]]:
    """All of a person's permissions as pairs of organisation and permission; one query."""
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    cached: frozenset[tuple[int, str]] | None = getattr(user, _CACHE, None)
    if cached is None:
        cached = frozenset(
            OrganisationUserObjectPermission.objects.filter(user=user).values_list(
                "content_object_id", "permission__codename"
            )
        )
        setattr(user, _CACHE, cached)
    return cached


def forget_permissions(user: User) -> None:
    """Read the person's permissions anew at the next question."""
    user.__dict__.pop(_CACHE, None)


def has_permission(user: Visitor, permission: Permission, organisation: Organisation) -> bool:
    """Whether a person may do this for this organisation."""
    return (organisation.pk, str(permission.value)) in permissions_of(user)


def organisations_where(user: Visitor, permission: Permission) -> QuerySet[Organisation]:
    """The organisations for which a person may do this."""
    ids = {org for org, codename in permissions_of(user) if codename == permission.value}
    return Organisation.objects.filter(pk__in=ids)


def is_member(user: Visitor, organisation: Organisation) -> bool:
    """Whether a person belongs to an organisation in any role."""
    return any(org == organisation.pk for org, _codename in permissions_of(user))


def bodies_of(user: Visitor) -> QuerySet[Organisation]:
    """The certification bodies for which a person works."""
    return organisations_where(user, Permission.WORK).filter(kind=OrganisationKind.BODY)


def authors_of(user: Visitor) -> QuerySet[Organisation]:
    """The organisations in whose workspace a person is: of the regulator only its authors."""
    works = organisations_where(user, Permission.WORK).filter(
        kind__in=WRITING_KINDS - {OrganisationKind.REGULATOR}
    )
    writes = organisations_where(user, Permission.EDIT).filter(kind__in=WRITING_KINDS)
    return works | writes


def may_review(user: Visitor) -> bool:
    """Whether a person reviews filings for the regulator."""
    return any(codename == Permission.REVIEW.value for _org, codename in permissions_of(user))


def may_decide_at_all(user: Visitor) -> bool:
    """Whether a person decides on filings for the regulator."""
    return any(codename == Permission.DECIDE.value for _org, codename in permissions_of(user))


def works_at_desk(user: Visitor) -> bool:
    """Whether a person reviews filings or decides on them."""
    return may_review(user) or may_decide_at_all(user)


def sees_desk(user: Visitor) -> bool:
    """Whether a person sees the desk: whoever works there, and who may only look on."""
    observes = Permission.OBSERVE.value
    return works_at_desk(user) or any(each == observes for _org, each in permissions_of(user))


def may_publish(user: Visitor) -> bool:
    """Whether a person edits the site for the regulator."""
    return any(codename == Permission.PUBLISH.value for _org, codename in permissions_of(user))


def branches_of(user: Visitor, *permissions: Permission) -> frozenset[int]:
    """The branches of the regulator for which a person has one of these (or sees the territory)."""
    wanted = {one.value for one in permissions or (Permission.SEE_TERRITORY,)}
    return frozenset(org for org, codename in permissions_of(user) if codename in wanted)


def territory_of(user: Visitor) -> list[str]:
    """The codes of the regions whose filings a person of a branch sees."""
    branches = Organisation.objects.filter(pk__in=branches_of(user))
    return sorted({code for branch in branches for code in branch.territory})


def seated_in(regions: Iterable[str], path: str = "") -> Q:
    """Rows whose organisation is seated in one of these regions: `Organisation.is_seated_in`.

    `path` leads to the organisation, such as `organisation__`.
    """
    held = Q(pk__in=[])
    for code in filter(str.isdecimal, regions):
        by_credit_code = Q(**{f"{path}region": "", f"{path}uscc__regex": f"^..{code}"})
        held |= Q(**{f"{path}region__startswith": code}) | by_credit_code
    return held
