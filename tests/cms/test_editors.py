"""Who may enter Wagtail's admin, and what reference data may become there."""

from __future__ import annotations

import pytest

from portal.accounts.models import CertificationField
from portal.accounts.roles import Role
from portal.reference.models import RegulatorText
from registry.models import CalendarDay
from tests.factories import PersonFactory

REFERENCE_DATA = (
    "registry/calendarday",
    "accounts/certificationfield",
    "registry/reasoncode",
    "registry/timelimit",
    "reference/regulatortext",
)


@pytest.fixture
def editor(client, home):
    person = PersonFactory(role=Role.EDITOR)
    client.force_login(person)
    return person


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.EDITOR, 200),
        (Role.AUTHOR, 403),
        (Role.SIGNATORY, 403),
        (Role.OFFICER, 403),
        (Role.DECIDER, 403),
    ],
)
def test_only_editors_of_the_regulator_enter_the_admin(client, home, role, status):
    client.force_login(PersonFactory(role=role))
    response = client.get("/cms/", follow=True)
    assert response.status_code == status


def test_a_visitor_is_sent_to_the_one_place_to_sign_in(client, home):
    response = client.get("/cms/", follow=True)
    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


@pytest.mark.parametrize("name", REFERENCE_DATA)
def test_an_editor_sees_reference_data_and_its_form(client, editor, name):
    assert client.get(f"/cms/snippets/{name}/").status_code == 200
    assert client.get(f"/cms/snippets/{name}/add/", follow=True).status_code == 200


def test_an_editor_adds_a_day_to_the_calendar(client, editor):
    answer = {"day": "2027-02-07", "is_working": "on", "name": "春节调休"}
    client.post("/cms/snippets/registry/calendarday/add/", answer)
    assert CalendarDay.objects.get(day="2027-02-07").is_working


def test_an_editor_mends_the_name_of_a_field(client, editor):
    field = CertificationField.objects.first()
    address = f"/cms/snippets/accounts/certificationfield/edit/{field.pk}/"
    assert client.get(address).status_code == 200


def test_a_new_commitment_keeps_its_two_languages(client, editor):
    answer = {
        "kind": "public_commitment",
        "version": "2099",
        "valid_from": "2099-01-01",
        "text_zh": "承诺文本",
        "text_en": "The commitment",
    }
    client.post("/cms/snippets/reference/regulatortext/add/", answer)
    written = RegulatorText.objects.get(version="2099")
    assert written.text == {"zh": "承诺文本", "en": "The commitment"}


def test_a_commitment_that_may_have_been_signed_cannot_be_rewritten(client, editor):
    text = RegulatorText.objects.create(
        kind="public_commitment", version="2098", text_zh="原文", valid_from="2098-01-01"
    )
    answer = {
        "kind": "public_commitment",
        "version": "2098",
        "valid_from": "2098-01-01",
        "text_zh": "改写",
    }
    client.post(f"/cms/snippets/reference/regulatortext/edit/{text.pk}/", answer)
    text.refresh_from_db()
    assert text.text == {"zh": "原文"}


@pytest.mark.parametrize("act", ["new/", "edit/{}/", "delete/{}/"])
def test_not_even_an_operator_changes_a_person_in_the_cms(client, home, act):
    client.force_login(PersonFactory(is_superuser=True, is_staff=True))
    person = PersonFactory()
    address = "/cms/users/" + act.format(person.pk)
    words = {"email": "thief@test.example", "password1": "x", "password2": "x"}
    assert (client.get(address).status_code, client.post(address, words).status_code) == (403, 403)


@pytest.mark.parametrize("act", ["assign_role", "delete"])
def test_nor_many_people_at_once(client, home, act):
    client.force_login(PersonFactory(is_superuser=True, is_staff=True))
    address = f"/cms/bulk/accounts/user/{act}/?id={PersonFactory().pk}"
    assert client.post(address, {"role": 1}).status_code == 403


def test_an_editor_changes_no_mail_address_in_the_cms(client, editor):
    words = {"name_email-email": "thief@test.example"}
    client.post("/cms/account/", words)
    editor.refresh_from_db()
    assert editor.email != "thief@test.example"
    assert b'name="name_email-email"' not in client.get("/cms/account/").content
