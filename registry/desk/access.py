"""Who may enter the desk, and the filing that a page is about."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from portal.accounts.doors import Door, P, View
from portal.accounts.permissions import Visitor, may_publish, sees_desk, works_at_desk
from portal.core.access import Access
from registry.models import Filing
from registry.procedure.permissions import is_impartial

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def may_enter_desk(user: Visitor) -> Access:
    """Whether a person reviews filings, decides on them, or may look on."""
    return Access(sees_desk(user), _("The desk is for officers of the regulator."))


def may_act_at_desk(user: Visitor) -> Access:
    """Whether a person does anything at the desk but look on."""
    return Access(works_at_desk(user), _("Observers see the desk and do nothing there."))


def may_see_impact(user: Visitor) -> Access:
    """Whether a person reviews filings or edits reference data for the regulator."""
    reason = _("This page is for people of the regulator.")
    return Access(works_at_desk(user) or may_publish(user), reason)


class DeskDoor(Door):
    """Who may only look on is let in to read, and to nothing that changes anything."""

    def __call__(self, view: View[P]) -> View[P]:
        """The view behind the door."""

        @wraps(view)
        def acted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Any:
            if request.method not in SAFE_METHODS:
                may_act_at_desk(request.user).require()
            return view(request, *args, **kwargs)

        protected: Any = acted
        return super().__call__(protected)


#: Looks on, also where something is asked by POST that changes nothing for others.
for_onlookers = Door(may_enter_desk)
for_officers = DeskDoor(may_enter_desk)
for_regulator = Door(may_see_impact)


def filing_under(request: HttpRequest, number: str) -> Filing:
    """The filing with a number, for people of the desk who have no part in it."""
    filings = Filing.objects.select_related(
        "organisation", "scheme", "version__blueprint", "officer"
    )
    filing = get_object_or_404(filings, number=number)
    is_impartial(request.user, filing).require()
    return filing
