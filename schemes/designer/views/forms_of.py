"""The form of a section of a version, with all that surrounds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.accounts.models import ApprovedField, CertificationField
from portal.core.localised import document_language
from schemes.blueprints import Section
from schemes.designer.fields import FormSurroundings
from schemes.designer.form import ItemForm, SectionForm, item_around
from schemes.designer.values import ABSENT
from schemes.designer.views.addresses import item_address
from schemes.documents import Document, NoSuchPlace, find
from schemes.documents.addresses import parse
from schemes.models import StoredFile, Version


def pages(request: HttpRequest) -> dict[str, int]:
    """Which page of which table was asked for: `?list=/requirements&page=3`."""
    number = request.GET.get("page", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < 6
    return {request.GET.get("list", ""): int(number)} if is_number else {}


def section_of(version: Version, key: str) -> Section:
    """A section of the version's blueprint; an unknown key is an unknown page."""
    try:
        return version.blueprint.blueprint.section(key)
    except LookupError:
        raise Http404(key) from None


def form_for(
    version: Version, section: Section, open_at: str = "", pages: Mapping[str, int] | None = None
) -> SectionForm:
    """The form of one section as the version stands."""
    shown = {part: version.document.get(part) for part in section.parts}
    return SectionForm(_around(version, section, shown, open_at, pages), section)


def item_form_for(
    version: Version,
    section: Section,
    address: str,
    open_at: str = "",
    document: Document | None = None,
) -> ItemForm:
    """The form of one item of a list of a section; one that is not there is an unknown page.

    `document` is what the form is made of, where that is not what the version holds.
    """
    parts = parse(address) if address.startswith("/") else ()
    if not parts or parts[0] not in section.parts:
        raise Http404(address)
    if item_around(version.blueprint.blueprint, address) != address:
        raise Http404(address)
    held = version.document if document is None else document
    around = _around(version, section, find(held, address), open_at)
    around.document = held
    try:
        return ItemForm(around, section, address)
    except NoSuchPlace:
        raise Http404(address) from None


def new_item_address(version: Version, section: Section, item: str) -> str:
    """The page of an item that was just added, at its first field."""
    control = quote(item_form_for(version, section, item).content.first_control, safe="/@")
    return f"{item_address(version, section.key, item)}&focus={control}#{control}"


def around_list(
    version: Version,
    section: Section,
    address: str,
    open_at: str = "",
    shown: Mapping[str, int] | None = None,
) -> FormSurroundings:
    """The surroundings of one list, made into its only field."""
    around = _around(version, section, None, open_at, shown)
    node = version.blueprint.blueprint.node_at(parse(address))
    if node is None:
        raise Http404(address)
    value = find(version.document, address, ABSENT)
    around.field(node, address, address, value)
    return around


def _around(
    version: Version,
    section: Section,
    shown: Any,
    open_at: str = "",
    pages: Mapping[str, int] | None = None,
) -> FormSurroundings:
    return FormSurroundings(
        blueprint=version.blueprint.blueprint,
        document=version.document,
        language=document_language(),
        suggestions=_suggestions(version, section),
        # Asked for by a field with a file; else nothing is looked for.
        file_addresses=SimpleLazyObject(lambda: file_addresses(version, shown)),  # type: ignore[arg-type]
        set_aside=version.set_aside,
        open_at=open_at,
        pages=pages or {},
    )


def _suggestions(version: Version, section: Section) -> dict[str, list[tuple[str, str]]]:
    """For the fields of certification: those that the body is approved for, else all."""
    if "domains" not in section.parts:
        return {}
    today = timezone.localdate()
    fields = CertificationField.objects.filter(category=version.scheme.category)
    usable = ApprovedField.objects.on(today).filter(organisation=version.scheme.organisation)
    approved = fields.filter(approvals__in=usable).distinct()
    return {"/domains": [(field.key, field.label) for field in approved or fields]}


def file_addresses(version: Version, shown: Any) -> dict[str, dict[str, str]]:
    """Where the files that a document names can be fetched, those that are stored here."""
    digests = set(_digests(shown))
    if not digests:
        return {}
    stored = StoredFile.objects.filter(organisation=version.scheme.organisation, sha256__in=digests)
    return {file.sha256: _addresses(version, file) for file in stored}


def _addresses(version: Version, file: StoredFile) -> dict[str, str]:
    href = reverse("designer:file", args=[version.scheme_id, file.sha256])
    if file.preview:
        return {"href": href, "preview": f"{href}?preview=1"}
    return {"href": href, "preview": href if file.mime == "image/png" else ""}


def _digests(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        digest = value.get("sha256")
        if isinstance(digest, str):
            yield digest
        for part in value.values():
            yield from _digests(part)
    elif isinstance(value, list):
        for part in value:
            yield from _digests(part)
