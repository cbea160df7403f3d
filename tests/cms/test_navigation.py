"""The navigation: complete in each place, and it knows where the reader is."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from tests.factories import officer

ITEM = re.compile(r'govuk-service-navigation__link"\s+href="([^"]+)"\s*(aria-current="\w+")?')

#: What its menu offers depends on the person, which the database knows.
DESK = "base_desk.html"


def navigation(rf, base: str, path: str, language: str = "en") -> dict[str, str]:
    """What the menu leads to, and how the item of the page is marked; at the desk an officer's."""
    request = rf.get(path)
    request.user = officer() if base == DESK else AnonymousUser()
    with translation.override(language):
        return dict(ITEM.findall(render_to_string(base, request=request)))


@pytest.mark.django_db
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
            DESK,
            [
                *("desk", "workspace/inbox", "desk/register", "catalogue", "desk/impact"),
                *("desk/stock", "desk/experts", "desk/campaigns", "desk/workload", "durations"),
                *("outcomes", "desk/absences", "desk/delegations", "desk/outbox"),
            ],
        ),
    ],
)
def test_each_place_leads_to_all_its_parts(rf, base, places, language):
    assert list(navigation(rf, base, "/", language)) == [f"/{language}/{p}/" for p in places]


@pytest.mark.django_db
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
        (DESK, "/en/desk/register/", {"/en/desk/register/": 'aria-current="page"'}),
        (DESK, "/en/desk/impact/", {"/en/desk/impact/": 'aria-current="page"'}),
        (DESK, "/en/desk/filings/FL-1/", {}),
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
