"""Places of a filed document: whether they exist, their names, and where they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.core.localised import document_language, in_both_languages, in_language
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from registry.models import Filing, Remark
from schemes.citations import clause_of
from schemes.documents import NoSuchPlace, find, get, name_of, walk
from schemes.documents.addresses import parse
from schemes.models import Version
from schemes.reading import Reader, is_internal


def place_exists(version: Version, address: str) -> bool:
    """Whether the document has this place; the empty address is the document as a whole."""
    if not address:
        return True
    try:
        get(version.document, address)
    except (NoSuchPlace, ValueError):
        return False
    return True


def places_within(version: Version, address: str) -> Iterator[str]:
    """The places inside another that people read: items of lists by their ids, and their fields."""
    inside = f"{address}/"
    for place in walk(version.blueprint.blueprint, version.document) if address else ():
        if place.address.startswith(inside) and not is_internal(place.node):
            yield place.address


def place_name(version: Version, address: str) -> str:
    """The name of a place in the language of the page."""
    if not address:
        return _("The document as a whole")
    name = name_of(version.blueprint.blueprint, version.document, address)
    return in_language(name)


def item_names(version: Version, addresses: Iterable[str]) -> list[tuple[str, str]]:
    """Places with their names; an item of a list is told from the others by what it is called."""
    blueprint, language = version.blueprint.blueprint, document_language()
    reader = Reader(blueprint, version.document, language, known_units(), known_fields())
    found = []
    for address in addresses:
        name = place_name(version, address)
        if address.rpartition("/")[2].startswith("@"):
            called = reader.summary_at(address, find(version.document, address))
            name = f"{name} · {called}" if called else name
        found.append((address, name))
    return found


def place_in_both_languages(version: Version, address: str) -> dict[str, str]:
    """A place as it is cited, as localised text, for what is kept and read later."""
    if not address:
        return in_both_languages(gettext_lazy("The document as a whole"))
    names = name_of(version.blueprint.blueprint, version.document, address)
    cited = {}
    for language, name in names.items():
        with override("en" if language == "en" else "zh-hans"):
            cited[language] = _cited(name, clause_of(version, address))
    return cited


def cited_place(version: Version, address: str) -> str:
    """The clause in which a place stands and its name: 第6.1.3条 · 抽样 样品数量."""
    name = place_name(version, address)
    return _cited(name, clause_of(version, address)) if address else name


def _cited(name: str, clause: str) -> str:
    return f"{clause} · {name}" if clause else name


def with_places(filing: Filing, remarks: Iterable[Remark]) -> list[tuple[Remark, str]]:
    """Remarks with the names of their places in the text that they were written about.

    A later version may have taken the place out.
    """
    submissions = filing.submissions.select_related("version__blueprint")
    versions = {one.round: one.version for one in submissions}
    return [
        (remark, cited_place(versions.get(remark.round, filing.version), remark.address))
        for remark in remarks
    ]


def section_of(version: Version, address: str) -> str:
    """The key of the section that a place belongs to; empty for the whole document."""
    steps = parse(address) if address.startswith("/") else ()
    sections = version.blueprint.blueprint.sections
    return next((s.key for s in sections if steps and steps[0] in s.parts), "")


def place_in_form(version: Version, address: str) -> str:
    """Where a place of a draft is written; its page where it belongs to no section."""
    key = section_of(version, address)
    if not key:
        return reverse("workspace:scheme", args=[version.scheme_id])
    page, place = reverse("designer:section", args=[version.scheme_id, key]), quote(address, "/@")
    return f"{page}?at={place}#{place}"
