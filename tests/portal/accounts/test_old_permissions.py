"""What people might do before proposing and deciding were parted, and what they may since.

The migration runs on records as they were, with the permissions that each role then gave.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from itertools import combinations

import pytest
from django.contrib.auth.models import Permission as DjangoPermission
from django.db.migrations.loader import MigrationLoader

from portal.accounts.models import Membership, OrganisationUserObjectPermission, User
from portal.accounts.permissions import permissions_of
from portal.accounts.roles import PERMISSIONS_OF_ROLE, ROLES_OF_KIND, OrganisationKind, Role
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
migration = import_module("portal.accounts.migrations.0009_officers_propose_deciders_decide")

REGULATOR = OrganisationKind.REGULATOR
#: What a role gave until then, where that was another than today.
THEN = {
    (REGULATOR, Role.OFFICER): {"work_in_organisation", "review_filings", "decide_filings"},
    (REGULATOR, Role.DECIDER): {"work_in_organisation", "review_filings", "decide_filings"},
}
#: Every set of roles that somebody can have in one organisation.
SETS = [
    (kind, roles)
    for kind, possible in ROLES_OF_KIND.items()
    if kind != OrganisationKind.BRANCH  # there was none
    for size in range(1, len(possible) + 1)
    for roles in combinations(possible, size)
]


@cache
def apps_of_then():
    """The models as they were before the migration."""
    before = ("accounts", "0008_words_of_permissions")
    return MigrationLoader(None).project_state(before).apps


def give(person, organisation, roles):
    """Roles and their permissions of that time, written past the code of today."""
    codenames = set()
    for role in roles:
        Membership.objects.create(user=person, organisation=organisation, role=role)
        key = (organisation.kind, role)
        codenames |= {str(one) for one in THEN.get(key, PERMISSIONS_OF_ROLE[key])}
    for codename in codenames:
        permission = DjangoPermission.objects.get(
            codename=codename, content_type__app_label="accounts"
        )
        OrganisationUserObjectPermission.objects.create(
            user=person, content_object=organisation, permission=permission
        )


def may(person):
    """What the person may do now, as pairs of organisation and permission."""
    return permissions_of(User.objects.get(pk=person.pk))


def today(organisation, roles):
    """What these roles give today."""
    given = set().union(*(PERMISSIONS_OF_ROLE[organisation.kind, role] for role in roles))
    return {(organisation.pk, str(permission)) for permission in given}


def test_nobody_loses_or_gains_more_than_their_roles_say():
    people = []
    for kind, roles in SETS:
        person, organisation = PersonFactory(), OrganisationFactory(regulator=kind == REGULATOR)
        give(person, organisation, roles)
        people.append((person, may(person), today(organisation, roles)))

    for _again in range(2):
        migration.separate(apps_of_then(), None)
        for person, before, wanted in people:
            assert may(person) == wanted
            assert wanted <= before


def test_a_role_counts_in_its_own_organisation_alone():
    person = PersonFactory()
    here, there = OrganisationFactory(regulator=True), OrganisationFactory(regulator=True)
    give(person, here, [Role.OFFICER])
    give(person, there, [Role.DECIDER])
    migration.separate(apps_of_then(), None)
    assert may(person) == today(here, [Role.OFFICER]) | today(there, [Role.DECIDER])
