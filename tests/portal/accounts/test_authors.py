"""Ministries and scheme owners are taken in by the regulator and look after their own people."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.authors import take_in
from portal.accounts.memberships import join
from portal.accounts.models import Organisation, User
from portal.accounts.permissions import authors_of, bodies_of
from portal.accounts.roles import ROLES_OF_KIND, OrganisationKind, Role
from portal.core.errors import NotAllowed, RulesBroken
from tests.factories import PersonFactory, decider, organisation_for, organisation_of

pytestmark = pytest.mark.django_db
WORDS = {
    "kind": "scheme_owner",
    "name_zh": "测试食品安全协会",
    "slug": "food-association",
    "email": "owner@test.example",
    "name": "协会管理员",
}


def administrator():
    return PersonFactory(role=Role.ADMINISTRATOR, organisation=organisation_for(Role.OFFICER))


def test_an_administrator_of_the_regulator_adds_a_scheme_owner(client, settings):
    settings.ACCOUNT_REAUTHENTICATION_REQUIRED = False
    regulator = organisation_for(Role.OFFICER)
    client.force_login(administrator())
    add = reverse("organisation:add-author")
    typed = {f"author-{name}": value for name, value in WORDS.items()} | {"of": regulator.slug}
    assert client.post(add, typed | {"author-uscc": "91990000MA0000000X"}).status_code == 422
    assert client.post(add, typed).status_code == 302
    owner = Organisation.objects.get(slug="food-association")
    assert owner.owns_schemes
    first = owner.memberships.get()
    assert (first.user.email, first.role) == ("owner@test.example", Role.ADMINISTRATOR)
    assert owner.name_zh in client.get(reverse("organisation:people")).content.decode()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"kind": "body"}, "Only ministries and scheme owners"),
        ({"slug": "taken"}, "is taken"),
    ],
)
def test_what_cannot_be_taken_in_is_refused(changed, words):
    PersonFactory(role=Role.AUTHOR)
    Organisation.objects.filter(kind=OrganisationKind.BODY).update(slug="taken")
    with pytest.raises(RulesBroken, match=words):
        take_in(organisation_for(Role.OFFICER), administrator(), **{**WORDS, **changed})


def test_nobody_else_takes_anybody_in():
    with pytest.raises(NotAllowed, match="administrator"):
        take_in(organisation_for(Role.OFFICER), decider(), **WORDS)
    body = organisation_of(OrganisationKind.BODY)
    own = PersonFactory(role=Role.ADMINISTRATOR, organisation=body)
    with pytest.raises(RulesBroken, match="Only the regulator"):
        take_in(body, own, **WORDS)


#: Who is in the workspace, by kind of organisation and role: of the regulator its authors alone.
IN_THE_WORKSPACE = {
    OrganisationKind.BODY: set(ROLES_OF_KIND[OrganisationKind.BODY]),
    OrganisationKind.REGULATOR: {Role.AUTHOR, Role.SIGNATORY},
    OrganisationKind.BRANCH: set(),
    OrganisationKind.MINISTRY: set(ROLES_OF_KIND[OrganisationKind.MINISTRY]),
    OrganisationKind.SCHEME_OWNER: set(ROLES_OF_KIND[OrganisationKind.SCHEME_OWNER]),
}


@pytest.mark.parametrize("kind", OrganisationKind.values)
def test_people_of_each_kind_come_to_their_own_place(kind):
    organisation, found = organisation_of(kind), set()
    for role in ROLES_OF_KIND[kind]:
        person = PersonFactory()
        join(person, organisation, role)
        person = User.objects.get(pk=person.pk)
        if authors_of(person).exists():
            found.add(role)
        assert bodies_of(person).exists() == (kind == OrganisationKind.BODY)
    assert found == IN_THE_WORKSPACE[kind]
