"""Keeping a view of a list under a name, for oneself or for all at the desk, and removing it."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import person
from portal.core.listing import SORT
from registry.desk.access import for_onlookers
from registry.desk.queue.filters import QUEUE_VIEWED
from registry.desk.register_list import ENTRIES_VIEWED
from registry.desk.task_list import TASKS_VIEWED
from registry.desk.viewed import Viewed
from registry.models import SavedView

LISTS = {each.key: each for each in (QUEUE_VIEWED, ENTRIES_VIEWED, TASKS_VIEWED)}


class SaveViewForm(forms.Form):
    """Under which name, and for whom."""

    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    name = forms.CharField(
        label=gettext_lazy("Name of the view"),
        max_length=60,
        error_messages={"required": gettext_lazy("Give the view a name.")},
    )
    is_shared = forms.BooleanField(
        label=gettext_lazy("Share it with everybody at the desk"), required=False
    )


@for_onlookers
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """Keep filters and order under a name; one's own view of that name is replaced."""
    asked = request.POST if request.method == "POST" else request.GET
    viewed = LISTS.get(asked.get("list", QUEUE_VIEWED.key))
    if viewed is None:
        raise Http404
    of = asked.get("of", "")
    if request.method != "POST":
        query = viewed.canonical(request.GET.urlencode())
        return _page(request, viewed, of, SaveViewForm(initial={"query": query}), query)
    form = SaveViewForm(request.POST)
    query = viewed.canonical(request.POST.get("query", ""))
    if not form.is_valid():
        return _page(request, viewed, of, form, query, 422)
    words = form.cleaned_data
    SavedView.objects.update_or_create(
        owner=person(request),
        listing=viewed.key,
        name=words["name"],
        defaults={"query": query, "is_shared": words["is_shared"]},
    )
    messages.success(request, _("The view is kept."))
    return redirect(f"{_address(viewed, of)}?{query}")


@for_onlookers
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's own view; what it listed stays."""
    saved = get_object_or_404(SavedView, pk=pk, owner=person(request))
    viewed = LISTS.get(saved.listing, QUEUE_VIEWED)
    saved.delete()
    messages.success(request, _("The view is removed; what it listed is not touched."))
    return redirect(_address(viewed, request.POST.get("of", "")))


def _address(viewed: Viewed, of: str) -> str:
    """Where the list is; one of nothing, or of what cannot be, is not there."""
    try:
        return viewed.address(of)
    except NoReverseMatch:
        raise Http404 from None


def _page(
    request: HttpRequest,
    viewed: Viewed,
    of: str,
    form: SaveViewForm,
    query: str,
    status: int = 200,
) -> HttpResponse:
    words = dict(parse_qsl(query))
    asked = viewed.form(words)
    asked.is_valid()
    told = [
        (field.label, _in_words(field, asked.cleaned_data[field.name]))
        for field in asked
        if field.name != SORT and asked.cleaned_data.get(field.name)
    ]
    if order := dict(viewed.listing.orders()).get(words.get(SORT, "")):
        told.append((_("Order"), order))
    context = {
        "form": form,
        "viewed": viewed,
        "of": of,
        "told": told,
        "back": f"{_address(viewed, of)}?{query}",
    }
    return render(request, "desk/save_view.html", context, status=status)


def _in_words(field: forms.BoundField, value: object) -> object:
    """A choice by its label; what is typed, or a record, as it is."""
    choices = getattr(field.field, "choices", None)
    if choices is None or hasattr(field.field, "queryset"):
        return value
    return dict(choices).get(value, value)
