"""What the second of two people at the desk sees: what was done, by whom, when, and their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from portal.core.errors import WrongState
from registry.lifecycle import act_named
from registry.models import Entry, EntryRuling, Filing
from registry.procedure.timeline import lines

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def filing_overtaken(
    request: HttpRequest, filing: Filing, typed: Iterable[forms.Form]
) -> HttpResponse:
    """The last event of a filing on which the person wanted to act."""
    [line] = lines([filing.events.select_related("actor").latest("pk")])
    context = {
        "what": line.label,
        "who": line.actor,
        "at": line.at,
        "outcome": filing.decisions.filter(round=filing.round).last(),
        "number": filing.number,
        "href": reverse("desk:filing", args=[filing.number]),
    }
    return _page(request, context, typed)


def proposal_overtaken(
    request: HttpRequest, entry: Entry, ruling: EntryRuling, typed: Iterable[forms.Form]
) -> HttpResponse:
    """The ruling on a proposal that waits no more."""
    context = {
        "what": act_named(ruling.proposal.act).label,
        "is_carried_out": ruling.is_carried_out,
        "ruling": ruling,
        "who": ruling.ruled_by,
        "at": ruling.ruled_at,
        "number": entry.number,
        "href": reverse("desk:entry", args=[entry.number]),
    }
    return _page(request, context, typed)


def _page(
    request: HttpRequest, context: Mapping[str, object], typed: Iterable[forms.Form]
) -> HttpResponse:
    words = [pair for form in typed for pair in _words(form)]
    whole = {**context, "typed": words}
    return render(request, "desk/overtaken.html", whole, status=WrongState.status)


def _words(form: forms.Form) -> Iterable[tuple[StrOrPromise, str]]:
    """The texts that were typed, each with the label of its field."""
    for field in form:
        value = field.value()
        if isinstance(field.field.widget, forms.Textarea) and isinstance(value, str) and value:
            yield field.label, value
