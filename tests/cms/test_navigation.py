"""The navigation: complete in each place, and it knows where the reader is."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

ITEM = re.compile(r'govuk-service-navigation__link"\s+href="([^"]+)"\s*(aria-current="\w+")?')


def navigation(rf, base: str, path: str, language: str = "en") -> dict[str, str]:
    request = rf.get(path)
    request.user = AnonymousUser()
    with translation.override(language):
        return dict(ITEM.findall(render_to_string(base, request=request)))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    ("base", "places"),
    [
        (
            "base_public.html",
            ["catalogue", "verify", "bodies", "marks", "guidance", "news", "open-data"],
        ),
        (
            "base_workspace.html",
            [
                *("workspace", "workspace/inbox", "workspace/filings", "workspace/alliances"),
                "workspace/licences",
                *("workspace/organisation", "catalogue"),
            ],
        ),
        (
            "base_desk.html",
            [
                *("desk", "workspace/inbox", "desk/register", "desk/impact", "desk/campaigns"),
                *("desk/stock", "desk/outbox", "catalogue"),
            ],
        ),
    ],
)
def test_each_place_leads_to_all_its_parts(rf, base, places, language):
    assert list(navigation(rf, base, "/", language)) == [f"/{language}/{p}/" for p in places]


@pytest.mark.parametrize(
    ("base", "path", "current"),
    [
        ("base_public.html", "/en/guidance/", {"/en/guidance/": 'aria-current="page"'}),
        ("base_public.html", "/en/guidance/how-to-file/", {"/en/guidance/": 'aria-current="true"'}),
        ("base_public.html", "/en/", {}),
        ("base_workspace.html", "/en/workspace/", {"/en/workspace/": 'aria-current="page"'}),
        (
            "base_workspace.html",
            "/en/workspace/filings/",
            {"/en/workspace/filings/": 'aria-current="page"'},
        ),
        ("base_desk.html", "/en/desk/register/", {"/en/desk/register/": 'aria-current="page"'}),
        ("base_desk.html", "/en/desk/impact/", {"/en/desk/impact/": 'aria-current="page"'}),
        ("base_desk.html", "/en/desk/filings/FL-1/", {}),
    ],
)
def test_only_the_place_of_the_reader_is_marked(rf, base, path, current):
    marked = {href: where for href, where in navigation(rf, base, path).items() if where}
    assert marked == current


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_foot_of_each_page_leads_to_the_reference_data(rf, language):
    request = rf.get("/")
    request.user = AnonymousUser()
    with translation.override(language):
        page = render_to_string("base_public.html", request=request)
        assert f'href="{reverse("reference:index")}"' in page
