"""What waits for a person, wherever they work: of a body, at the desk, or in both.

Nothing is kept for it. Each task follows from the state of a record, so it is there exactly as
long as something has to be done, and for exactly those who may do it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import GrantState, RoleGrant, User
from portal.accounts.permissions import bodies_of, may_review
from portal.core.models import OutboxMessage
from registry.models import ApiToken, Filing, TokenState
from registry.outbox.permissions import may_tend_outbox
from registry.procedure.clock import Clock, clocks_of
from registry.states import FilingState
from registry.tokens.life import TakeOver
from registry.tracks import states_where
from registry.workspace.caveats import concerned, tasks_for
from registry.workspace.overview import waiting_for

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Of one kind so many are named; the rest is one line with the way to all of them.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, about what, where, until when."""

    label: StrOrPromise
    about: str
    href: str
    due: date | None = None
    clock: Clock | None = None

    @property
    def last_day(self) -> date:
        """By which tasks are sorted; what has no day comes last."""
        return self.clock.due if self.clock else self.due or date.max


def tasks_of(user: User) -> list[Task]:
    """Everything that waits for the person, the most urgent first."""
    found = [*_offered(user), *_of_the_body(user), *_at_the_desk(user)]
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
    if not bodies_of(user).exists():
        return
    for one in waiting_for(user):
        yield Task(one.label, one.title, one.href, one.due, one.clock)
    for caveat in tasks_for(user, list(concerned(user)[:SHOWN])):
        links = caveat.links
        place = links[0].href if links else caveat.place_href
        yield Task(caveat.label, str(caveat.publication.entry.scheme), place)


def _at_the_desk(user: User) -> Iterator[Task]:
    if may_review(user):
        open_ones = Filing.objects.cases().untouched_by(user)
        received = open_ones.filter(state=FilingState.RECEIVED)
        own = open_ones.filter(state=FilingState.UNDER_REVIEW, officer=user)
        yield from _filings(own, _("Review, and propose the outcome"))
        yield from _filings(received, _("Take up for review"))
        yield from _filings(_on_other_tracks(user), _("Look at what was handed in, and act on it"))
        asked = open_ones.open().filter(fast_lane__isnull=False, fast_lane__ruling=None)
        yield from _filings(asked, _("Rule on the fast lane"))
    decidable = Filing.objects.decidable_by(user)
    yield from _filings(decidable, _("Decide on the proposal"))
    if may_tend_outbox(user) and (count := OutboxMessage.objects.given_up().count()):
        about = ngettext("%(count)d message", "%(count)d messages", count) % {"count": count}
        yield Task(_("See to what could not be carried out"), about, reverse("desk:outbox"))


def _on_other_tracks(user: User) -> QuerySet[Filing]:
    """What waits for the regulator in states that filings on the usual track do not have."""
    reviewed = (FilingState.RECEIVED, FilingState.UNDER_REVIEW)
    decided = states_where(lambda state: state.awaits_decision)
    waiting = Filing.objects.untouched_by(user).waiting_for_regulator()
    own = waiting.filter(Q(officer=user) | Q(officer=None))
    return own.exclude(state__in=[*reviewed, *decided])


def _filings(filings: QuerySet[Filing], label: str) -> Iterable[Task]:
    """The filings whose clock began first, and how many more there are."""
    ordered = Filing.objects.filter(pk__in=filings.values("pk")).longest_turn_first()
    rows = list(ordered.select_related("scheme", "organisation")[: SHOWN + 1])
    clocks = clocks_of(rows)
    for filing in rows[:SHOWN]:
        about = f"{filing.scheme} · {filing.organisation}"
        place = reverse("desk:filing", args=[filing.number])
        yield Task(label, about, place, clock=clocks.get(filing.pk))
    if len(rows) > SHOWN:
        more = filings.values("pk").distinct().count() - SHOWN
        words = ngettext("%(count)d more filing", "%(count)d more filings", more)
        yield Task(label, words % {"count": more}, reverse("desk:queue"))
