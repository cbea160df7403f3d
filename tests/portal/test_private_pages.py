"""No copy of what is behind sign-in is kept, wherever it is answered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from portal.accounts.roles import Role
from portal.core.privacy import KEPT_BY_NOBODY
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
ALWAYS = ("/accounts/", "/cms/")


@cache
def addresses() -> list[str]:
    """One address for every route of the portal, with “1” for whatever it asks for."""

    def walk(resolver: URLResolver, before: str) -> Iterator[str]:
        for each in resolver.url_patterns:
            [(form, names), *_others] = normalize(each.pattern.regex.pattern.lstrip("^"))
            here = before + form % dict.fromkeys(names, "1")
            if isinstance(each, URLPattern):
                yield here
            else:
                yield from walk(each, here)

    return sorted(set(walk(get_resolver(), "/")))


def _is_behind_sign_in(client, address: str) -> bool:
    if address.startswith(ALWAYS):
        return True
    answer = client.get(address)
    to = answer.headers.get("Location", "")
    return answer.status_code == 302 and to.startswith(resolve_url(settings.LOGIN_URL))


@cache
def _behind_sign_in() -> list[str]:
    return [address for address in addresses() if _is_behind_sign_in(Client(), address)]


@pytest.fixture
def behind_sign_in(db) -> list[str]:
    """What sends a visitor to the door, and the door itself: whatever is in the database."""
    found = _behind_sign_in()
    assert len(found) > 100
    return found


@pytest.mark.parametrize("role", [Role.SIGNATORY, Role.EDITOR])
def test_every_page_behind_sign_in_is_kept_by_nobody(client, behind_sign_in, role):
    client.force_login(PersonFactory(role=role))
    answers = {address: client.get(address) for address in behind_sign_in}
    kept = [a for a, answer in answers.items() if answer.get("Cache-Control") != KEPT_BY_NOBODY]
    assert kept == []


def test_public_pages_may_be_kept(client):
    assert client.get("/en/catalogue/").headers["Cache-Control"] != KEPT_BY_NOBODY
