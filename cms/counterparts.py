"""Where a page is in another language; where it is not, the nearest page above it that is there."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language, override
from wagtail.models import Page, Site

#: Names, in the address of a page, the one that was asked for and is not there in its language.
INSTEAD_OF = "instead-of"


def addresses_of(page: Page, request: HttpRequest) -> dict[str, str]:
    """Where the language switch leads from a page, by language."""
    return {code: address_in(page, code, request) for code, _name in settings.LANGUAGES}


def address_in(page: Page, language: str, request: HttpRequest) -> str:
    """The page's counterpart in a language, or the nearest one above, which then says so."""
    found = nearest_in(page, language, request)
    address = found.get_url(request) if found else _catalogue_in(language)
    query = request.GET.copy()
    query.pop(INSTEAD_OF, None)
    if found is None or found.translation_key not in _own_keys(page):
        query.clear()
        query[INSTEAD_OF] = str(page.pk)
    return f"{address}?{query.urlencode()}" if query else str(address)


def nearest_in(page: Page, language: str, request: HttpRequest) -> Page | None:
    """What this visitor can read of it in a language: itself, or the nearest page above it.

    None where not even the home page is there. Three queries as a rule.
    """
    above = page.get_ancestors().filter(depth__gt=1).order_by("-depth")
    keys = [*_own_keys(page), *above.values_list("translation_key", flat=True)]
    there = Page.objects.live().filter(locale__language_code=language, translation_key__in=keys)
    by_key = {each.translation_key: each for each in there}
    found = (by_key[key] for key in keys if key in by_key)
    return next((each for each in found if is_open_to(each, request)), None)


def _own_keys(page: Page) -> list[UUID]:
    """What the page is called in all languages; an alias is another address of its original."""
    return [page.translation_key, *([page.alias_of.translation_key] if page.alias_of else [])]


def is_open_to(page: Page, request: HttpRequest) -> bool:
    """Whether the visitor may read a page: nothing above it is private to others."""
    return all(each.accept_request(request) for each in page.get_view_restrictions())


def asked_for(request: HttpRequest) -> Page | None:
    """The page in another language that this one stands for, if the visitor may read it."""
    key = request.GET.get(INSTEAD_OF, "")
    if not (key.isascii() and key.isdecimal() and len(key) < 10):
        return None
    elsewhere = Page.objects.live().exclude(locale__language_code=get_language())
    page = elsewhere.filter(pk=key, depth__gt=1).select_related("locale").first()
    return page if page and is_open_to(page, request) else None


class CounterpartMiddleware:
    """Who asks for a page that is there in another language alone is led to the nearest one.

    People change the language in the address by hand, and sections are taken off the site in one
    language while links to them remain. Redirections that an editor has set come first.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; where there is no page, look in the other languages."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.NOT_FOUND or request.method not in ("GET", "HEAD"):
            return response
        match = request.resolver_match
        if match is None or match.url_name != "wagtail_serve":
            return response
        twin = _at_same_place(request, match.args[0] if match.args else "")
        if twin is None:
            return response
        return HttpResponseRedirect(address_in(twin, get_language() or "", request))


def _at_same_place(request: HttpRequest, path: str) -> Page | None:
    """The page at this path in another language that the visitor may read."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    homes = site.root_page.get_translations(inclusive=True)
    others = homes.exclude(locale__language_code=get_language())
    places = [f"{home.url_path}{path}" for home in others]
    found = Page.objects.live().filter(url_path__in=places).order_by("path")
    return next((page for page in found if is_open_to(page, request)), None)


def _catalogue_in(language: str) -> str:
    with override(language):
        return reverse("catalogue:browse")
