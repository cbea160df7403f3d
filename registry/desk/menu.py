"""The menu of the desk: what a person there can open, the daily pages and the further ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.accounts.permissions import (
    Visitor,
    branches_of,
    may_publish,
    sees_desk,
    works_at_desk,
)
from registry.outbox.permissions import may_tend_outbox

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Page:
    """A page as an item of a menu: the name of its view, and what it is called."""

    address: str
    label: StrOrPromise
    #: The page above all others, which would else be marked on every one of them.
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """What stands in the menu, and what in the row of further pages below it."""

    main: tuple[Page, ...]
    further: tuple[Page, ...] = ()


INBOX = Page("inbox:inbox", _("Inbox"))
REGISTER = Page("desk:register", _("Register"))
CAMPAIGNS = Page("desk:campaigns", _("Campaigns"))
PUBLIC_SITE = Page("catalogue:browse", _("Public site"))
IMPACT = Page("desk:impact", _("Impact"))
OUTBOX = Page("desk:outbox", _("Outbox"))
DAILY = (
    Page("desk:queue", _("Queue"), exact=True),
    INBOX,
    REGISTER,
    PUBLIC_SITE,
)
LOOKED_AT = (
    CAMPAIGNS,
    Page("desk:workload", _("Workload")),
    Page("figures:durations", pgettext_lazy("menu of the desk", "Durations")),
    Page("figures:outcomes", pgettext_lazy("menu of the desk", "Outcomes")),
    Page("desk:absences", _("Absences")),
    Page("desk:delegations", pgettext_lazy("menu of the desk", "Delegations")),
)
WORKED_ON = (
    IMPACT,
    Page("desk:stock", _("Stock")),
    Page("desk:expert-pool", pgettext_lazy("menu of the desk", "Experts")),
)
TERRITORY = Page("desk:territory", _("Territory"))


def menu_of(user: Visitor) -> Menu:
    """What somebody is offered: everything at the desk, of a branch its territory, else a page."""
    if sees_desk(user):
        works = works_at_desk(user)
        return Menu(DAILY, (*WORKED_ON, *LOOKED_AT, OUTBOX) if works else LOOKED_AT)
    if branches_of(user):
        return Menu((TERRITORY, INBOX, REGISTER, PUBLIC_SITE), (CAMPAIGNS,))
    impact = (IMPACT,) if may_publish(user) else ()
    outbox = (OUTBOX,) if may_tend_outbox(user) else ()
    return Menu((*impact, *outbox, INBOX, PUBLIC_SITE))
