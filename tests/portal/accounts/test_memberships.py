from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portal.accounts.memberships import EDITORS_GROUP, join, leave
from portal.accounts.models import Membership, User
from portal.accounts.permissions import (
    bodies_of,
    has_permission,
    is_member,
    may_publish,
    may_review,
    organisations_where,
    permissions_of,
)
from portal.accounts.roles import (
    PERMISSIONS_OF_ROLE,
    ROLES_OF_KIND,
    OrganisationKind,
    Permission,
    Role,
)
from tests.factories import OrganisationFactory, PersonFactory, organisation_of

pytestmark = pytest.mark.django_db

ROLES = [(kind, role) for kind, roles in ROLES_OF_KIND.items() for role in roles]


_organisation = organisation_of


def test_every_role_of_every_kind_has_its_permissions():
    assert set(PERMISSIONS_OF_ROLE) == set(ROLES)


@pytest.mark.parametrize(("kind", "role"), ROLES)
def test_joining_twice_is_joining_once(kind, role):
    organisation, person = _organisation(kind), PersonFactory()
    assert join(person, organisation, role) == join(person, organisation, role)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("kind", OrganisationKind.values)
@pytest.mark.parametrize("role", Role.values)
def test_a_role_exists_only_in_its_kind_of_organisation(kind, role):
    organisation, person = _organisation(kind), PersonFactory()
    if role in ROLES_OF_KIND[kind]:
        assert join(person, organisation, role).role == role
    else:
        with pytest.raises(ValidationError):
            join(person, organisation, role)
        assert not Membership.objects.exists()


def test_leaving_one_role_keeps_what_another_gives():
    organisation, person = OrganisationFactory(), PersonFactory()
    author = join(person, organisation, Role.AUTHOR)
    join(person, organisation, Role.SIGNATORY)

    leave(author)

    assert has_permission(person, Permission.EDIT, organisation)
    leave(Membership.objects.get())
    assert permissions_of(User.objects.get(pk=person.pk)) == frozenset()


def test_permissions_are_read_in_one_query(django_assert_num_queries):
    person = PersonFactory(role=Role.OFFICER)
    person = User.objects.get(pk=person.pk)
    with django_assert_num_queries(1):
        assert may_review(person)
        assert not may_publish(person)
        assert bodies_of(person) is not None


def test_an_operator_has_no_part_in_any_organisation():
    operator = PersonFactory(is_superuser=True)
    organisation = OrganisationFactory()
    assert not is_member(operator, organisation)
    assert not may_review(operator)


def test_the_question_and_the_list_agree():
    person = PersonFactory(role=Role.SIGNATORY)
    own = person.organisations.get()
    other = OrganisationFactory()
    for permission in Permission:
        listed = set(organisations_where(person, permission))
        assert listed == {o for o in (own, other) if has_permission(person, permission, o)}


@pytest.mark.parametrize(("kind", "role"), ROLES)
def test_editors_of_the_regulator_alone_enter_the_cms(kind, role):
    person = PersonFactory()
    membership = join(person, _organisation(kind), role)
    publishes = Permission.PUBLISH in PERMISSIONS_OF_ROLE[kind, role]
    assert person.groups.filter(name=EDITORS_GROUP).exists() is publishes
    leave(membership)
    assert not person.groups.filter(name=EDITORS_GROUP).exists()
