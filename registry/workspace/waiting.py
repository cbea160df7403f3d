"""Everything that waits for a person of a body: the one list of the first page and the inbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import GrantState, RoleGrant, User
from portal.accounts.permissions import organisations_where
from portal.accounts.roles import Permission
from portal.core.localised import in_language
from registry.models import ApiToken, Letter, TokenState
from registry.procedure.clock import Deadlines
from registry.procedure.running_clock import Clock
from registry.tokens.life import TakeOver
from registry.workspace.campaigns import waiting_tasks
from registry.workspace.overview import Waiting, waiting_for

#: Of one kind so many are named; the rest is one line with the way to all of them.
SHOWN = 20


def offered(user: User) -> Iterable[Waiting]:
    """Roles and tokens that the person was asked to take, wherever they work."""
    grants = RoleGrant.objects.waiting().filter(user=user, state=GrantState.CONSENT)
    for grant in grants.select_related("organisation"):
        about = f"{grant.get_role_display()} · {grant.organisation}"
        place = reverse("roles:answer", args=[grant.pk])
        yield Waiting(_("Say whether you take a role"), about, place)
    asked = ApiToken.objects.filter(responsible=user, state=TokenState.ASKED)
    for token in asked.select_related("organisation"):
        if TakeOver.is_available(user, token) and not token.is_over:
            place = reverse("programs:take-over", args=[token.pk])
            yield Waiting(_("Take a token over, or leave it"), token.name, place)


def of_the_body(
    user: User, deadlines: Deadlines | None = None, known: Mapping[int, Clock] | None = None
) -> list[Waiting]:
    """What their body has to do and they can; the rest as for `waiting_for`."""
    return [*waiting_tasks(user), *waiting_for(user, deadlines, known), *_letters(user)]


def _letters(user: User) -> Iterable[Waiting]:
    """Letters that nobody of the body has opened, for those whom their mail went to as well."""
    bodies = organisations_where(user, Permission.EDIT)
    unread = Letter.objects.unread().filter(organisation__in=bodies).order_by("sent_at", "pk")
    label = _("Read a letter of the regulator")
    found = list(unread[: SHOWN + 1])
    for letter in found[:SHOWN]:
        about = f"{in_language(letter.content['heading'])} · {letter.number}"
        yield Waiting(label, about, reverse("workspace:letter", args=[letter.number]))
    if len(found) > SHOWN:
        more = unread.count() - SHOWN
        words = ngettext("%(count)d more letter", "%(count)d more letters", more)
        yield Waiting(label, words % {"count": more}, reverse("workspace:filings"))
