"""Secrets of second factors are sealed in the database, also those from before that was so."""

from __future__ import annotations

import base64
import json
import secrets
from importlib import import_module

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.apps import apps
from django.core.management import call_command

from portal.core.sealing import unseal
from tests.signing_in import code_of, give_app, person_with_address, recovery_code_of, sign_in

pytestmark = pytest.mark.django_db
migration = import_module("portal.accounts.migrations.0010_seal_second_factors")


def stored() -> str:
    return json.dumps(list(Authenticator.objects.values_list("data", flat=True)))


def new_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def test_the_database_has_neither_the_secret_of_an_app_nor_the_seed_of_codes():
    secret = give_app(person_with_address())
    seed = Authenticator.objects.get(type="recovery_codes").data["seed"]
    assert secret not in stored()
    assert unseal(seed) not in stored()


def test_with_another_key_nobody_comes_in(client, settings):
    person = person_with_address()
    secret = give_app(person)
    settings.SEALING_KEYS = [new_key()]
    client.raise_request_exception = False
    assert not sign_in(client, person, code_of(secret))


def test_after_resealing_the_old_key_is_not_needed_any_more(client, settings, capsys):
    person = person_with_address()
    secret = give_app(person)
    old, new = settings.SEALING_KEYS[0], new_key()

    settings.SEALING_KEYS = [new, old]
    call_command("reseal")
    settings.SEALING_KEYS = [new]

    assert sign_in(client, person, code_of(secret))
    assert recovery_code_of(person)
    assert capsys.readouterr().out == "reseal: 2 sealed anew, 0 that no key opens\n"


def test_what_no_key_opens_is_counted_and_left_alone(settings, capsys):
    give_app(person_with_address())
    before = stored()
    settings.SEALING_KEYS = [new_key()]
    with pytest.raises(SystemExit):
        call_command("reseal")
    assert stored() == before
    assert capsys.readouterr().out == "reseal: 0 sealed anew, 2 that no key opens\n"


def test_secrets_from_before_are_sealed_by_the_migration_and_back(client):
    person = person_with_address()
    secret, seed = generate_totp_secret(), RecoveryCodes.generate_seed()
    plain = [
        {"secret": secret},
        {"seed": seed, "used_mask": 1},
    ]
    for kind, data in zip(("totp", "recovery_codes"), plain, strict=True):
        Authenticator.objects.create(user=person, type=kind, data=data)
    passkey = Authenticator.objects.create(user=person, type="webauthn", data={"name": "k"})

    migration.seal_all(apps, None)

    assert secret not in stored()
    assert sign_in(client, person, code_of(secret))
    assert len(RecoveryCodes.activate(person).get_unused_codes()) == 9
    passkey.refresh_from_db()
    assert passkey.data == {"name": "k"}

    migration.unseal_all(apps, None)
    found = Authenticator.objects.exclude(type="webauthn").order_by("type")
    assert [row.data for row in found] == [plain[1], plain[0]]
