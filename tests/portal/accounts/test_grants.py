"""Roles that need somebody's consent or a second person's confirmation."""

from __future__ import annotations

import datetime
import re

import pytest
from django.core import mail
from django.utils import timezone

from portal.accounts.grants import answer, confirmers
from portal.accounts.invitations import invite, take_role_away
from portal.accounts.memberships import join
from portal.accounts.models import GrantState, Membership, RoleGrant
from portal.accounts.roles import NOT_FOR_ONESELF_ALONE, ROLES_OF_KIND, Role
from portal.core.errors import NotAllowed, RulesBroken
from portal.core.outbox import deliver_waiting
from tests.factories import OrganisationFactory, PersonFactory, organisation_of
from tests.signing_in import give_address, prove_again

pytestmark = pytest.mark.django_db
ROLES = [(kind, role) for kind, roles in ROLES_OF_KIND.items() for role in roles]


@pytest.fixture
def body():
    return OrganisationFactory()


@pytest.fixture
def administrator(body):
    return PersonFactory(role=Role.ADMINISTRATOR, organisation=body)


@pytest.fixture
def regulator():
    return OrganisationFactory(regulator=True)


def _roles(person, organisation):
    return set(person.memberships.filter(organisation=organisation).values_list("role", flat=True))


def _told():
    mail.outbox.clear()
    deliver_waiting()
    return {message.to[0] for message in mail.outbox}


def _wish(administrator, organisation, role=Role.SIGNATORY):
    """An administrator wants a role for himself."""
    return invite(administrator.email, "", organisation, role, administrator)


# --- consent ----------------------------------------------------------------------------


def test_who_has_an_account_belongs_to_a_body_only_when_they_agree(body, administrator):
    person = PersonFactory()
    grant = invite(person.email, "", body, Role.SIGNATORY, administrator)
    assert (grant.state, _roles(person, body)) == (GrantState.CONSENT, set())
    assert _told() == {person.email}

    answer(grant, person, agrees=True)

    assert _roles(person, body) == {Role.SIGNATORY}
    assert _told() == {person.email, administrator.email}


def test_a_refused_role_is_not_given(body, administrator):
    person = PersonFactory()
    grant = invite(person.email, "", body, Role.AUTHOR, administrator)
    answer(grant, person, agrees=False)
    assert not person.memberships.exists()
    with pytest.raises(NotAllowed, match="answered already"):
        answer(grant, person, agrees=True)


def test_nobody_agrees_in_anothers_name(body, administrator):
    grant = invite(PersonFactory().email, "", body, Role.AUTHOR, administrator)
    for other in (administrator, PersonFactory(), PersonFactory(role=Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed, match="Somebody else is asked"):
            answer(grant, other, agrees=True)


def test_who_belongs_to_the_organisation_gets_a_further_role_at_once(body, administrator):
    author = PersonFactory(role=Role.AUTHOR, organisation=body)
    assert invite(author.email, "", body, Role.SIGNATORY, administrator).state == GrantState.GIVEN
    assert _roles(author, body) == {Role.AUTHOR, Role.SIGNATORY}


def test_an_offer_made_again_is_one_offer(body, administrator):
    person = PersonFactory()
    for _ in range(2):
        invite(person.email, "", body, Role.AUTHOR, administrator)
    assert RoleGrant.objects.count() == 1


def test_an_old_offer_ends(body, administrator):
    person = PersonFactory()
    grant = invite(person.email, "", body, Role.AUTHOR, administrator)
    RoleGrant.objects.update(at=timezone.now() - datetime.timedelta(days=15))
    with pytest.raises(NotAllowed, match="answered already"):
        answer(grant, person, agrees=True)


def test_who_became_an_officer_meanwhile_cannot_join_a_body(body, administrator, regulator):
    person = PersonFactory()
    grant = invite(person.email, "", body, Role.AUTHOR, administrator)
    join(person, regulator, Role.OFFICER)
    person = type(person).objects.get(pk=person.pk)
    with pytest.raises(RulesBroken, match="reviews filings for the regulator"):
        answer(grant, person, agrees=True)


# --- roles for oneself ------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "role"), ROLES)
def test_no_administrator_gives_himself_a_role_of_weight_alone(kind, role):
    organisation = organisation_of(kind)
    person = PersonFactory(role=Role.ADMINISTRATOR, organisation=organisation)
    PersonFactory(role=Role.ADMINISTRATOR, organisation=organisation)
    grant = _wish(person, organisation, role)
    alone = GrantState.CONFIRMATION if role in NOT_FOR_ONESELF_ALONE else GrantState.GIVEN
    assert grant.state == alone


def test_a_second_administrator_confirms(body, administrator, regulator):
    second = PersonFactory(role=Role.ADMINISTRATOR, organisation=body)
    PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator)
    grant = _wish(administrator, body)
    assert _told() == {second.email}
    answer(grant, second, agrees=True)
    assert Role.SIGNATORY in _roles(administrator, body)


