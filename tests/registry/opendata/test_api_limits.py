"""How often the API may be asked: what is left, and after a refusal when to come back."""

from __future__ import annotations

import pytest

from portal.core.client_address import UNKNOWN
from portal.core.rates import count_request
from registry.opendata.api.limits import CHECKING, READING

pytestmark = pytest.mark.django_db

READ = "/api/v1/bodies"
CHECK = "/api/v1/check"


@pytest.fixture(autouse=True)
def _within_one_window(time_machine):
    time_machine.move_to("2026-11-29T10:00:20+08:00", tick=False)


def ask(client, address, sender="203.0.113.7"):
    method = client.post if address == CHECK else client.get
    extra = {"data": "{}", "content_type": "application/json"} if address == CHECK else {}
    return method(address, REMOTE_ADDR=sender, **extra)


def has_asked_as_often_as_allowed(rate, network="203.0.113.7"):
    for _ in range(rate.most):
        count_request(rate, network)


@pytest.mark.parametrize(("address", "rate"), [(READ, READING), (CHECK, CHECKING)])
def test_who_asks_too_often_is_told_when_to_come_back(client, time_machine, address, rate):
    has_asked_as_often_as_allowed(rate)
    refused = ask(client, address)
    assert (refused.status_code, refused["Retry-After"]) == (429, "40")
    assert refused.json()["code"] == "too_many_requests"
    time_machine.shift(40)
    assert ask(client, address).status_code == 200


def test_every_answer_names_its_limit_and_what_is_left(client):
    first, second = ask(client, READ), ask(client, READ)
    assert first["RateLimit-Policy"] == '"read";q=300;w=60'
    assert '"read";r=299;' in first["RateLimit"]
    assert '"read";r=298;' in second["RateLimit"]


@pytest.mark.parametrize(
    ("network", "sender", "is_the_same"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("2001:db8:1:2::/64", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::/64", "2001:db8:1:3::1", False),
    ],
)
def test_visitors_are_told_apart_by_their_network(client, network, sender, is_the_same):
    has_asked_as_often_as_allowed(READING, network)
    assert ask(client, READ, sender).status_code == (429 if is_the_same else 200)


def test_a_trusted_proxy_says_who_asks(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    has_asked_as_often_as_allowed(READING, "198.51.100.4")
    forwarded = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.4"}
    assert client.get(READ, **forwarded).status_code == 429
    assert client.get(READ, **forwarded | {"HTTP_X_FORWARDED_FOR": "8.8.8.8"}).status_code == 200


@pytest.mark.parametrize(("address", "rate"), [(READ, READING), (CHECK, CHECKING)])
@pytest.mark.parametrize("sender", ["", "not an address"])
def test_behind_a_socket_that_reports_no_address_all_are_counted_together(
    client, address, rate, sender
):
    first = ask(client, address, sender)
    assert f";r={rate.most - 1};" in first["RateLimit"]
    has_asked_as_often_as_allowed(rate, UNKNOWN)
    refused = ask(client, address, sender)
    assert (refused.status_code, refused["Retry-After"]) == (429, "40")


@pytest.mark.parametrize("reported", ["198.51.100.4", "203.0.113.9, 198.51.100.4"])
def test_behind_a_socket_a_trusted_proxy_says_who_asks(client, settings, reported):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    has_asked_as_often_as_allowed(READING, "198.51.100.4")
    socket = {"REMOTE_ADDR": "", "HTTP_X_FORWARDED_FOR": reported}
    assert client.get(READ, **socket).status_code == 429
    assert client.get(READ, **socket | {"HTTP_X_FORWARDED_FOR": "8.8.8.8"}).status_code == 200


def test_the_limits_stand_in_the_description_and_on_its_page(client):
    described = client.get("/api/v1/openapi.json").json()
    for rate in (READING, CHECKING):
        assert f"{rate.most} requests" in described["info"]["description"]
    for methods in described["paths"].values():
        assert all("429" in one["responses"] for one in methods.values())
