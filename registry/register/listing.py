"""Listing a version: its scheme has an entry from then on, or its entry has a new text.

An act on a filing lists, be it the submission or an approval: the track says which. A new version
mostly carries the old day of effect over: the scheme is in force since then, and what the version
changes takes effect on the day on which it is listed (Legislation Law, article 104, by analogy:
nothing is changed backwards).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from portal.accounts.models import Organisation
from portal.core import outbox
from portal.core.actions import Action
from portal.core.errors import WrongState
from portal.core.moves import NOT_YET, Move, kind_of
from registry.models import Entry, Filing, ListedVersion
from registry.register.numbers import ENTRY_SERIES, allocate_number
from registry.register.telling import publish
from registry.states import EntryState
from schemes.models import Version


def beginning(event: str) -> Move:
    """The move by which an entry begins, with the event that opens its public history."""
    return Move(kind_of(Entry), frozenset({NOT_YET}), EntryState.LISTED, event=event)


def facts_in_force(version: Version) -> dict[str, Any]:
    """The columns of an entry while a version is in force."""
    lifecycle = version.document["lifecycle"]
    expires = lifecycle.get("expires")
    filed = Filing.objects.filter(submissions__version=version)
    return {
        "rule_number": version.document["rule_number"],
        "version": version,
        "effective_from": date.fromisoformat(lifecycle["effective"]),
        "expires_on": date.fromisoformat(expires) if expires else None,
        "pilot_until": filed.values_list("pilot_until", flat=True).first(),
    }


@dataclass(frozen=True, slots=True)
class Listing:
    """A version that an act lists: where its history begins or goes on, and from which day on."""

    version: Version
    #: What the public history says of a new version of an entry that is there.
    amended: str = "amended"
    #: The first day on which it can be in force; before what was decided nothing is.
    not_before: date | None = None
    #: The body that files it: the owner of the scheme, or a member of its alliance.
    organisation: Organisation | None = None

    def carry_out(self, act: Action[Any]) -> Entry:
        """Put the version into the register as part of an act, which declares `beginning`.

        Raises:
            WrongState: the entry has ended meanwhile.
        """
        entry = self._entry(act)
        self._supersede(entry)
        return entry

    def _entry(self, act: Action[Any]) -> Entry:
        scheme = self.version.scheme
        organisation = self.organisation or scheme.organisation
        entries = Entry.objects.select_for_update(of=("self",))
        entry = entries.filter(scheme=scheme, organisation=organisation).first()
        if entry is None:
            number = allocate_number(ENTRY_SERIES, timezone.localdate().year)
            entry = Entry(number=number, scheme=scheme, organisation=organisation)
            facts = self._facts()
            told = {"effective_on": facts["effective_from"], "data": self._text(facts)}
            return act.move(entry, EntryState.LISTED, told, **facts)
        if entry.has_ended:  # meanwhile, or whoever asked had been told so
            raise WrongState(act.wrong_state_message())
        today, facts = timezone.localdate(), self._facts()
        since = max(facts["effective_from"], min(entry.effective_from, today))
        for name, value in {**facts, "effective_from": since}.items():
            setattr(entry, name, value)
        entry.save()
        on = {"effective_on": max(since, today), "data": self._text(facts)}
        entry.record_event(event=self.amended, actor=act.user, **on)
        return entry

    def _facts(self) -> dict[str, Any]:
        """What the entry says from now on; before what was decided it is not in force."""
        facts = facts_in_force(self.version)
        effective = facts["effective_from"]
        return {**facts, "effective_from": max(effective, self.not_before or effective)}

    def _supersede(self, entry: Entry) -> None:
        """The version is the text in force; the one before is superseded."""
        now = timezone.now()
        ListedVersion.objects.filter(entry=entry, superseded_at__isnull=True).update(
            superseded_at=now
        )
        ListedVersion.objects.create(entry=entry, version=self.version, label=self.version.label)

    def _text(self, facts: dict[str, Any]) -> dict[str, Any]:
        """Which text, for the history, and until when where it is a pilot."""
        pilot = {"pilot_until": facts["pilot_until"]} if facts["pilot_until"] else {}
        return {"version": self.version.label, "sha256": self.version.digest, **pilot}


def show(entry: Entry, version: Version) -> None:
    """The public sees it in the transaction of the act; the worker prints it."""
    publish(entry)
    for language in ("zh", "en"):
        outbox.put("render", {"version": version.pk, "language": language})