def test_without_a_second_one_the_regulator_confirms_for_a_body(body, administrator, regulator):
    regulators = PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator)
    PersonFactory(role=Role.OFFICER, organisation=regulator)
    grant = _wish(administrator, body)
    assert _told() == {regulators.email}
    answer(grant, regulators, agrees=True)
    assert Role.SIGNATORY in _roles(administrator, body)


def test_an_administrator_whom_one_appointed_does_not_confirm(body, administrator, regulator):
    own = PersonFactory(role=Role.AUTHOR, organisation=body)
    invite(own.email, "", body, Role.ADMINISTRATOR, administrator)
    regulators = PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator)
    assert set(confirmers(_wish(administrator, body))) == {regulators}


@pytest.mark.parametrize("who", ["oneself", "author", "another body", "officer"])
def test_nobody_else_confirms(body, administrator, regulator, who):
    PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator)
    grant = _wish(administrator, body)
    other = {
        "oneself": lambda: administrator,
        "author": lambda: PersonFactory(role=Role.AUTHOR, organisation=body),
        "another body": lambda: PersonFactory(role=Role.ADMINISTRATOR),
        "officer": lambda: PersonFactory(role=Role.OFFICER, organisation=regulator),
    }[who]()
    with pytest.raises(NotAllowed, match="Somebody else is asked"):
        answer(grant, other, agrees=True)
    assert Role.SIGNATORY not in _roles(administrator, body)


def test_where_nobody_could_confirm_the_wish_is_refused(body, administrator):
    with pytest.raises(RulesBroken, match="A second administrator has to confirm"):
        _wish(administrator, body)


def test_the_regulators_only_administrator_is_confirmed_by_oversight(client, regulator, settings):
    settings.OVERSIGHT_EMAIL = "oversight@ministry.example"
    person = PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator)
    _wish(person, regulator, Role.DECIDER)
    assert _told() == {settings.OVERSIGHT_EMAIL}
    address = re.search(r"http://testserver(/accounts/roles/by-mail/\S+)", mail.outbox[0].body)[1]

    assert client.get(address).status_code == 200
    assert _roles(person, regulator) == {Role.ADMINISTRATOR}
    client.post(address, {"answer": "yes"})

    assert _roles(person, regulator) == {Role.ADMINISTRATOR, Role.DECIDER}
    assert client.post(address, {"answer": "no"}).status_code == 403


def test_without_an_office_of_oversight_a_second_administrator_is_needed(regulator, settings):
    settings.OVERSIGHT_EMAIL = ""
    person = PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator)
    with pytest.raises(RulesBroken, match="A second administrator has to confirm"):
        _wish(person, regulator, Role.OFFICER)


def test_a_forged_key_answers_nothing(client, db):
    assert client.post("/accounts/roles/by-mail/1:x:y/", {"answer": "yes"}).status_code == 404


# --- told -------------------------------------------------------------------------------


def test_who_loses_a_role_is_told(body, administrator):
    person = PersonFactory(role=Role.AUTHOR, organisation=body)
    take_role_away(person.memberships.get(), administrator)
    assert _told() == {person.email}


def test_who_is_given_a_role_is_told(body, administrator):
    person = PersonFactory(role=Role.AUTHOR, organisation=body)
    invite(person.email, "", body, Role.SIGNATORY, administrator)
    assert _told() == {person.email}


# --- pages ------------------------------------------------------------------------------


def test_the_person_answers_on_a_page_after_proving_who_they_are(client, body, administrator):
    person = PersonFactory()
    grant = invite(person.email, "", body, Role.AUTHOR, administrator)
    address = f"/accounts/roles/{grant.pk}/"
    give_address(person)
    client.force_login(person)
    assert client.get(address).context["may_answer"]
    assert client.post(address, {"answer": "yes"})["Location"].startswith("/accounts/reauth")
    assert not Membership.objects.filter(user=person).exists()

    prove_again(client)
    client.post(address, {"answer": "yes"})

    assert _roles(person, body) == {Role.AUTHOR}


@pytest.mark.parametrize("stranger", [Role.ADMINISTRATOR, Role.AUTHOR])
def test_others_are_not_told_that_there_is_such_a_role(client, body, administrator, stranger):
    grant = invite(PersonFactory().email, "", body, Role.AUTHOR, administrator)
    client.force_login(PersonFactory(role=stranger))
    assert client.get(f"/accounts/roles/{grant.pk}/").status_code == 404


@pytest.mark.parametrize("act", ["organisation/people/", "organisation/people/{}/remove/"])
def test_giving_and_taking_a_role_asks_to_sign_in_again(client, body, administrator, act):
    author = PersonFactory(role=Role.AUTHOR, organisation=body)
    give_address(administrator)
    client.force_login(administrator)
    address = "/en/workspace/" + act.format(author.memberships.get().pk)
    words = {"email": author.email, "name": "x", "role": "signatory", "of": body.slug}

    asked = client.post(address, words)
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert _roles(author, body) == {Role.AUTHOR}

    client.post(asked["Location"], {"password": "a password for tests", "next": address})
    assert _roles(author, body) == ({Role.AUTHOR, Role.SIGNATORY} if "remove" not in act else set())
