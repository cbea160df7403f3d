"""Pages and files of one registered scheme and of its versions, at permanent addresses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.localised import document_language, in_language
from registry.catalogue.entries import listed_version, of_entry, wants_json
from registry.catalogue.files import public_files
from registry.catalogue.freshness import fresh_entry, vary_on
from registry.catalogue.overview import Overview
from registry.catalogue.records import absolute, entry_record, version_record
from registry.catalogue.rule_text import rule_html
from registry.catalogue.timeline import public_lines
from registry.catalogue.waivers import published_waivers, waiver_records
from registry.models import Entry, ListedVersion
from schemes.documents import find
from schemes.models import Version


@require_safe
@fresh_entry("scheme")
@of_entry
def scheme(request: HttpRequest, entry: Entry) -> HttpResponseBase:
    """One registered scheme: a page, or data for those who ask for it."""
    response = _document(entry, entry.version) if wants_json(request) else _page(request, entry)
    vary_on(response, ["Accept", "Accept-Language", "Cookie"])
    return response


def _page(request: HttpRequest, entry: Entry) -> HttpResponse:
    language = document_language()
    version = entry.version
    files = public_files(entry, version.document)
    overview = Overview(version.blueprint.blueprint, version.document, language)
    context = {
        "entry": entry,
        "version": version,
        "status": entry.status,
        "overview": overview,
        "certifiers": overview.certifiers(),
        "standards": overview.standards(),
        "mark_file": _artwork(version, files),
        "files": list(files.values()),
        "rule": rule_html(version, language, files),
        "waivers": published_waivers(version),
        "versions": _versions(entry),
        "timeline": public_lines(entry),
        "address": absolute(entry.get_absolute_url()),
        "citation": citation(entry, version),
    }
    return render(request, "catalogue/scheme.html", context)


def _artwork(version: Version, files: dict[str, Any]) -> Any:
    sha256 = find(version.document, "/mark/artwork/sha256")
    return files.get(sha256) if sha256 else None


def _versions(entry: Entry) -> list[ListedVersion]:
    """All listed versions, newest first, each with what it says it changed."""
    listed = entry.listed_versions.select_related("version")
    return list(listed.order_by("-listed_at", "-pk"))


def citation(entry: Entry, version: Version) -> str:
    """How this version is cited: by the address that keeps this text."""
    return _("%(body)s. %(title)s: %(rule)s, version %(version)s. %(regulator)s, %(address)s") % {
        "body": entry.organisation,
        "title": version.title,
        "rule": entry.rule_number,
        "version": version.label,
        "regulator": in_language(settings.REGULATOR_NAME),
        "address": absolute(reverse("register:version", args=[entry.number, version.label])),
    }


@require_safe
@fresh_entry("scheme.json", is_page=False)
@of_entry
def scheme_json(request: HttpRequest, entry: Entry) -> HttpResponseBase:
    """The record of the register and the document in force."""
    return _document(entry, entry.version)


def _document(entry: Entry, held: Version, /, **parts: Any) -> JsonResponse:
    body = {"register": entry_record(entry), **parts, "document": held.document}
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@fresh_entry("scheme.pdf", is_page=False)
@of_entry
def scheme_pdf(request: HttpRequest, entry: Entry) -> HttpResponseBase:
    """The rule in force as PDF, in the language of the reader or of `?lang=`."""
    return _pdf(entry.version)


def _pdf(version: Version) -> HttpResponse:
    from registry.pdf import rule_pdf  # loading what makes PDF files takes a second

    language = document_language()
    name = "".join(sign if sign.isalnum() else "-" for sign in version.document["rule_number"])
    response = HttpResponse(rule_pdf(version, language), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{version.label}-{language}.pdf"'
    response["Access-Control-Allow-Origin"] = "*"
    vary_on(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
@fresh_entry("version")
@of_entry
def version_page(request: HttpRequest, entry: Entry, version: str) -> HttpResponseBase:
    """One version that the register has listed, in full."""
    listed = _listed(entry, version)
    if wants_json(request):
        response: HttpResponseBase = _version_data(entry, listed)
    else:
        files = public_files(entry, listed.version.document)
        context = {
            "entry": entry,
            "listed": listed,
            "version": listed.version,
            "is_current": listed.version_id == entry.version_id,
            "changes": listed.version.document.get("change_summary", []),
            "waivers": published_waivers(listed.version),
            "rule": rule_html(listed.version, document_language(), files),
            "citation": citation(entry, listed.version),
        }
        response = render(request, "catalogue/version.html", context)
    vary_on(response, ["Accept", "Accept-Language", "Cookie"])
    return response


@require_safe
@fresh_entry("version.json", is_page=False)
@of_entry
def version_json(request: HttpRequest, entry: Entry, version: str) -> HttpResponseBase:
    """One listed version as data."""
    return _version_data(entry, _listed(entry, version))


def _version_data(entry: Entry, listed: ListedVersion) -> JsonResponse:
    record = version_record(entry.number, listed)
    record["waivers"] = waiver_records(listed.version)
    return _document(entry, listed.version, version=record)


@require_safe
@fresh_entry("version.pdf", is_page=False)
@of_entry
def version_pdf(request: HttpRequest, entry: Entry, version: str) -> HttpResponseBase:
    """One listed version as PDF."""
    return _pdf(_listed(entry, version).version)


@require_safe
@fresh_entry("criterion")
@of_entry
def criterion(request: HttpRequest, entry: Entry, version: str, id: str) -> HttpResponseBase:  # noqa: A002  # the word of the address
    """One criterion of one version, so that certificates and other rules can point at it."""
    listed = _listed(entry, version)
    document = listed.version.document
    place = f"/requirements/@{id}"
    value = find(document, place)
    if not isinstance(value, dict):
        raise Http404
    overview = Overview(listed.version.blueprint.blueprint, document, document_language())
    in_full = reverse("register:version", args=[entry.number, listed.label])
    context = {
        "entry": entry,
        "listed": listed,
        "is_current": listed.version_id == entry.version_id,
        "id": id,
        "place": place,
        "title": in_language(value.get("title")) or id,
        "facts": overview.criterion_facts(value, in_full),
        "address": absolute(request.path),
    }
    if wants_json(request):
        body = {"scheme": entry.number, "version": listed.label, "criterion": value}
        response: HttpResponseBase = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    else:
        response = render(request, "catalogue/criterion.html", context)
    vary_on(response, ["Accept", "Accept-Language", "Cookie"])
    return response


def _listed(entry: Entry, label: str) -> ListedVersion:
    """The version of that label; drafts and versions never listed do not exist here."""
    listed = listed_version(entry, label)
    if listed is None:
        raise Http404
    return listed
