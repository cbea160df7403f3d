"""Nothing is sent into a private network, whatever a name means at that moment."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest

from portal.core.errors import RulesBroken
from portal.core.failures import NotTaken
from registry.webhooks.guarding import is_public, number_of, target_of

PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.1", "255.255.255.255", "224.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
    *("::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::ffff:127.0.0.1"),
]
PUBLIC = ["8.8.8.8", "2001:4860:4860::8888", "64:ff9b::808:808"]


@pytest.mark.parametrize(
    ("number", "expected"), [*((n, False) for n in PRIVATE), *((n, True) for n in PUBLIC)]
)
def test_a_number_is_public_or_not(number: str, expected: bool) -> None:
    assert is_public(ipaddress.ip_address(number)) is expected


@pytest.mark.parametrize(
    ("address", "match"),
    [
        ("http://body.example/", "begins with https"),
        ("ftp://body.example/", "begins with https"),
        ("https://", "names a machine"),
        ("https://user:word@body.example/", "no password"),
        ("https://body.example:22/", "The port is"),
        ("https://body.example:99999/", "no address|not an address"),
        ("https://body.example/#here", "without “#”"),
        ("https://机构.example/", "in plain letters"),
        ("https://body.example/a b", "in plain letters"),
        ("https://10.0.0.1/", "private network"),
        ("https://[::1]/", "private network"),
    ],
)
def test_an_address_that_is_none_is_refused(address: str, match: str) -> None:
    with pytest.raises(RulesBroken, match=match):
        target_of(address)


def test_the_parts_of_an_address() -> None:
    target = target_of("https://body.example:8443/hook?a=1")
    assert (target.host, target.port, target.path) == ("body.example", 8443, "/hook?a=1")
    assert target.name == "body.example:8443"


@pytest.mark.parametrize(
    "numbers", [["10.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:192.168.0.1"], []]
)
def test_a_name_that_leads_inside_is_not_followed(monkeypatch: Any, numbers: list[str]) -> None:
    found = [(0, 0, 0, "", (number, 443)) for number in numbers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    with pytest.raises(NotTaken, match="private network"):
        number_of(target_of("https://body.example/"))


def test_the_number_that_was_looked_at_is_the_one_that_is_reached(monkeypatch: Any) -> None:
    found = [(0, 0, 0, "", ("8.8.8.8", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    assert number_of(target_of("https://body.example/")) == "8.8.8.8"


def test_a_name_that_nobody_knows_is_told_so(monkeypatch: Any) -> None:
    def unknown(*_args: Any, **_words: Any) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotTaken, match=r"looked up\.$"):
        number_of(target_of("https://body.example/"))
