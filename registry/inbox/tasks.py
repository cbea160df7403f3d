"""What waits for a person, wherever they work: of a body, at the desk, or in both.

Nothing is kept for it. Each task follows from the state of a record, so it is there exactly as
long as something has to be done, and for exactly those who may do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import GrantState, RoleGrant, User
from portal.accounts.permissions import authors_of, organisations_where
from portal.accounts.roles import Permission
from portal.core.localised import in_language
from registry.inbox.at_the_desk import tasks_at_the_desk
from registry.inbox.task import SHOWN, Task
from registry.models import ApiToken, Letter, TokenState
from registry.tokens.life import TakeOver
from registry.workspace.campaigns import waiting_tasks
from registry.workspace.caveats import concerned, tasks_for
from registry.workspace.overview import waiting_for


def tasks_of(user: User) -> list[Task]:
    """Everything that waits for the person, the most urgent first."""
    found = [*_offered(user), *_of_the_body(user), *tasks_at_the_desk(user)]
    return sorted(found, key=lambda task: task.last_day)


def _offered(user: User) -> Iterator[Task]:
    """Roles and tokens that the person was asked to take."""
    grants = RoleGrant.objects.waiting().filter(user=user, state=GrantState.CONSENT)
    for grant in grants.select_related("organisation"):
        about = f"{grant.get_role_display()} · {grant.organisation}"
        yield Task(
            _("Say whether you take a role"), about, reverse("roles:answer", args=[grant.pk])
        )
    asked = ApiToken.objects.filter(responsible=user, state=TokenState.ASKED)
    for token in asked.select_related("organisation"):
        if TakeOver.is_available(user, token) and not token.is_over:
            place = reverse("programs:take-over", args=[token.pk])
            yield Task(_("Take a token over, or leave it"), token.name, place)


def _of_the_body(user: User) -> Iterator[Task]:
    if not authors_of(user).exists():
        return
    for one in waiting_for(user):
        yield Task(one.label, one.title, one.href, one.due, one.clock)
    for one in waiting_tasks(user):
        about = f"{one.label} · {one.title}"
        yield Task(_("Answer a campaign of the regulator"), about, one.href, one.due)
    yield from _letters(user)
    for caveat in tasks_for(user, list(concerned(user)[:SHOWN])):
        links = caveat.links
        place = links[0].href if links else caveat.place_href
        yield Task(caveat.label, str(caveat.publication.entry.scheme), place)


def _letters(user: User) -> Iterator[Task]:
    """Letters that nobody of the body has opened, for those whom their mail went to as well."""
    bodies = organisations_where(user, Permission.EDIT)
    unread = Letter.objects.unread().filter(organisation__in=bodies).order_by("sent_at", "pk")
    label = _("Read a letter of the regulator")
    for letter in unread[:SHOWN]:
        about = f"{in_language(letter.content['heading'])} · {letter.number}"
        yield Task(label, about, reverse("workspace:letter", args=[letter.number]))
    more = unread.count() - SHOWN
    if more > 0:
        words = ngettext("%(count)d more letter", "%(count)d more letters", more)
        yield Task(label, words % {"count": more}, reverse("workspace:filings"))
