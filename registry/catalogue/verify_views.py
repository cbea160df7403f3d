"""What the register says now about a number: the answer in one word and one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.core.folding import identity
from portal.core.localised import in_language
from registry.catalogue.files import public_files
from registry.catalogue.standing import conversion_from, sentence, standing_facts
from registry.footing.transitions import transitions_of
from registry.models import ListedVersion, Publication
from registry.opendata.records import address_of_national, entry_record
from registry.publication.alliances import alliance_record
from registry.publication.authors import page_of_national
from registry.publication.certifiers import certifier_records
from registry.publication.designations import designation_records
from registry.publication.freshness import fresh_entry, vary_on
from registry.publication.paper import paper_filing_of
from registry.register.finding import find_on_paper, of_number, wants_json
from registry.register.numbers import normalise_number

#: A pasted address or sentence with the number in it is no longer.
LONGEST_TYPED = 200
DIGEST_PREFIX = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """What a digest is: `current`, `superseded`, `unknown` or `unreadable`."""

    kind: str
    given: str
    listed: ListedVersion | None = None


def compare_digest(publication: Publication, given: str) -> DigestAnswer | None:
    """Compare the beginning of a digest with the versions that the register has listed."""
    given = identity(given[:200]).lower()[:80]
    if not given:
        return None
    if not DIGEST_PREFIX.fullmatch(given):
        return DigestAnswer("unreadable", given)
    listed_versions = publication.entry.listed_versions.select_related("version")
    for listed in listed_versions.order_by("-listed_at", "-pk"):
        if listed.version.digest.startswith(given):
            is_current = listed.version.digest == publication.sha256
            return DigestAnswer("current" if is_current else "superseded", given, listed)
    return DigestAnswer("unknown", given)


@require_safe
def verify_form(request: HttpRequest) -> HttpResponseBase:
    """Where a number is typed in; an answer has an address of its own."""
    typed = request.GET.get("number", "")[:LONGEST_TYPED]
    if on_paper := find_on_paper(typed):
        return redirect("register:verify", number=on_paper.number)
    number = normalise_number(typed)
    if number and "/" not in number:
        return redirect("register:verify", number=number)
    context = {"number": number, "has_error": "number" in request.GET}
    return render(request, "catalogue/verify_form.html", context)


@require_safe
@fresh_entry("verify")
def verify(request: HttpRequest, number: str) -> HttpResponseBase:
    """The QR code's target: the status of one number, and of one text with `?d=`."""
    response = _verify(request, number=number)
    vary_on(response, ["Accept", "Accept-Language", "Cookie"])
    return response


@of_number
def _verify(request: HttpRequest, publication: Publication) -> HttpResponseBase:
    digest = compare_digest(publication, request.GET.get("d", ""))
    if wants_json(request):
        body = {"register": entry_record(publication)}
        if digest is not None:
            body["digest"] = {
                "given": digest.given,
                "answer": digest.kind,
                "version": digest.listed.label if digest.listed else None,
            }
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    context = {
        "publication": publication,
        "entry": publication.entry,
        "paper": (paper := paper_filing_of(publication.entry)),
        "files": public_files(publication.entry, publication.entry.version.document)
        if paper
        else {},
        "status": publication.status,
        "certifiers": certifier_records(
            publication,
            alliance_record(publication.entry),
            designation_records(publication.entry),
        ),
        "sentence": sentence(publication),
        "facts": standing_facts(publication),
        "national": page_of_national(publication.entry) or address_of_national(publication.entry),
        "notices": publication.entry.notices.on(timezone.localdate()),
        "conditions": publication.entry.conditions.open(),
        "transitions": transitions_of(publication.entry, timezone.localdate()),
        "caveats": publication.caveats_today,
        "digest": digest,
        "conversion": conversion_from(publication, digest.listed)
        if digest is not None and digest.listed is not None
        else None,
        "today": timezone.localdate(),
        "source": in_language(settings.REGULATOR_NAME),
    }
    return render(request, "catalogue/verify.html", context)
