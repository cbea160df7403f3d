"""Addresses of the pages of a form: of a section, and of one item of a list in it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse

from schemes.models import Version


def section_address(version: Version, key: str) -> str:
    """The page of a section."""
    return reverse("designer:section", args=[version.scheme_id, key])


def item_address(version: Version, key: str, item: str, at: str = "") -> str:
    """The page of an item; `at` is the place in it that is meant."""
    asked = {"item": item} | ({"at": at} if at not in ("", item) else {})
    return f"{item_page(version, key)}?{urlencode(asked, safe='/@')}"


def item_page(version: Version, key: str) -> str:
    """The page of items of a section, without saying of which."""
    return reverse("designer:item", args=[version.scheme_id, key])


def rows_page(version: Version, key: str) -> str:
    """Where the page's script asks for rows of a section's tables, without saying of which."""
    return reverse("designer:rows", args=[version.scheme_id, key])


def paste_page(version: Version, key: str) -> str:
    """Where rows of a spreadsheet are added, without saying to which list."""
    return reverse("designer:paste", args=[version.scheme_id, key])
