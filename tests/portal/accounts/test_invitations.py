from __future__ import annotations

import re

import pytest
from django.core import mail

from portal.accounts.invitations import invite, take_role_away
from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver_waiting
from tests.factories import OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "correct horse battery staple"


@pytest.fixture
def administrator():
    return PersonFactory(role=Role.ADMINISTRATOR, organisation=OrganisationFactory())


@pytest.fixture
def body(administrator):
    return administrator.organisations.get()


def test_a_new_person_gets_an_account_a_role_and_a_mail(administrator, body):
    invite("New.Person@Test.example", "新人", body, Role.AUTHOR, administrator)

    person = User.objects.get(email="new.person@test.example")
    assert not person.has_usable_password()
    assert Membership.objects.get(user=person).role == Role.AUTHOR
    deliver_waiting()
    assert [message.to for message in mail.outbox] == [["new.person@test.example"]]


def test_the_mails_address_sets_the_password_and_then_the_person_can_sign_in(
    administrator, body, client
):
    invite("new@test.example", "新人", body, Role.AUTHOR, administrator)
    deliver_waiting()
    address = re.search(r"http://testserver(/accounts/password/\S+)", mail.outbox[0].body)
    form = client.get(address[1], follow=True)
    words = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(form.redirect_chain[-1][0], words)

    assert client.login(email="new@test.example", password=NEW_PASSWORD)


def test_the_secret_of_the_address_is_never_stored(administrator, body):
    invite("new@test.example", "新人", body, Role.AUTHOR, administrator)
    payload = OutboxMessage.objects.get(kind="invitation").payload
    assert set(payload) == {"user", "organisation", "role", "by"}


def test_who_has_an_account_keeps_name_and_password(administrator, body):
    person = PersonFactory(name="老人", role=Role.AUTHOR, organisation=body)
    password = person.password
    invite(person.email.upper(), "另一个名字", body, Role.SIGNATORY, administrator)
    deliver_waiting()
    person.refresh_from_db()
    assert (person.name, person.password) == ("老人", password)
    assert "/password/reset/" not in mail.outbox[0].body


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SIGNATORY])
def test_only_an_administrator_adds_people(role, body):
    person = PersonFactory(role=role, organisation=body)
    with pytest.raises(NotAllowed, match="Only an administrator"):
        invite("new@test.example", "新人", body, Role.AUTHOR, person)
    assert not User.objects.filter(email="new@test.example").exists()


def test_an_administrator_of_another_body_adds_nobody(body):
    with pytest.raises(NotAllowed, match="Only an administrator"):
        invite("new@test.example", "新人", body, "author", PersonFactory(role="administrator"))


def test_a_body_cannot_disqualify_an_officer_by_adding_them(administrator, body):
    officer = PersonFactory(role=Role.OFFICER)
    with pytest.raises(RulesBroken, match="reviews filings for the regulator"):
        invite(officer.email, "", body, Role.AUTHOR, administrator)
    assert officer.memberships.count() == 1


@pytest.mark.parametrize("role", [Role.OFFICER, Role.EDITOR, "king"])
def test_a_role_of_the_regulator_is_not_given_in_a_body(administrator, body, role):
    with pytest.raises(RulesBroken, match="This role does not exist"):
        invite("new@test.example", "新人", body, role, administrator)


def test_a_role_can_be_taken_away(administrator, body):
    membership = PersonFactory(role=Role.AUTHOR, organisation=body).memberships.get()
    take_role_away(membership, administrator)
    assert list(Membership.objects.values_list("role", flat=True)) == [Role.ADMINISTRATOR]


def test_the_last_administrator_stays(administrator):
    with pytest.raises(RulesBroken, match="the last administrator"):
        take_role_away(administrator.memberships.get(), administrator)
    assert administrator.memberships.exists()


def test_an_administrator_may_leave_when_another_remains(administrator, body):
    PersonFactory(role=Role.ADMINISTRATOR, organisation=body)
    take_role_away(administrator.memberships.get(), administrator)
    assert not administrator.memberships.exists()
