"""What happened lately in what a person works on, and what of it is new to them.

That is what happens to filings and entries: at the desk to all, at a branch to those of its
territory, for the people of a body to its own.

News are the events of the records themselves; all that is kept is until when somebody has read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, overload

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.permissions import authors_of, branches_of, works_at_desk
from portal.core.localised import in_language
from registry.models import Entry, EntryEvent, Filing, FilingEvent, NewsRead
from registry.procedure.timeline import ENTERED_BY_A_FILING, TOLD_OF_THE_ENTRY, Line, lines
from registry.tracks import events_inside
from registry.workspace.acts import place_of

Told: TypeAlias = FilingEvent | EntryEvent


@dataclass(frozen=True, slots=True)
class News:
    """One event, the filing or entry that it is about, and whether the person has read of it."""

    line: Line
    title: str
    href: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Events:
    """Events of filings and of entries in one order, the newest first; read by parts."""

    filings: QuerySet[FilingEvent]
    entries: QuerySet[EntryEvent]

    def count(self) -> int:
        """How many there are."""
        return self.filings.count() + self.entries.count()

    def since(self, moment: datetime) -> Events:
        """Those that came later."""
        later = Q(at__gt=moment)
        return Events(self.filings.filter(later), self.entries.filter(later))

    def __len__(self) -> int:
        return self.count()

    @overload
    def __getitem__(self, part: int) -> Told: ...

    @overload
    def __getitem__(self, part: slice) -> list[Told]: ...

    def __getitem__(self, part: int | slice) -> Told | list[Told]:
        """A part of them, for a page."""
        if isinstance(part, int):
            return self[: part + 1][part]
        found: list[Told] = [*self.filings[: part.stop], *self.entries[: part.stop]]
        return sorted(found, key=lambda event: (event.at, event.pk), reverse=True)[part]

    def __iter__(self) -> Iterator[Told]:
        return iter(self[:])


def events_for(user: User) -> Events:
    """The events that the person may read and did not cause, the newest first.

    At the desk all of filings and entries, of a branch those of its territory; of a body those
    that bodies are told, and what was done to its entries. What a filing tells itself is not told
    of its entry again.
    """
    if _reads_at_desk(user):
        filings = FilingEvent.objects.filter(filing__in=Filing.objects.visible_to(user))
        entries = EntryEvent.objects.filter(entry__in=Entry.objects.seen_at_desk(user))
    else:
        own = Q(filing__in=Filing.objects.concerning(user)) & ~Q(event__in=events_inside())
        filings = FilingEvent.objects.filter(own)
        entries = EntryEvent.objects.filter(entry__organisation__in=authors_of(user))
    newest = ("-at", "-pk")
    filings = filings.exclude(event__in=TOLD_OF_THE_ENTRY)
    entries = entries.exclude(event__in=ENTERED_BY_A_FILING).exclude(actor=user)
    return Events(
        filings.exclude(actor=user).order_by(*newest).select_related("actor", "filing__scheme"),
        entries.order_by(*newest).select_related("actor", "entry__scheme__organisation"),
    )


def _reads_at_desk(user: User) -> bool:
    """Whether what the person reads of is at the desk: of a branch what is in its territory."""
    return works_at_desk(user) or bool(branches_of(user))


def read_until(user: User) -> datetime | None:
    """Until when the person has read; None where they never said so."""
    return NewsRead.objects.filter(user=user).values_list("until", flat=True).first()


def count_new(user: User) -> int:
    """How much happened since the person read last."""
    until = read_until(user)
    events = events_for(user)
    return (events if until is None else events.since(until)).count()


def mark_read(user: User, until: datetime) -> None:
    """The person has read what happened until a moment; never less than before."""
    row, created = NewsRead.objects.get_or_create(user=user, defaults={"until": until})
    if not created and row.until < until <= timezone.now():
        NewsRead.objects.filter(pk=row.pk, until__lt=until).update(until=until)


def news_of(user: User, events: Sequence[Told]) -> list[News]:
    """The events as news, in the order given: newest first."""
    until = read_until(user)
    return [
        News(line, *_about(user, event), until is None or event.at > until)
        for line, event in zip(lines(events), events, strict=True)
    ]


def _about(user: User, event: Told) -> tuple[str, str]:
    """What an event is about, and where the person reads on."""
    if isinstance(event, EntryEvent):
        scheme = event.entry.scheme
        if _reads_at_desk(user):
            place = reverse("desk:entry", args=[event.entry.number])
            return in_language(scheme.title) or event.entry.number, place
        return in_language(scheme.title) or event.entry.number, place_of(user, scheme)
    filing = event.filing
    place = "desk:filing" if _reads_at_desk(user) else "workspace:filing"
    title = in_language(filing.scheme.title) or filing.number
    return title, reverse(place, args=[filing.number])
