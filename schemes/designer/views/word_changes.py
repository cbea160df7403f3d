"""What a colleague changed in a Word file of ours: each change taken over or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.core.localised import in_language
from schemes.comparing import word_parts
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.word import imports_of
from schemes.documents import name_of
from schemes.documents.addresses import parse
from schemes.from_word.placing import Trouble
from schemes.from_word.receiving import OF_A_CHANGE, change_of, leave, take_over
from schemes.from_word.returning import tidy
from schemes.importing.as_word import places_of_rule
from schemes.models import Placement, Standing, Version, WordImport, WordPurpose
from schemes.permissions import may_edit


@dataclass(frozen=True)
class Part:
    """Words that both have, that only the file before had (`-`), or only the one now (`+`)."""

    sign: str
    words: str


@dataclass(frozen=True)
class Shown:
    """One change as the page shows it."""

    placement: Placement
    place: str
    parts: tuple[Part, ...]
    by: str
    section: str
    #: What the draft says now, where it was changed since the file was written.
    now: str
    trouble: str = ""

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided on it."""
        return self.placement.standing == Standing.PROPOSED

    @property
    def is_taken(self) -> bool:
        """Whether it was taken over."""
        return self.placement.standing == Standing.CONFIRMED


@for_bodies
@require_http_methods(["GET", "POST"])
def changes(request: HttpRequest, pk: int, word_pk: int) -> HttpResponse:
    """The changes of one file, place by place."""
    version = newest_version(request, pk)
    brought = get_object_or_404(imports_of(version), pk=word_pk, purpose=WordPurpose.RETURN)
    access = may_edit(request.user, version)
    if request.method != "POST":
        return _page(request, version, brought, can_write=bool(access))
    access.require()
    verb, _colon, key = request.POST.get("do", "").partition(":")
    rows = _rows(brought)
    chosen = [int(key)] if key.isdecimal() else [one.pk for one in rows]
    if verb == "leave":
        leave(brought, person(request), chosen)
        return redirect("designer:word-changes", pk=pk, word_pk=word_pk)
    outcome = take_over(brought, person(request), chosen)
    if outcome.placed:
        said = ngettext(
            "%(n)d change was taken over.", "%(n)d changes were taken over.", outcome.placed
        )
        messages.success(request, said % {"n": outcome.placed})
    if outcome.troubles:
        version = newest_version(request, pk)
        return _page(request, version, brought, outcome.troubles, can_write=True)
    return redirect("designer:word-changes", pk=pk, word_pk=word_pk)


def _rows(brought: WordImport) -> list[Placement]:
    return list(brought.placements.filter(place__startswith=OF_A_CHANGE))


def _page(
    request: HttpRequest,
    version: Version,
    brought: WordImport,
    troubles: list[Trouble] | None = None,
    *,
    can_write: bool,
) -> HttpResponse:
    rows = _rows(brought)
    added = brought.placements.exclude(place__startswith=OF_A_CHANGE)
    context: dict[str, Any] = {
        "version": version,
        "scheme": version.scheme,
        "brought": brought,
        "changes": list(_shown(version, rows, troubles or [])),
        "open": sum(one.standing == Standing.PROPOSED for one in rows),
        "added": added.count(),
        "can_write": can_write,
    }
    status = 422 if troubles else 200
    return render(request, "designer/word_changes.html", context, status=status)


def _shown(version: Version, rows: list[Placement], troubles: list[Trouble]) -> Iterator[Shown]:
    blueprint = version.blueprint.blueprint
    language = rows[0].language if rows else "zh"
    now = places_of_rule(version, language)
    why = {one.placement.pk: one.why for one in troubles}
    sections = {part: one.key for one in blueprint.sections for part in one.parts}
    for one in rows:
        change = change_of(one)
        words = now.words_at(change.address)
        is_other = tidy(words) not in (tidy(change.before), tidy(change.after))
        yield Shown(
            one,
            in_language(name_of(blueprint, version.document, change.address)),
            tuple(_parts(change.before, change.after)),
            change.by,
            sections.get(parse(change.address)[0], ""),
            words if is_other else "",
            _sentence(why[one.pk]) if one.pk in why else "",
        )


def _parts(before: str, after: str) -> Iterator[Part]:
    for kind, words in word_parts(before, after):
        yield Part({-1: "-", 0: "", 1: "+"}[kind], words)


def _sentence(why: str) -> str:
    if why == "gone":
        return _("This place is no longer in the draft.")
    if why == "given":
        return _("This is given by the register, and no file changes it.")
    return _("These words are made of several values. Change them in their section.")
