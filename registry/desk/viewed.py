"""Lists of which views are kept under a name: those of the portal, one's own, those shared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from portal.accounts.doors import person
from portal.core.listing import SORT, Listing
from registry.desk.access import is_of_branch
from registry.models import SavedView

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Viewed:
    """A list: its key and name, what filters it, the views that the portal has of it."""

    key: str
    title: StrOrPromise
    listing: Listing
    form: Callable[..., forms.Form]
    built_in: tuple[tuple[StrOrPromise, str], ...]
    #: Its address; of a list that belongs to something, with what that is called.
    route: str
    belongs_to_something: bool = False

    def address(self, of: str = "") -> str:
        """Where it is."""
        return reverse(self.route, args=[of] if self.belongs_to_something else [])

    def canonical(self, query: str) -> str:
        """Filters and order without what is neither, in one order, so that two can be compared."""
        known = {*self.form().fields, SORT}
        kept = {name: value for name, value in parse_qsl(query) if name in known}
        return urlencode(sorted(kept.items()))


@dataclass(frozen=True, slots=True)
class View:
    """A view as a link; whose it is, where a colleague shares it."""

    name: StrOrPromise
    query: str
    is_current: bool
    shared_by: Any = None
    #: The key by which its owner removes it.
    own: int | None = None


def views_for(request: HttpRequest, viewed: Viewed, of: str = "") -> dict[str, Any]:
    """For a page: all views that this person can choose, the portal's first, and keeping one."""
    user, now = person(request), viewed.canonical(request.GET.urlencode())
    views = [View(name, query, viewed.canonical(query) == now) for name, query in viewed.built_in]
    if is_of_branch(user):  # views are kept and shared at the desk of the regulator
        return {"views": views, "keeping": "", "views_of": of}
    for saved in SavedView.objects.offered_to(user).filter(listing=viewed.key):
        own = saved.pk if saved.owner_id == user.pk else None
        whose = None if own else saved.owner
        is_current = viewed.canonical(saved.query) == now
        views.append(View(saved.name, saved.query, is_current, whose, own))
    place = urlencode({"list": viewed.key, **({"of": of} if of else {})})
    return {"views": views, "keeping": f"{place}&{now}" if now else place, "views_of": of}
