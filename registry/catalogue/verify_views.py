"""What the register says now about a number: the answer in one word and one sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.core.folding import identity
from portal.core.localised import in_language
from registry.catalogue.entries import of_entry, wants_json
from registry.catalogue.freshness import fresh_entry, vary_on
from registry.catalogue.records import entry_record
from registry.models import Entry, ListedVersion
from registry.numbers import normalise_number
from registry.states import PublicStatus

#: A pasted address or sentence with the number in it is no longer.
LONGEST_TYPED = 200
DIGEST_PREFIX = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class DigestAnswer:
    """What a digest is: `current`, `superseded`, `unknown` or `unreadable`."""

    kind: str
    given: str
    listed: ListedVersion | None = None


def compare_digest(entry: Entry, given: str) -> DigestAnswer | None:
    """Compare the beginning of a digest with the versions that the register has listed."""
    given = identity(given[:200]).lower()[:80]
    if not given:
        return None
    if not DIGEST_PREFIX.fullmatch(given):
        return DigestAnswer("unreadable", given)
    for listed in entry.listed_versions.select_related("version").order_by("-listed_at", "-pk"):
        if listed.version.digest.startswith(given):
            is_current = listed.version_id == entry.version_id
            return DigestAnswer("current" if is_current else "superseded", given, listed)
    return DigestAnswer("unknown", given)


def sentence(entry: Entry) -> str:
    """What the register says today, in one sentence without the date and source."""
    words: dict[str, Any] = {
        "body": entry.organisation,
        "from": _day(entry.effective_from),
        "until": _day(entry.expires_on),
        "ended": _day(entry.ended_on),
    }
    match entry.status:
        case PublicStatus.DEREGISTERED:
            return _("The scheme was deregistered on %(ended)s. No new certificates.") % words
        case PublicStatus.EXPIRED:
            return _("The scheme expired on %(until)s. No new certificates.") % words
        case PublicStatus.NOT_YET_EFFECTIVE:
            return _("The scheme is listed and comes into force on %(from)s.") % words
        case _status:
            if entry.expires_on:
                return _("The scheme has been in force since %(from)s, until %(until)s.") % words
            return _("The scheme has been in force since %(from)s.") % words


def _day(value: Any) -> str:
    from django.utils import formats

    return formats.date_format(value) if value else ""


@require_safe
def verify_form(request: HttpRequest) -> HttpResponseBase:
    """Where a number is typed in; an answer has an address of its own."""
    number = normalise_number(request.GET.get("number", "")[:LONGEST_TYPED])
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


@of_entry
def _verify(request: HttpRequest, entry: Entry) -> HttpResponseBase:
    digest = compare_digest(entry, request.GET.get("d", ""))
    if wants_json(request):
        body = {"register": entry_record(entry)}
        if digest is not None:
            body["digest"] = {
                "given": digest.given,
                "answer": digest.kind,
                "version": digest.listed.label if digest.listed else None,
            }
        return JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    context = {
        "entry": entry,
        "version": entry.version,
        "status": entry.status,
        "sentence": sentence(entry),
        "digest": digest,
        "today": timezone.localdate(),
        "source": in_language(settings.REGULATOR_NAME),
    }
    return render(request, "catalogue/verify.html", context)
