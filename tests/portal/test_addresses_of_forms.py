"""An address that takes a sent form alone and is opened all the same: a page says what happened."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from portal.accounts.memberships import join
from portal.accounts.roles import Role
from tests.factories import FilingFactory, PersonFactory, member_of, organisation_for

pytestmark = pytest.mark.django_db

#: Whose pages stand in the look of the portal; the others are Wagtail's, allauth's, the API's.
OURS = ("registry.", "schemes.", "portal.")
SAMPLES = {"int": "7", "slug": "a-name", "str": "FL-2026-000001-X", "uuid": "0" * 32}


def _routes(resolver: URLResolver, route: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        here = route + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from _routes(each, here)
        elif isinstance(each, URLPattern) and each.callback.__module__.startswith(OURS):
            yield here


def _address(route: str) -> str:
    """With some value at each place; the door is passed before anything is looked for."""
    begun, *places = route.split("<")
    filled = [
        SAMPLES.get(kind.partition(":")[0], "a") + rest
        for kind, rest in (place.split(">", 1) for place in places)
    ]
    return "/" + begun + "".join(filled)


def _of_forms_alone(client) -> dict[str, str]:
    """The page at each address that nothing but a form is sent to, for who is signed in."""
    pages = {}
    for route in _routes(get_resolver()):
        if "^" in route or "(?P" in route or route.startswith("api/"):
            continue
        answer = client.get(_address(route))
        if answer.status_code == 405:
            assert "POST" in answer["Allow"], route
            pages[route] = answer.content.decode()
    return pages


def test_no_address_of_a_form_is_a_blank_page(client):
    body = FilingFactory().organisation
    at_work = PersonFactory(role=Role.OFFICER)
    for role in (Role.DECIDER, Role.EDITOR, Role.ADMINISTRATOR):
        join(at_work, organisation_for(role), role)
    pages = {}
    for user in (at_work, member_of(body, Role.SIGNATORY)):
        client.force_login(user)
        pages |= _of_forms_alone(client)
    parts = ("take-up/", "opinions/merged/", "batch/", "experts/draw/", "hand-back/", "notes/")
    for part in parts:
        assert any(route.endswith(part) for route in pages), part
    assert any("workspace/" in route for route in pages)
    blank = [route for route, page in pages.items() if 'class="ts-lead"' not in page]
    assert blank == []


def test_the_page_leads_to_the_record_in_the_language_of_the_address(client):
    filing = FilingFactory()
    client.force_login(PersonFactory(role=Role.OFFICER))
    page = client.get(f"/zh-hans/desk/filings/{filing.number}/opinions/merged/").content.decode()
    assert f'href="/zh-hans/desk/filings/{filing.number}/"' in page
    assert "打开表单所涉及的事项" in page


def test_what_is_sent_to_a_page_for_reading_is_told_so(client):
    filing = FilingFactory()
    client.force_login(PersonFactory(role=Role.OFFICER))
    answer = client.post(f"/en/desk/filings/{filing.number}/timeline/")
    assert answer.status_code == 405
    assert "for reading alone" in answer.content.decode()
