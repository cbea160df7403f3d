"""Anybody can verify what the register signed, with the keys that it publishes."""

from __future__ import annotations

import base64
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal.core.signing import PublicKey, current_key, key_of, sign
from portal.settings.environment import read_environment

FORMER = base64.b64encode(b"f" * 32).decode()


def test_a_published_key_verifies_a_signature_with_another_program(client):
    signature = base64.b64decode(sign(b"message"))

    answer = client.get("/.well-known/jwks.json")

    key = answer.json()["keys"][0]
    raw = base64.urlsafe_b64decode(key["x"] + "=")
    Ed25519PublicKey.from_public_bytes(raw).verify(signature, b"message")
    assert answer["Content-Type"] == "application/jwk-set+json"


def test_a_former_key_is_published_with_its_end(client, settings):
    settings.REGISTER_FORMER_KEYS = [f"{FORMER}@2026-03-31"]
    keys = client.get("/.well-known/jwks.json").json()["keys"]
    # The end of 31 March 2026 in Beijing.
    assert ["exp" in key for key in keys] == [False, True]
    assert keys[1]["exp"] == 1_774_972_800


def test_a_key_is_named_by_its_thumbprint():
    # The key and its thumbprint in RFC 8037, appendix A.
    raw = base64.urlsafe_b64decode("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=")
    assert PublicKey(raw).id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_rotating_prints_what_keeps_old_signatures_valid(settings, capsys):
    signature = sign(b"message")

    call_command("rotate_signing_key")

    lines = capsys.readouterr().out.splitlines()
    chosen = dict(line.split("=", 1) for line in lines[:2])
    settings.REGISTER_SIGNING_KEY = chosen["REGISTER_SIGNING_KEY"]
    settings.REGISTER_FORMER_KEYS = chosen["REGISTER_FORMER_KEYS"].split(",")
    assert len(base64.b64decode(settings.REGISTER_SIGNING_KEY)) == 32
    assert key_of(b"message", signature, date(2020, 1, 1)) is not None
    assert key_of(b"message", signature, date(2099, 1, 1)) is None
    assert key_of(b"message", sign(b"message"), date(2099, 1, 1)) == current_key()


@pytest.mark.parametrize("signature", ["", "?", base64.b64encode(b"s" * 63).decode()])
def test_what_is_no_signature_is_by_no_key(signature):
    assert key_of(b"message", signature, date(2026, 1, 1)) is None


@pytest.mark.parametrize("keys", ["x@2026-01-01", FORMER, f"{FORMER}@soon", "YWJj@2026-01-01"])
def test_a_former_key_that_cannot_be_read_is_named_at_the_start(monkeypatch, keys):
    monkeypatch.setenv("REGISTER_FORMER_KEYS", keys)
    with pytest.raises(ImproperlyConfigured, match="REGISTER_FORMER_KEYS"):
        read_environment(production=False)
