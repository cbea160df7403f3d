"""What is sealed is read by the keys of the environment alone."""

from __future__ import annotations

import base64
import secrets

import pytest

from portal.core.sealing import Unreadable, seal, seal_anew, unseal


def key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


@pytest.mark.parametrize("text", ["", "JBSWY3DPEHPK3PXP", "试金石 🔑"])
def test_what_is_sealed_comes_out_again_and_is_not_seen(text):
    assert unseal(seal(text)) == text
    assert not text or text not in seal(text)


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("a") != seal("a")


def test_every_key_that_openssl_makes_is_taken(settings):
    settings.SEALING_KEYS = [base64.b64encode(b"\xfb\xff" * 16).decode()]
    assert set("+/") & set(settings.SEALING_KEYS[0])
    assert unseal(seal("a")) == "a"


def _changed(sealed: str) -> str:
    place = len(sealed) // 2
    return f"{sealed[:place]}{'A' if sealed[place] != 'A' else 'B'}{sealed[place + 1 :]}"


@pytest.mark.parametrize("spoil", [_changed, lambda _sealed: "JBSWY3DPEHPK3PXP", lambda _s: ""])
def test_what_was_changed_or_never_sealed_is_refused(spoil):
    with pytest.raises(Unreadable):
        unseal(spoil(seal("a")))


def test_a_key_is_replaced_without_a_moment_in_which_nothing_can_be_read(settings):
    old, new = key(), key()
    settings.SEALING_KEYS = [old]
    sealed = seal("a")
    settings.SEALING_KEYS = [new, old]
    assert unseal(sealed) == "a"
    anew = seal_anew(sealed)
    settings.SEALING_KEYS = [new]
    assert unseal(anew) == "a"
    with pytest.raises(Unreadable):
        unseal(sealed)
