"""There is one door: no address but allauth's signs anybody in, and that one asks for both."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import views as django_views
from django.urls import Resolver404, URLPattern, get_resolver, resolve
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

from portal.accounts.roles import Role
from tests.factories import PASSWORD
from tests.signing_in import give_app, is_inside, person_with_address

#: What a view is called that lets people in or changes what lets them in.
DOOR = re.compile(r"log_?in(?!_?failed)|sign_?in(?!g)|password|authenticate", re.IGNORECASE)
#: Views of that kind that send people on and let nobody in.
SENDS_ON = {"portal.views.cms_login", "portal.views.after_login"}
DJANGOS = tuple(
    view
    for name, view in vars(django_views).items()
    if inspect.isclass(view) and re.match(r"Login|Password", name)
)


def _patterns(patterns: Any = None, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Each address of the whole portal as the patterns that lead to it; the view's is the last."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        way = (*before, pattern)
        if isinstance(pattern, URLPattern):
            yield way
        else:
            yield from _patterns(pattern.url_patterns, way)


def _example(way: tuple[Any, ...]) -> str:
    """An address that the patterns take, with 1 or x for what varies."""
    parts = []
    for each in way:
        text = str(each.pattern)
        if isinstance(each.pattern, RoutePattern):
            text = re.sub(r"<int:\w+>", "1", text)
            parts.append(re.sub(r"<(?:\w+:)?\w+>", "x", text))
        elif hasattr(each.pattern, "regex") and not hasattr(each.pattern, "language_prefix"):
            template, names = normalize(text)[0]
            parts.append(template % dict.fromkeys(names, "x"))
        else:
            parts.append(text)
    return "/" + "".join(parts)


def _view(way: tuple[Any, ...]) -> Any:
    callback = way[-1].callback
    return getattr(callback, "view_class", None) or inspect.unwrap(callback)


def _is_door(way: tuple[Any, ...]) -> bool:
    view = _view(way)
    if inspect.isclass(view) and issubclass(view, DJANGOS):
        return True
    names = (way[-1].name or "", getattr(view, "__name__", ""), str(way[-1].pattern))
    return view.__module__.startswith("django.contrib.a") or any(map(DOOR.search, names))


def test_the_only_views_for_signing_in_and_passwords_are_allauths():
    doors = {_view(way) for way in _patterns() if _is_door(way)}
    others = {f"{view.__module__}.{view.__name__}" for view in doors}
    others = {name for name in others if not name.startswith("allauth.")}
    assert len(doors) > 8
    assert others == SENDS_ON


@pytest.mark.parametrize("name", ["cms/login/", "en/_util/login/", "zh-hans/_util/login/"])
def test_what_wagtail_would_bring_leads_to_the_door_or_nowhere(name, client, db):
    answer = client.post(f"/{name}", {"username": "x", "password": "x"})
    assert answer.status_code in {302, 404}
    assert answer.get("Location", "/accounts/login/").startswith("/accounts/login/")


@pytest.mark.django_db
def test_no_address_lets_a_password_alone_past_the_second_factor(client):
    person = person_with_address(role=Role.EDITOR, is_staff=True)
    give_app(person)
    words = dict.fromkeys(("username", "email", "login"), person.email)
    words |= dict.fromkeys(("password", "password1", "password2", "new_password1"), PASSWORD)
    client.raise_request_exception = False
    addresses = {_example(way) for way in _patterns()}

    open_doors = []
    for address in sorted(addresses):
        client.post(address, words)
        if is_inside(client):
            open_doors.append(address)
            client.logout()

    assert "/accounts/login/" in addresses
    assert open_doors == []


def test_the_examples_reach_their_views():
    """Otherwise the test above would knock at walls."""
    ways = list(_patterns())
    reached = sum(_answers(_example(way)) is way[-1].callback for way in ways)
    assert reached > 0.9 * len(ways)


def _answers(address: str) -> Any:
    try:
        return resolve(address).func
    except Resolver404:
        return None
