"""Places of a filed document: whether they exist, their names, and where they are written."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core.localised import in_language
from schemes.documents import NoSuchPlace, get, name_of
from schemes.documents.addresses import parse
from schemes.models import Version


def place_exists(version: Version, address: str) -> bool:
    """Whether the document has this place; the empty address is the document as a whole."""
    if not address:
        return True
    try:
        get(version.document, address)
    except (NoSuchPlace, ValueError):
        return False
    return True


def place_name(version: Version, address: str) -> str:
    """The name of a place in the language of the page."""
    if not address:
        return _("The document as a whole")
    name = name_of(version.blueprint.blueprint, version.document, address)
    return in_language(name)


def section_of(version: Version, address: str) -> str:
    """The key of the section that a place belongs to; empty for the whole document."""
    steps = parse(address) if address else []
    sections = version.blueprint.blueprint.sections
    return next((s.key for s in sections if steps and steps[0] in s.parts), "")


def place_in_form(version: Version, address: str) -> str:
    """Where a place of a draft is written; its page where it belongs to no section."""
    key = section_of(version, address)
    if not key:
        return reverse("workspace:scheme", args=[version.scheme_id])
    return reverse("designer:section", args=[version.scheme_id, key]) + f"#{address}"
