"""The offer to clean a text: how it stands, how it would read, and doing so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.accounts.doors import person
from portal.core.characters import Misleading, Trouble, code_points
from portal.core.localised import in_language
from schemes.designer.views.access import for_bodies, newest_version
from schemes.documents import find, name_of
from schemes.documents.texts import Cleaning, cleaning_at
from schemes.findings import Finding
from schemes.models import Version
from schemes.saving import clean_texts

#: So much of a text is shown around what changes, so many changes of one text, so many texts.
AROUND = 24
CHANGES = 6
TEXTS = 10
LINE_END = "↵"


@dataclass(frozen=True)
class Part:
    """A piece of a text; a marked one stands for what cannot be seen, or came in its place."""

    words: str
    is_marked: bool = False


@dataclass(frozen=True)
class Offer:
    """A text before and after cleaning, as far as it changes."""

    address: str
    place: str
    before: Sequence[Part]
    after: Sequence[Part]


@for_bodies
@require_POST
def clean(request: HttpRequest, pk: int) -> HttpResponse:
    """Clean one text of the draft, or all where none is named; the report shows what changed."""
    version = newest_version(request, pk)
    address = request.POST.get("at", "")
    done = clean_texts(version, person(request), [address] if address else None)
    if done:
        tell_cleaned(request, version, done)
    else:
        messages.info(request, _("There was nothing to clean any more."))
    return redirect("designer:report", pk=pk)


def tell_cleaned(request: HttpRequest, version: Version, done: Sequence[Cleaning]) -> None:
    """Show on the next page what cleaning changed."""
    if not done:
        return
    offers = [offer_for(version, cleaning) for cleaning in done[:TEXTS]]
    context = {"offers": offers, "count": len(done), "left": len(done) - len(offers)}
    messages.success(request, render_to_string("designer/_cleaned.html", context))


def offered(finding: Finding, version: Version) -> Offer | None:
    """How the text of a finding would read; None where it is not there any more."""
    text = find(version.document, finding.address)
    if not isinstance(text, str):
        return None
    cleaning = cleaning_at(version.blueprint.blueprint, finding.address, text)
    return offer_for(version, cleaning) if cleaning is not None else None


def offer_for(version: Version, cleaning: Cleaning) -> Offer:
    """A cleaning as a page shows it."""
    place = name_of(version.blueprint.blueprint, version.document, cleaning.address)
    return Offer(
        cleaning.address,
        in_language(place),
        _merged(_pieces(cleaning, after=False)),
        _merged(_pieces(cleaning, after=True)),
    )


def _pieces(cleaning: Cleaning, *, after: bool) -> Iterator[Part]:
    """The text around what changes, and for each change what stands there."""
    text, found = cleaning.text, cleaning.found[:CHANGES]
    start = max(0, found[0].start - AROUND)
    yield Part("…" if start else "")
    for each in found:
        yield Part(_shortened(text[start : each.start]))
        yield _instead_of(each) if after else _mark_of(each)
        start = each.end
    whole = len(cleaning.found) == len(found) and len(text) - start <= AROUND
    end = len(text) if whole else min(start + AROUND, _next_start(cleaning, len(text)))
    yield Part(text[start:end] + ("" if whole else "…"))


def _next_start(cleaning: Cleaning, length: int) -> int:
    """Where the first change lies that is not shown."""
    return cleaning.found[CHANGES].start if len(cleaning.found) > CHANGES else length


def _mark_of(each: Misleading) -> Part:
    if each.trouble is Trouble.LINE_END:
        return Part(LINE_END, is_marked=True)
    return Part(" ".join(code_points(each.signs)), is_marked=True)


def _instead_of(each: Misleading) -> Part:
    if each.instead == "\n":
        return Part(LINE_END)
    return Part(each.instead, is_marked=bool(each.instead.strip()))


def _shortened(words: str) -> str:
    if len(words) <= 2 * AROUND:
        return words
    return f"{words[:AROUND]} … {words[-AROUND:]}"


def _merged(parts: Iterable[Part]) -> list[Part]:
    return [part for part in parts if part.words]
