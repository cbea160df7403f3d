"""The form of a section of a version, with all that surrounds it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import ApprovedField, CertificationField
from portal.core.localised import document_language
from schemes.blueprints import Section
from schemes.designer.fields import FormSurroundings
from schemes.designer.form import SectionForm
from schemes.models import StoredFile, Version


def section_of(version: Version, key: str) -> Section:
    """A section of the version's blueprint; an unknown key is an unknown page."""
    try:
        return version.blueprint.blueprint.section(key)
    except LookupError:
        raise Http404(key) from None


def form_for(version: Version, section: Section, open_at: str = "") -> SectionForm:
    """The form of one section as the version stands."""
    shown = {part: version.document.get(part) for part in section.parts}
    around = FormSurroundings(
        blueprint=version.blueprint.blueprint,
        document=version.document,
        language=document_language(),
        suggestions=_suggestions(version, section),
        file_addresses=file_addresses(version, shown),
        set_aside=version.set_aside,
        open_at=open_at,
    )
    return SectionForm(around, section)


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
