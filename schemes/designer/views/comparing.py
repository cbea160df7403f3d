"""Any two texts of a scheme beside each other: states, versions, the draft, its origin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from schemes.blueprints import Blueprint
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.differing import DRAFT, differing
from schemes.documents import Document
from schemes.history.states import StateLost, state_after
from schemes.history.telling import lines_of, told
from schemes.models import DraftChange, Version
from schemes.permissions import may_see
from schemes.states import VersionState

ORIGIN = "origin"
#: So many of the newest states are offered; older ones are reached from the history.
OFFERED = 100


@dataclass(frozen=True)
class Choice:
    """A text that can be compared: how the address calls it, and what it is called."""

    key: str
    label: str


@dataclass(frozen=True)
class Text:
    """A text with the blueprint that it follows."""

    choice: Choice
    document: Document
    blueprint: Blueprint


@for_bodies
@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The difference of the texts at `?from=` and `?to=`, else of the last filed and the newest."""
    version = newest_version(request, pk)
    versions = list(version.scheme.versions.select_related("blueprint").order_by("-sequence"))
    states = told(list(lines_of(version.scheme)[:OFFERED]))
    choices = [*_choices(request, version, versions)]
    choices += [Choice(f"c{one.change.pk}", _state(one.change)) for one in states]
    first = _first(request, version, versions)
    keys = request.GET.get("from") or first, request.GET.get("to") or DRAFT
    shown, is_lost = None, False
    try:
        old, new = (_text(request, version, versions, key) for key in keys)
        choices += [t.choice for t in (old, new) if t.choice.key not in {c.key for c in choices}]
        shown = differing(request, new.blueprint, old.document, new.document)
    except StateLost:
        is_lost = True
    context = {
        "version": version,
        "scheme": version.scheme,
        "choices": choices,
        "from_key": keys[0],
        "to_key": keys[1],
        "shown": shown,
        "is_lost": is_lost,
    }
    return render(request, "designer/compare.html", context)


def _first(request: HttpRequest, version: Version, versions: list[Version]) -> str:
    """What the newest text is compared with unless something is asked for."""
    filed = (one for one in versions if one.state == VersionState.SUBMITTED and one != version)
    if (last := next(filed, None)) is not None:
        return f"v{last.pk}"
    if _origin(request, version) is not None:
        return ORIGIN
    start = DraftChange.objects.filter(version=version).order_by("pk").first()
    return f"c{start.pk}" if start is not None else DRAFT


def _choices(request: HttpRequest, version: Version, versions: list[Version]) -> Iterator[Choice]:
    yield _newest(version)
    for one in versions:
        if one.pk != version.pk:
            yield _of_version(one)
    if (origin := _origin(request, version)) is not None:
        yield _of_origin(origin)


def _newest(version: Version) -> Choice:
    is_draft = version.state == VersionState.DRAFT
    label = _("The draft of today") if is_draft else _of_version(version).label
    return Choice(DRAFT, label)


def _of_version(version: Version) -> Choice:
    words = {"label": version.label, "state": version.get_state_display()}
    return Choice(f"v{version.pk}", _("Version %(label)s (%(state)s)") % words)


def _of_origin(origin: Version) -> Choice:
    words = {"title": origin.title, "label": origin.label}
    return Choice(ORIGIN, _("What it was copied from: %(title)s %(label)s") % words)


def _origin(request: HttpRequest, version: Version) -> Version | None:
    """The version that the scheme was copied from, where the person may see it."""
    known = Version.objects.select_related("scheme__organisation", "blueprint")
    origin = known.filter(pk=version.scheme.copied_from_id or 0).first()
    return origin if origin is not None and may_see(request.user, origin.scheme) else None


def _state(change: DraftChange) -> str:
    moment = formats.date_format(timezone.localtime(change.at), "Y-m-d H:i")
    return f"{moment} · {change.by} · {change.get_cause_display()}"


def _text(request: HttpRequest, version: Version, versions: list[Version], key: str) -> Text:
    """A text by the key of the address; of another scheme, or none, is an unknown page."""
    if key == DRAFT:
        return Text(_newest(version), version.document, version.blueprint.blueprint)
    if key == ORIGIN and (origin := _origin(request, version)) is not None:
        return Text(_of_origin(origin), origin.document, origin.blueprint.blueprint)
    kind, number = key[:1], key[1:]
    if not (number.isascii() and number.isdecimal() and len(number) < 12):
        raise Http404(key)
    if kind == "v":
        for one in versions:
            if one.pk == int(number):
                return Text(_of_version(one), one.document, one.blueprint.blueprint)
    known = DraftChange.objects.select_related("by", "version__blueprint")
    change = known.filter(pk=int(number), version__scheme=version.scheme_id).first()
    if kind != "c" or change is None:
        raise Http404(key)
    blueprint = change.version.blueprint.blueprint
    return Text(Choice(key, _state(change)), state_after(change), blueprint)
