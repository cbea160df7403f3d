"""Where a body certifies by a text that it does not own: under a licence, jointly, designated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.permissions import authors_of
from registry.models import Designation, Entry
from registry.workspace.acts import place_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An entry by the text of another, by what right, and where the person goes on with it."""

    entry: Entry
    why: StrOrPromise
    href: str


def elsewhere(user: User) -> list[Elsewhere]:
    """Entries of the person's bodies whose text is another's, and what they are designated for.

    A designated body has no entry of its own: the entry is that of the state.
    """
    bodies = authors_of(user)
    own = Entry.objects.filter(organisation__in=bodies).exclude(scheme__organisation__in=bodies)
    found = [
        Elsewhere(entry, _by_right(entry), place_of(user, entry.scheme))
        for entry in own.select_related("scheme__organisation", "publication")
    ]
    designated = Designation.objects.not_ended().filter(organisation__in=bodies)
    rows = designated.select_related("entry__scheme__organisation", "entry__publication")
    found += [
        Elsewhere(one.entry, _("designated"), one.entry.get_absolute_url())
        for one in rows.order_by("since", "pk")
    ]
    return found


def _by_right(entry: Entry) -> StrOrPromise:
    if entry.scheme.organisation.owns_schemes:
        return _("under a licence")
    return _("joint rule")
