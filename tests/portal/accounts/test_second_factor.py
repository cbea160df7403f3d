"""Who must have a second factor sets it up first; acts of weight are confirmed with it."""

from __future__ import annotations

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import call_command
from django.urls import reverse

from portal.accounts.memberships import join
from portal.accounts.roles import ROLES_OF_KIND, OrganisationKind, Role
from portal.core.models import OutboxMessage
from registry.models import Decision, Entry, Submission
from registry.procedure.actions.review import review_token
from registry.states import EntryState
from schemes.documents import signing_digest
from schemes.states import VersionState
from tests.factories import (
    EntryFactory,
    FilingFactory,
    PersonFactory,
    VersionFactory,
    decider,
    member_of,
    organisation_of,
)
from tests.signing_in import (
    code_of,
    give_address,
    give_app,
    person_with_address,
    prove_again,
    recovery_code_of,
    sign_in,
)

pytestmark = pytest.mark.django_db
SET_UP = "/accounts/2fa/"
ROLES = [(kind, role) for kind, roles in ROLES_OF_KIND.items() for role in roles]


@pytest.fixture
def required(settings):
    """As in production."""
    settings.SECOND_FACTOR_REQUIRED = True


def _person(kind, role):
    return person_with_address(role=role, organisation=organisation_of(kind))


# --- setting one up ---------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "role"), ROLES)
def test_every_role_but_the_authors_is_led_to_set_up_a_factor(client, required, kind, role):
    assert sign_in(client, _person(kind, role))
    page = client.get("/after-login/")
    assert (page["Location"] == SET_UP) is (role != Role.AUTHOR)


def test_an_operator_is_led_there_too(client, required):
    client.force_login(PersonFactory(is_superuser=True, is_staff=True))
    assert client.get("/cms/users/")["Location"] == SET_UP


@pytest.mark.parametrize(
    "address",
    [
        "/en/workspace/",
        "/en/desk/",
        "/cms/",
        "/en/schemes/",
        "/accounts/email/",
        "/accounts/signup/",
    ],
)
def test_until_then_nothing_else_is_open(client, required, address):
    client.force_login(PersonFactory(role=Role.SIGNATORY))
    assert client.get(address)["Location"] == SET_UP
    assert client.post(address)["Location"] == SET_UP


def test_a_machine_is_told_by_a_code(client, required):
    client.force_login(PersonFactory(role=Role.SIGNATORY))
    answer = client.get("/api/v1/schemes")
    assert (answer.status_code, answer.json()["code"]) == (403, "second_factor_missing")


def test_a_role_that_is_given_meanwhile_asks_at_the_next_step(client, required):
    author = PersonFactory(role=Role.AUTHOR)
    client.force_login(author)
    assert client.get("/en/workspace/").status_code == 200
    join(author, author.organisations.get(), Role.SIGNATORY)
    assert client.get("/en/workspace/")["Location"] == SET_UP


def test_with_an_app_set_up_the_work_is_open(client, required):
    sign_in(client, _person(OrganisationKind.BODY, Role.SIGNATORY))
    assert "second_factor_is_missing" in client.get(SET_UP).context
    prove_again(client)
    client.get("/accounts/2fa/totp/activate/")
    code = code_of(client.session["mfa.totp.secret"])

    activated = client.post("/accounts/2fa/totp/activate/", {"code": code})

    assert activated["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/en/workspace/").status_code == 200


def test_setting_one_up_asks_for_the_password_again(client, required):
    sign_in(client, _person(OrganisationKind.BODY, Role.SIGNATORY))
    page = client.get("/accounts/2fa/totp/activate/")
    assert page["Location"].startswith("/accounts/reauthenticate/")


def test_with_a_factor_the_password_alone_is_not_enough(client, required):
    person = _person(OrganisationKind.REGULATOR, Role.DECIDER)
    secret = give_app(person)
    assert not sign_in(client, person)
    assert sign_in(client, person, code_of(secret))


