"""Everybody who could try something: each role of each kind of organisation, and outsiders."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser

from portal.accounts.memberships import join
from portal.accounts.models import Organisation, User
from portal.accounts.roles import ROLES_OF_KIND, OrganisationKind, Role
from tests.factories import OrganisationFactory, PersonFactory, member_of, organisation_for

OFFICER_OF_THE_BODY = "officer who is also author of the body"


def actors(body: Organisation) -> dict[str, Any]:
    """One person for each role at the body, at another body and at the regulator, and others."""
    other, regulator = OrganisationFactory(), organisation_for(Role.OFFICER)
    people: dict[str, Any] = {
        "nobody": AnonymousUser(),
        "person without organisation": PersonFactory(),
        "operator": PersonFactory(is_superuser=True, is_staff=True),
        "signatory who was switched off": PersonFactory(
            role=Role.SIGNATORY, organisation=body, is_active=False
        ),
    }
    for role in ROLES_OF_KIND[OrganisationKind.BODY]:
        people[f"{role} of the body"] = member_of(body, role)
        people[f"{role} of another body"] = member_of(other, role)
    for role in ROLES_OF_KIND[OrganisationKind.REGULATOR]:
        people[f"{role} of the regulator"] = member_of(regulator, role)
    people[OFFICER_OF_THE_BODY] = _partial_officer(body, regulator)
    return {name: _fresh(person) for name, person in people.items()}


def _partial_officer(body: Organisation, regulator: Organisation) -> User:
    person = PersonFactory(role=Role.OFFICER, organisation=regulator)
    join(person, body, Role.AUTHOR)
    return person


def _fresh(person: Any) -> Any:
    """As a new request sees the person: without remembered permissions."""
    return User.objects.get(pk=person.pk) if person.pk else person
