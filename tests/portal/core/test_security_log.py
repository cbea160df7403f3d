"""What stands in the security log, and what never does."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.test import Client
from django.urls import resolve, reverse

from cms.site_content import install_home
from portal.accounts.memberships import join, leave
from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.core.security_log import FIELDS, SecurityEvent, address_of, record
from portal.settings.environment import ROOT
from tests.cms.registers import address
from tests.factories import PASSWORD, FilingFactory, OrganisationFactory, PersonFactory

pytestmark = pytest.mark.django_db
ADDRESS = "192.0.2.7"


def _sign_in(client, login, password):
    words = {"login": login, "password": password}
    return client.post(reverse("account_login"), words, REMOTE_ADDR=ADDRESS)


@pytest.fixture
def person():
    person = PersonFactory(role=Role.AUTHOR)
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    return person


def test_sign_in_says_who_for_which_organisation_and_from_where(client, person, security_lines):
    _sign_in(client, person.email, PASSWORD)
    [line] = security_lines()
    assert (line["event"], line["outcome"]) == ("signed_in", "done")
    assert (line["person"], line["client"]) == (person.pk, ADDRESS)
    assert line["organisation"] == person.organisations.get().slug


def test_sign_out_is_recorded_with_the_person(client, person, security_lines):
    client.force_login(person)
    client.post(reverse("account_logout"))
    line = security_lines()[-1]
    assert (line["event"], line["person"]) == ("signed_out", person.pk)


@pytest.mark.parametrize("login", [None, "nobody@test.example", "my secret in the wrong place"])
def test_failure_is_recorded_without_anything_that_was_typed(client, person, security_lines, login):
    login = login or person.email
    _sign_in(client, login, "wrong password")
    lines = security_lines()
    assert [line["outcome"] for line in lines] == ["failed"] * len(lines)
    assert all(line["client"] == ADDRESS for line in lines)
    assert "wrong password" not in str(lines)
    assert login not in str(lines)


def test_wrong_password_is_one_line(client, person, security_lines):
    _sign_in(client, person.email, "wrong password")
    assert [line["event"] for line in security_lines()] == ["sign_in_failed"]


def test_wrong_second_factor_names_the_person(client, person, security_lines):
    totp.TOTP.activate(person, totp.generate_totp_secret())
    RecoveryCodes.activate(person)
    _sign_in(client, person.email, PASSWORD)
    client.post(reverse("mfa_authenticate"), {"code": "000000"}, REMOTE_ADDR=ADDRESS)
    [line] = security_lines()
    assert (line["event"], line["person"]) == ("sign_in_failed", person.pk)
    assert (line["reason"], "000000" in str(line)) == ("second_factor", False)


def _code_of(secret):
    counter = next(totp.yield_hotp_counters_from_time())
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_factor_added_and_removed_are_recorded_with_their_kind(
    client, person, security_lines, django_capture_on_commit_callbacks
):
    _sign_in(client, person.email, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": _code_of(secret)})
    client.post(reverse("mfa_deactivate_totp"))
    lines = [line for line in security_lines() if line["object"] == "totp"]
    assert [line["event"] for line in lines] == ["factor_added", "factor_removed"]
    assert {line["person"] for line in lines} == {person.pk}
    assert secret not in str(security_lines())


def test_proving_again_who_one_is_says_by_what(client, person, security_lines):
    _sign_in(client, person.email, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    line = security_lines()[-1]
    assert (line["event"], line["reason"]) == ("reauthenticated", "password")


def test_role_given_and_taken_name_person_role_and_organisation(
    security_lines, django_capture_on_commit_callbacks
):
    person, body = PersonFactory(), OrganisationFactory()
    with django_capture_on_commit_callbacks(execute=True):
        join(person, body, Role.SIGNATORY)
        join(person, body, Role.SIGNATORY)
        leave(Membership.objects.get())
    given, taken = security_lines()
    assert (given["event"], taken["event"]) == ("role_given", "role_taken")
    assert given["organisation"] == taken["organisation"] == body.slug
    assert given["object"] == taken["object"] == f"{person.pk}:signatory"


def test_refusal_names_address_and_code(client, person, security_lines):
    client.force_login(person)
    client.get(reverse("desk:queue"), {"q": "typed"})
    line = security_lines()[-1]
    assert (line["event"], line["outcome"]) == ("refused", "refused")
    assert (line["person"], line["reason"]) == (person.pk, "not_allowed")
    assert line["object"] == reverse("desk:queue")


def test_refusal_for_a_missing_token_is_recorded(person, security_lines):
    Client(enforce_csrf_checks=True).post(reverse("account_login"), {"login": person.email})
    assert security_lines()[-1]["event"] == "refused"


def test_key_in_an_address_is_left_out(rf):
    asked = reverse("account_reset_password_from_key", args=["a", "set-secret-in-an-address"])
    request = rf.get(asked)
    request.resolver_match = resolve(asked)
    assert "secret" not in address_of(request)


EXPORTS = {
    Role.AUTHOR: lambda scheme: reverse("designer:download", args=[scheme.pk]),
    Role.OFFICER: lambda scheme: reverse("catalogue:csv"),
    Role.EDITOR: lambda scheme: f"{address('standards')}?export=csv",
    Role.ADMINISTRATOR: lambda scheme: "/reference/standards.csv",
}


@pytest.mark.parametrize("role", list(EXPORTS))
def test_file_that_is_carried_out_is_recorded_with_its_address(client, security_lines, role):
    install_home()
    scheme = FilingFactory().scheme
    author = scheme.organisation.members.get(memberships__role=Role.AUTHOR)
    person = author if role == Role.AUTHOR else PersonFactory(role=role)
    client.force_login(person)
    asked = EXPORTS[role](scheme)
    b"".join(client.get(asked))
    line = security_lines()[-1]
    assert (line["event"], line["person"]) == ("exported", person.pk)
    assert line["object"] == asked.partition("?")[0]


def test_open_data_that_anybody_fetches_is_no_export(client, security_lines):
    client.get("/reference/standards.csv")
    assert security_lines() == []


def test_text_that_was_sent_in_cannot_begin_a_line(rf, security_lines):
    forged = '/desk/\n{"event": "signed_in"}\u2028\u0085'
    record(SecurityEvent.REFUSED, object=forged, request=rf.get("/"))
    [line] = security_lines()
    assert line["object"] == forged
    assert list(line) == list(FIELDS)


def test_command_that_exports_is_recorded(tmp_path, security_lines):
    call_command("export_reference", str(tmp_path))
    [line] = security_lines()
    assert (line["event"], line["object"]) == ("exported", "export_reference --format csv")


def test_every_event_is_documented():
    page = (ROOT / "docs/security-log.md").read_text()
    assert [event for event in SecurityEvent if f"| `{event}` |" not in page] == []
