"""Views of the queue under a name: those of the portal, one's own, and what colleagues share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.doors import person
from registry.desk.access import for_onlookers
from registry.desk.queue.filters import QueueForm
from registry.models import SavedView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What everybody at the desk looks for; the queries are those of the filters.
BUILT_IN: tuple[tuple[StrOrPromise, str], ...] = (
    (gettext_lazy("Waits for the regulator"), ""),
    (gettext_lazy("On my own desk"), "officer=me&state=open"),
    (gettext_lazy("Unassigned"), "officer=none&state=open"),
    (gettext_lazy("Body overdue"), "state=silent"),
    (gettext_lazy("High risk"), "risk=high&sort=-risk"),
    (gettext_lazy("Touched by a change of law"), "state=open&touched=1"),
)


@dataclass(frozen=True, slots=True)
class View:
    """A view as a link; whose it is, where a colleague shares it."""

    name: StrOrPromise
    query: str
    is_current: bool
    shared_by: Any = None
    #: The key by which its owner removes it.
    own: int | None = None


def canonical(query: str) -> str:
    """Filters and order without what is no filter, in one order, so that two can be compared."""
    known = set(QueueForm.base_fields)
    kept = {name: value for name, value in parse_qsl(query) if name in known}
    return urlencode(sorted(kept.items()))


def views_for(request: HttpRequest) -> list[View]:
    """All views that this person can choose, the portal's first."""
    user, now = person(request), canonical(request.GET.urlencode())
    views = [View(name, query, canonical(query) == now) for name, query in BUILT_IN]
    for saved in SavedView.objects.offered_to(user):
        own = saved.pk if saved.owner_id == user.pk else None
        whose = None if own else saved.owner
        views.append(View(saved.name, saved.query, saved.query == now, whose, own))
    return views


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
    """Keep the filters under a name; one's own view of that name is replaced."""
    if request.method != "POST":
        query = canonical(request.GET.urlencode())
        return _page(request, SaveViewForm(initial={"query": query}), query)
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        return _page(request, form, canonical(request.POST.get("query", "")), 422)
    words = form.cleaned_data
    query = canonical(words["query"])
    SavedView.objects.update_or_create(
        owner=person(request),
        name=words["name"],
        defaults={"query": query, "is_shared": words["is_shared"]},
    )
    messages.success(request, _("The view is kept."))
    return redirect(f"{reverse('desk:queue')}?{query}")


@for_onlookers
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove one's own view; the filings stay."""
    get_object_or_404(SavedView, pk=pk, owner=person(request)).delete()
    messages.success(request, _("The view is removed; the filings are not touched."))
    return redirect("desk:queue")


def _page(request: HttpRequest, form: SaveViewForm, query: str, status: int = 200) -> HttpResponse:
    asked = QueueForm(dict(parse_qsl(query)))
    told = [
        (field.label, dict(field.field.choices).get(field.value(), field.value()))
        if hasattr(field.field, "choices") and not hasattr(field.field, "queryset")
        else (field.label, asked.words.get(field.name))
        for field in asked
        if asked.words.get(field.name)
    ]
    context = {"form": form, "told": told, "back": f"{reverse('desk:queue')}?{query}"}
    return render(request, "desk/save_view.html", context, status=status)
