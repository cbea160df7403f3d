"""What happened lately in what a person works on, and what of it is new to them.

News are the events of the records themselves; all that is kept is until when somebody has read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.permissions import authors_of, works_at_desk
from portal.core.localised import in_language
from registry.models import FilingEvent, NewsRead
from registry.procedure.timeline import Line, lines
from registry.tracks import events_inside


@dataclass(frozen=True, slots=True)
class News:
    """One event, the filing that it is about, and whether the person has read of it."""

    line: Line
    title: str
    href: str
    is_new: bool


def events_for(user: User) -> QuerySet[FilingEvent]:
    """The events that the person may read and did not cause, the newest first.

    At the desk all of them, of a body those that bodies are told.
    """
    own = Q(filing__organisation__in=authors_of(user)) & ~Q(event__in=events_inside())
    seen = Q() if works_at_desk(user) else own
    events = FilingEvent.objects.filter(seen).exclude(actor=user)
    return events.select_related("actor", "filing__scheme").order_by("-at", "-pk")


def read_until(user: User) -> datetime | None:
    """Until when the person has read; None where they never said so."""
    return NewsRead.objects.filter(user=user).values_list("until", flat=True).first()


def count_new(user: User) -> int:
    """How much happened since the person read last."""
    until = read_until(user)
    events = events_for(user)
    return (events if until is None else events.filter(at__gt=until)).count()


def mark_read(user: User, until: datetime) -> None:
    """The person has read what happened until a moment; never less than before."""
    row, created = NewsRead.objects.get_or_create(user=user, defaults={"until": until})
    if not created and row.until < until <= timezone.now():
        NewsRead.objects.filter(pk=row.pk, until__lt=until).update(until=until)


def news_of(user: User, events: list[FilingEvent]) -> list[News]:
    """The events as news, in the order given: newest first."""
    until = read_until(user)
    at_desk = works_at_desk(user)
    place = "desk:filing" if at_desk else "workspace:filing"
    told = dict(zip([event.pk for event in events], lines(events), strict=True))
    return [
        News(
            told[event.pk],
            in_language(event.filing.scheme.title) or event.filing.number,
            reverse(place, args=[event.filing.number]),
            until is None or event.at > until,
        )
        for event in events
    ]
