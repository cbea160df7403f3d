"""Who may enter the desk, and the filing that a page is about."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from portal.accounts.doors import Door, P, View
from portal.accounts.permissions import (
    Visitor,
    branches_of,
    may_publish,
    sees_desk,
    works_at_desk,
)
from portal.core.access import Access, refused
from registry.delegable import PERMISSION_OF
from registry.models import Filing
from registry.models.delegations import acts_by_delegation
from registry.procedure.permissions import is_impartial, may_see
from registry.undelegated import nothing_delegated

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def may_enter_desk(user: Visitor) -> Access:
    """Whether a person reviews filings, decides on them, or may look on."""
    return Access(sees_desk(user), _("The desk is for officers of the regulator."))


def may_act_at_desk(user: Visitor) -> Access:
    """Whether a person does anything at the desk but look on."""
    if is_of_branch(user) and branches_of(user, *PERMISSION_OF.values()):
        return refused(nothing_delegated(user))
    return Access(works_at_desk(user), _("Observers see the desk and do nothing there."))


def may_see_impact(user: Visitor) -> Access:
    """Whether a person reviews filings or edits reference data for the regulator."""
    reason = _("This page is for people of the regulator.")
    return Access(works_at_desk(user) or may_publish(user), reason)


def may_enter_territory(user: Visitor) -> Access:
    """Whether a person belongs to a branch of the regulator."""
    return Access(bool(branches_of(user)), _("This page is for branches of the regulator."))


def is_of_branch(user: Visitor) -> bool:
    """Whether a person comes to the desk from a branch alone."""
    return bool(branches_of(user)) and not sees_desk(user)


def acts_at_desk(user: Visitor) -> bool:
    """Whether the desk takes anything that a person sends; who only looks on is offered nothing."""
    return bool(may_act_at_desk(user)) or acts_by_delegation(user)


class DeskDoor(Door):
    """Who may only look on is let in to read, and to nothing that changes anything.

    People of a branch are let in to filings and entries; each view says to which. They change
    something while anything is delegated to them, and each act asks whether it is.
    """

    def __call__(self, view: View[P]) -> View[P]:
        """The view behind the door."""

        @wraps(view)
        def acted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Any:
            if request.method not in SAFE_METHODS and not acts_at_desk(request.user):
                may_act_at_desk(request.user).require()
            return view(request, *args, **kwargs)

        protected: Any = acted
        at_desk: Any = super().__call__(protected)
        of_a_branch: Any = Door(may_enter_territory)(protected)

        @wraps(view)
        def opened(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Any:
            is_other = not self.may_enter(request.user) and is_open_to_branches(request)
            door = of_a_branch if is_other and branches_of(request.user) else at_desk
            return door(request, *args, **kwargs)

        answered: Any = opened
        return answered


#: What people of a branch are let in to; the views ask what of it is of their territory.
OPEN_TO_BRANCHES = ("filings/<", "letters/<", "register/")
#: Also these, to read.
LOOKED_AT_BY_BRANCHES = ("campaigns/", "campaigns/<str:number>/")


def is_open_to_branches(request: HttpRequest) -> bool:
    """Whether an address of the desk is about filings, entries, their letters or campaigns."""
    match = request.resolver_match
    route = match.route.rpartition("desk/")[2] if match is not None else ""
    return route.startswith(OPEN_TO_BRANCHES) or route in LOOKED_AT_BY_BRANCHES


#: Looks on, also where something is asked by POST that changes nothing for others.
for_onlookers = Door(may_enter_desk)
for_officers = DeskDoor(may_enter_desk)
for_regulator = Door(may_see_impact)


def filing_under(request: HttpRequest, number: str) -> Filing:
    """The filing with a number, for people of the desk who have no part in it.

    Of a branch, for those in whose territory the body is seated; for others it does not exist.
    """
    filings = Filing.objects.select_related(
        "organisation", "scheme", "version__blueprint", "officer"
    )
    filing = get_object_or_404(filings, number=number)
    may_see(request.user, filing).require_sight()
    is_impartial(request.user, filing).require()
    return filing