def test_where_it_is_switched_off_passwords_are_enough(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    assert sign_in(client, _person(OrganisationKind.BODY, Role.SIGNATORY))
    assert client.get("/en/workspace/").status_code == 200


# --- confirming with it -----------------------------------------------------------------


def _signing():
    version = VersionFactory()
    form = {"seen": signing_digest(version.document), "agreed": "on"}
    address = reverse("workspace:sign", args=[version.scheme_id])
    person = member_of(version.scheme.organisation, Role.SIGNATORY)

    def is_done():
        version.refresh_from_db()
        return version.state == VersionState.FROZEN

    return person, address, form, is_done


def _submitting():
    version = VersionFactory(frozen=True)
    address = reverse("workspace:file", args=[version.scheme_id])
    person = member_of(version.scheme.organisation, Role.SIGNATORY)
    return person, address, {}, lambda: Submission.objects.filter(version=version).exists()


def _deciding():
    filing = FilingFactory(proposed=True)
    form = {
        "outcome": "no_objection",
        "reasons": "无",
        "seen": review_token(filing),
        "confirm": "1",
        "impartial": "on",
    }
    return decider(), reverse("desk:decide", args=[filing.number]), form, Decision.objects.exists


def _ending():
    entry = EntryFactory()
    address = reverse("workspace:deregister", args=[entry.number])
    ended = Entry.objects.filter(state=EntryState.DEREGISTERED).exists
    person = member_of(entry.organisation, Role.SIGNATORY)
    return person, address, {"plan": "none_issued", "reason": "不再开展", "understood": "on"}, ended


ACTS = [_signing, _submitting, _deciding, _ending]


@pytest.fixture(params=ACTS, ids=lambda act: act.__name__.strip("_"))
def act(request):
    """Somebody with a factor, about to do something of weight."""
    return request.param()


def test_an_act_of_weight_waits_for_the_factor_and_is_then_done(client, act):
    person, address, form, is_done = act
    secret = give_app(person)
    client.force_login(person)

    asked = client.post(address, form)
    assert asked["Location"].startswith("/accounts/2fa/reauthenticate/")
    assert not is_done()

    client.post(asked["Location"], {"code": "000000", "next": address})
    assert not is_done()
    client.post(asked["Location"], {"code": code_of(secret), "next": address})
    assert is_done()


@pytest.mark.parametrize(
    ("has_app", "first"),
    [(True, "/accounts/2fa/reauthenticate/"), (False, "/accounts/2fa/webauthn/reauthenticate/")],
)
def test_who_has_no_app_is_asked_for_the_passkey_first(client, has_app, first):
    person, address, form, _is_done = _signing()
    if has_app:
        give_app(person)
    else:
        RecoveryCodes.activate(person)
    Authenticator.objects.create(user=person, type="webauthn", data={"name": "k"})
    client.force_login(person)
    assert client.post(address, form)["Location"].startswith(first)


def test_a_recovery_code_confirms_as_well(client, act):
    person, address, form, is_done = act
    give_app(person)
    client.force_login(person)
    asked = client.post(address, form)
    client.post(asked["Location"], {"code": recovery_code_of(person), "next": address})
    assert is_done()


def test_having_signed_in_with_it_does_not_confirm_an_act(client, act):
    person, address, form, is_done = act
    give_address(person)
    assert sign_in(client, person, code_of(give_app(person)))
    client.post(address, form)
    assert not is_done()


def test_each_proof_serves_one_act(client):
    first, second = FilingFactory(proposed=True), FilingFactory(proposed=True)
    person = decider()
    give_app(person)
    client.force_login(person)
    prove_again(client, code=recovery_code_of(person))
    for filing in (first, second):
        form = {"outcome": "no_objection", "reasons": "无", "seen": review_token(filing)}
        form |= {"confirm": "1", "impartial": "on"}
        client.post(reverse("desk:decide", args=[filing.number]), form)
    assert [decision.filing for decision in Decision.objects.all()] == [first]


def test_without_a_factor_where_none_is_needed_the_password_signs(client):
    person, address, form, is_done = _signing()
    client.force_login(person)
    client.post(address, form | {"password": "a password for tests"})
    assert is_done()


# --- when it is lost --------------------------------------------------------------------


def test_an_operator_lets_somebody_in_who_has_lost_it_and_they_are_told(client, required):
    person = _person(OrganisationKind.BODY, Role.SIGNATORY)
    give_app(person)
    for _ in range(2):
        call_command("remove_second_factor", person.email, stdout=StringIO())

    assert OutboxMessage.objects.filter(payload__template="security_notice").count() == 1
    assert sign_in(client, person)
    assert client.get("/en/workspace/")["Location"] == SET_UP
