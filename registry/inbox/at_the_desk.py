"""What waits for the people of the desk, and for those of a branch who do their work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import User
from portal.accounts.permissions import (
    branches_of,
    may_decide_at_all,
    may_review,
    sees_desk,
    works_at_desk,
)
from portal.core.models import OutboxMessage
from registry.delegable import DelegatedAct
from registry.inbox.task import SHOWN, Task
from registry.models import (
    Campaign,
    CampaignTask,
    Delegation,
    Entry,
    EntryCondition,
    EntryProposal,
    Filing,
    Mention,
    OpinionRequest,
    OwnerChange,
)
from registry.models.delegations import delegated_to
from registry.outbox.permissions import may_tend_outbox
from registry.procedure.clock import clocks_of
from registry.procedure.closing import to_confirm_by
from registry.states import CampaignState, FilingState, TaskState
from registry.tracks import states_where


def tasks_at_the_desk(user: User) -> Iterator[Task]:
    """Filings and entries by what the person may do about them, and what colleagues ask."""
    yield from _to_review(user)
    yield from _filings(user, Filing.objects.decidable_by(user), _("Decide on the proposal"))
    yield from _of_entries(user)
    if works_at_desk(user):
        yield from _of_colleagues(user)
        yield from _of_campaigns(user)
    yield from _delegations(user)
    yield from _closings(user)
    if may_tend_outbox(user) and (count := OutboxMessage.objects.given_up().count()):
        about = ngettext("%(count)d message", "%(count)d messages", count) % {"count": count}
        yield Task(_("See to what could not be carried out"), about, reverse("desk:outbox"))


def _to_review(user: User) -> Iterator[Task]:
    open_ones = Filing.objects.cases().reviewable_by(user).filter(_is_free_for(user))
    received = open_ones.filter(state=FilingState.RECEIVED)
    own = open_ones.filter(state=FilingState.UNDER_REVIEW, officer=user)
    yield from _filings(user, own, _("Review, and propose the outcome"))
    yield from _filings(user, received, _("Take up for review"))
    others = _on_other_tracks(user)
    yield from _filings(user, others, _("Look at what was handed in, and act on it"))
    asked = open_ones.open().filter(fast_lane__isnull=False, fast_lane__ruling=None)
    yield from _filings(user, asked, _("Rule on the fast lane"))


def _on_other_tracks(user: User) -> QuerySet[Filing]:
    """What waits for the regulator in states that filings on the usual track do not have."""
    reviewed = (FilingState.RECEIVED, FilingState.UNDER_REVIEW)
    decided = states_where(lambda state: state.awaits_decision)
    waiting = Filing.objects.reviewable_by(user).waiting_for_regulator()
    return waiting.filter(_is_free_for(user)).exclude(state__in=[*reviewed, *decided])


def _is_free_for(user: User) -> Q:
    """A case that the person has, or nobody; whoever acts on a colleague's takes it over first."""
    return Q(officer=user) | Q(officer=None)


def _of_colleagues(user: User) -> Iterator[Task]:
    """Opinions that the person was asked for, and notes that call them."""
    asked = OpinionRequest.objects.open().filter(person=user, filing__closed_at=None)
    for one in asked.select_related("filing__scheme", "asked_by").order_by("due_on")[:SHOWN]:
        place = reverse("desk:opinion", args=[one.filing.number, one.pk])
        about = f"{one.filing.scheme} · {one.asked_by}"
        yield Task(_("Give your opinion"), about, place, one.due_on)
    calls = Mention.objects.waiting_for(user).select_related("note__filing__scheme", "note__author")
    for call in calls[:SHOWN]:
        about = f"{call.note.filing.scheme} · {call.note.author}"
        yield Task(_("Read an internal note that calls you"), about, reverse("desk:mentions"))


def _of_entries(user: User) -> Iterator[Task]:
    """Evidence to look at for who reviews, proposed acts for who decides.

    Of a branch what was delegated to it.
    """
    if not (works_at_desk(user) or branches_of(user)):
        return
    free = Entry.objects.untouched_by(user)
    if may_review(user):
        judged = free
    else:
        judged = free.filter(delegated_to(user, DelegatedAct.JUDGE_EVIDENCE))
    evidence = EntryCondition.objects.answered().filter(entry__in=judged)
    for one in evidence.select_related("entry__scheme", "entry__organisation")[:SHOWN]:
        label = _("Look at the evidence for a condition")
        yield Task(label, _about(one.entry), _place(one.entry), one.due_on)
    if may_review(user):
        accepted = OwnerChange.objects.accepted().filter(entry__in=free)
        for change in accepted.unproposed().select_related("entry__scheme", "entry__organisation"):
            label = _("Examine a change of owner, and propose the decision")
            yield Task(label, _about(change.entry), _place(change.entry))
    proposed = EntryProposal.objects.to_rule_on_by(user).filter(entry__in=free)
    for each in proposed.select_related("entry__scheme", "entry__organisation")[:SHOWN]:
        place = reverse("desk:entry-proposal", args=[each.entry.number])
        yield Task(_("Decide on an act on an entry"), _about(each.entry), place)


def _of_campaigns(user: User) -> Iterator[Task]:
    """By campaign what officers judge, and what bodies let pass without another step."""
    if not may_review(user):
        return
    judged = CampaignTask.objects.judgeable_by(user)
    overdue = judged.to_go_on_with(timezone.localdate())
    justified = judged.filter(state=TaskState.JUSTIFIED)
    for label, rows, state in (
        (_("Judge justifications in a campaign"), justified, TaskState.JUSTIFIED.value),
        (_("Go on with what is overdue in a campaign"), overdue, "overdue"),
    ):
        running = Campaign.objects.filter(state=CampaignState.RUNNING, tasks__in=rows).distinct()
        for campaign in running.order_by("due_on", "pk")[:SHOWN]:
            place = reverse("desk:campaign", args=[campaign.number])
            yield Task(label, str(campaign), f"{place}?state={state}", campaign.due_on)


def _delegations(user: User) -> Iterator[Task]:
    """What another decider delegated to a branch and a second person has to confirm."""
    if not may_decide_at_all(user):
        return
    given = Delegation.objects.unconfirmed(timezone.localdate()).exclude(given_by=user)
    for one in given.select_related("branch")[:SHOWN]:
        place = reverse("desk:delegations")
        yield Task(_("Confirm a delegation"), str(one.branch), place, one.confirm_by)


def _closings(user: User) -> Iterator[Task]:
    """Rows that close a track, which another editor or an administrator confirms."""
    for row in to_confirm_by(user)[:SHOWN]:
        place = reverse("wagtailsnippets_registry_trackterms:confirm", args=[row.pk])
        yield Task(_("Confirm that a track is closed"), str(row), place, row.in_force_from)


def _about(entry: Entry) -> str:
    return f"{entry.scheme} · {entry.organisation}"


def _place(entry: Entry) -> str:
    return reverse("desk:entry", args=[entry.number])


def _filings(user: User, filings: QuerySet[Filing], label: str) -> Iterable[Task]:
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
        everything = reverse("desk:queue" if sees_desk(user) else "desk:territory")
        yield Task(label, words % {"count": more}, everything)
