"""Pages and files of one registered scheme and of its versions, at permanent addresses."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.folding import identity
from portal.core.localised import document_language, in_language
from registry.catalogue.files import public_files
from registry.catalogue.overview import Certifier, Overview
from registry.catalogue.rule_text import rule_html
from registry.catalogue.standing import (
    conversion_from,
    conversion_to_text_in_force,
    sentence,
    standing_facts,
)
from registry.caveat import Caveat
from registry.footing.transitions import transitions_of
from registry.models import Entry, ListedVersion, Publication
from registry.opendata.records import (
    absolute,
    address_of_national,
    entry_record,
    listed_versions,
    version_record,
)
from registry.pdf.issuers import issuers_of
from registry.publication.alliances import PublicMember, alliance_of, public_members
from registry.publication.authors import issue_of, page_of_national
from registry.publication.designations import designations_of
from registry.publication.freshness import fresh_entry, vary_on
from registry.publication.history import public_lines
from registry.publication.licences import licences_of
from registry.publication.owners import PublicOwner, owners_of
from registry.publication.paper import paper_filing_of, words_of_files
from registry.publication.waivers import published_waivers, waiver_records
from registry.register.amending import conversions_of
from registry.register.finding import listed_version, of_number, wants_json
from schemes.documents import find
from schemes.models import Version
from schemes.models.files import DOCX
from schemes.reading import Value


@require_safe
@fresh_entry("scheme")
@of_number
def scheme(request: HttpRequest, publication: Publication) -> HttpResponseBase:
    """One registered scheme: a page, or data for those who ask for it."""
    if wants_json(request):
        response: HttpResponse = _document(publication, publication.entry.version)
    else:
        response = _page(request, publication)
    vary_on(response, ["Accept", "Accept-Language", "Cookie"])
    if address := _what_follows(publication.entry):
        response["Link"] = f'<{address}>; rel="successor-version"'
    return response


def _what_follows(entry: Entry) -> str:
    """Where programs go on from a page that stays: the scheme that follows, or a national one.

    Source: RFC 5829, section 3.5.
    """
    if entry.successor is not None:
        return absolute(entry.successor.get_absolute_url())
    return address_of_national(entry) or ""


def _page(request: HttpRequest, publication: Publication) -> HttpResponse:
    """What lists show is taken from where they take it; the rest from the entry and its text."""
    language = document_language()
    entry = publication.entry
    version = entry.version
    files = public_files(entry, version.document)
    overview = Overview(version.blueprint.blueprint, version.document, language)
    alliance = alliance_of(entry)
    members = public_members(alliance, entry) if alliance is not None else []
    former = owners_of(entry)[:-1]
    barred = _barred(members) if publication.status.may_certify else _left(members)
    context = {
        "publication": publication,
        "entry": entry,
        "version": version,
        "status": publication.status,
        "sentence": sentence(publication),
        "facts": standing_facts(publication),
        "national": page_of_national(publication.entry) or address_of_national(publication.entry),
        "notices": publication.entry.notices.on(timezone.localdate()),
        "conditions": publication.entry.conditions.open(),
        "transitions": transitions_of(publication.entry, timezone.localdate()),
        "caveats": (caveats := publication.caveats_today),
        "promise": overview.reader.localised(publication.promise),
        "overview": overview,
        "certifiers": [
            (one, [each for each in caveats if _is_about(each, one)])
            for one in _of_today(entry, former, overview.certifiers())
            if identity(one.approval_no) not in barred
        ],
        "standards": [
            (one, [each for each in caveats if each.address == one.address])
            for one in overview.standards()
        ],
        "files": list(files.values()),
        "rule": rule_html(version, language, files),
        "waivers": published_waivers(version),
        "corrections": entry.corrections.filter(listed__version=version),
        "versions": (versions := _versions(entry)),
        "conversions": (conversions := conversions_of(versions)),
        "conversion": conversion_to_text_in_force(publication, conversions),
        "issue": issue_of(entry),
        "designations": designations_of(entry),
        "licences": licences_of(entry),
        "alliance": alliance,
        "members": members,
        "owners": former,
        "paper": paper_filing_of(entry),
        "has_words": bool(words_of_files([entry]).get(entry.pk)),
        "timeline": public_lines(entry),
        "address": absolute(publication.get_absolute_url()),
        "citation": citation(publication, version),
    }
    return render(request, "catalogue/scheme.html", context)


def _barred(members: list[PublicMember]) -> set[str]:
    """The approvals of members of an alliance that may not certify by its rule today."""
    return {identity(one.member.organisation.approval_no) for one in members if not one.may_certify}


def _left(members: list[PublicMember]) -> set[str]:
    """The approvals of those that left, where nobody may certify and the text is quoted."""
    return {
        identity(one.member.organisation.approval_no)
        for one in members
        if one.member.left_on is not None
    }


def _of_today(entry: Entry, former: list[PublicOwner], named: list[Certifier]) -> list[Certifier]:
    """Those that the text names, with the owner of today in the place of former ones."""
    owner = entry.organisation
    gone = {identity(one.body.approval_no) for one in former} - {identity(owner.approval_no)}
    others = [one for one in named if identity(one.approval_no) not in gone]
    is_named = any(identity(one.approval_no) == identity(owner.approval_no) for one in others)
    if is_named or len(others) == len(named):
        return others
    name = Value(in_language(owner.name_text))
    return [Certifier(name, owner.approval_no, owner.slug), *others]


def _is_about(caveat: Caveat, certifier: Certifier) -> bool:
    """Whether a caveat is about an approval of this body."""
    return caveat.is_of_approval and caveat.approval_no == identity(certifier.approval_no)


def _versions(entry: Entry) -> list[ListedVersion]:
    """All listed versions, newest first, each with what it says it changed."""
    listed = entry.listed_versions.select_related("version")
    return list(listed.order_by("-listed_at", "-pk"))


def citation(publication: Publication, version: Version) -> str:
    """How this version is cited: by the address that keeps this text."""
    return _("%(body)s. %(title)s: %(rule)s, version %(version)s. %(regulator)s, %(address)s") % {
        # A name that ends with an abbreviation ends the sentence as well.
        "body": str(publication.body).rstrip("."),
        "title": version.title,
        "rule": publication.rule_number,
        "version": version.label,
        "regulator": in_language(settings.REGULATOR_NAME),
        "address": absolute(reverse("register:version", args=[publication.number, version.label])),
    }


@require_safe
@fresh_entry("scheme.json", is_page=False)
@of_number
def scheme_json(request: HttpRequest, publication: Publication) -> HttpResponseBase:
    """The record of the register and the document in force."""
    return _document(publication, publication.entry.version)


def _document(publication: Publication, held: Version, /, **parts: Any) -> JsonResponse:
    body = {"register": entry_record(publication), **parts, "document": held.document}
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
@fresh_entry("scheme.pdf", is_page=False)
@of_number
def scheme_pdf(request: HttpRequest, publication: Publication) -> HttpResponseBase:
    """The rule in force as PDF, in the language of the reader or of `?lang=`."""
    return _pdf(publication.entry.version)


def _pdf(version: Version) -> HttpResponse:
    from registry.pdf.documents import rule_pdf  # loading what makes PDF files takes a second

    content = rule_pdf(version, document_language())
    return _rule_file(version, content, "application/pdf", "pdf")


def _rule_file(version: Version, content: bytes, media_type: str, kind: str) -> HttpResponse:
    language = document_language()
    name = "".join(sign if sign.isalnum() else "-" for sign in version.document["rule_number"])
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'inline; filename="{name}-{version.label}-{language}.{kind}"'
    response["Access-Control-Allow-Origin"] = "*"
    vary_on(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
@fresh_entry("scheme.docx", is_page=False)
@of_number
def scheme_word(request: HttpRequest, publication: Publication) -> HttpResponseBase:
    """The rule in force as a Word file, in the language of the reader or of `?lang=`."""
    return _word(publication, publication.entry.version)


def _word(publication: Publication, version: Version) -> HttpResponse:
    from schemes.importing.as_word import rule_as_word  # reads what writes Word files

    issuers = [one.name_text for one in issuers_of(version)]
    content = rule_as_word(version, document_language(), publication.number, issuers)
    return _rule_file(version, content, DOCX, "docx")


@require_safe
@fresh_entry("version")
@of_number
def version_page(request: HttpRequest, publication: Publication, version: str) -> HttpResponseBase:
    """One version that the register has listed, in full."""
    listed = _listed(publication, version)
    if wants_json(request):
        response: HttpResponseBase = _version_data(publication, listed)
    else:
        files = public_files(publication.entry, listed.version.document)
        context = {
            "publication": publication,
            "listed": listed,
            "version": listed.version,
            "is_current": _is_current(publication, listed),
            "conversion": conversion_from(publication, listed),
            "caveats": publication.caveats_today,
            "corrections": listed.corrections.all(),
            "changes": listed.version.document.get("change_summary", []),
            "waivers": published_waivers(listed.version),
            "rule": rule_html(listed.version, document_language(), files),
            "citation": citation(publication, listed.version),
        }
        response = render(request, "catalogue/version.html", context)
    vary_on(response, ["Accept", "Accept-Language", "Cookie"])
    return response


@require_safe
@fresh_entry("version.json", is_page=False)
@of_number
def version_json(request: HttpRequest, publication: Publication, version: str) -> HttpResponseBase:
    """One listed version as data."""
    return _version_data(publication, _listed(publication, version))


def _version_data(publication: Publication, listed: ListedVersion) -> JsonResponse:
    conversions = conversions_of(listed_versions(publication.entry))
    record = version_record(publication.number, listed, conversions)
    record["waivers"] = waiver_records(listed.version)
    return _document(publication, listed.version, version=record)


@require_safe
@fresh_entry("version.pdf", is_page=False)
@of_number
def version_pdf(request: HttpRequest, publication: Publication, version: str) -> HttpResponseBase:
    """One listed version as PDF."""
    return _pdf(_listed(publication, version).version)


@require_safe
@fresh_entry("version.docx", is_page=False)
@of_number
def version_word(request: HttpRequest, publication: Publication, version: str) -> HttpResponseBase:
    """One listed version as a Word file."""
    return _word(publication, _listed(publication, version).version)


@require_safe
@fresh_entry("criterion")
@of_number
def criterion(
    request: HttpRequest,
    publication: Publication,
    version: str,
    id: str,  # noqa: A002  # the word of the address
) -> HttpResponseBase:
    """One criterion of one version, so that certificates and other rules can point at it."""
    listed = _listed(publication, version)
    document = listed.version.document
    place = f"/requirements/@{id}"
    value = find(document, place)
    if not isinstance(value, dict):
        raise Http404
    overview = Overview(listed.version.blueprint.blueprint, document, document_language())
    in_full = reverse("register:version", args=[publication.number, listed.label])
    context = {
        "publication": publication,
        "listed": listed,
        "is_current": _is_current(publication, listed),
        "id": id,
        "place": place,
        "title": in_language(value.get("title")) or id,
        "facts": overview.criterion_facts(value, in_full),
        "address": absolute(request.path),
    }
    if wants_json(request):
        body = {"scheme": publication.number, "version": listed.label, "criterion": value}
        response: HttpResponseBase = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    else:
        response = render(request, "catalogue/criterion.html", context)
    vary_on(response, ["Accept", "Accept-Language", "Cookie"])
    return response


def _listed(publication: Publication, label: str) -> ListedVersion:
    """The version of that label; drafts and versions never listed do not exist here."""
    listed = listed_version(publication.entry, label)
    if listed is None:
        raise Http404
    return listed


def _is_current(publication: Publication, listed: ListedVersion) -> bool:
    """Whether a version is the one that lists tell of."""
    return listed.version.digest == publication.sha256
