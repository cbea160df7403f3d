"""Whom the regulator can write to about a scheme, and whom the portal has written to already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.core.mail import key_for
from portal.core.models import MessageState, OutboxMessage
from registry.caveat import Caveat
from registry.models import CaveatNote, Entry, Filing

#: Whoever writes and signs for a body; mail about its schemes goes to them.
CORRESPONDENTS = (Role.AUTHOR, Role.SIGNATORY)


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody to whom the portal wrote, and what became of the mail.

    No state where the outbox does not know any more: mails are not remembered for ever.
    """

    address: str
    state: str
    at: datetime | None

    @property
    def state_label(self) -> Any:
        """What became of the mail, in words."""
        return MessageState(self.state).label if self.state else ""


@dataclass(frozen=True, slots=True)
class Told:
    """A caveat of which the body was told, when and who."""

    caveat: Caveat
    at: datetime
    receivers: tuple[Receiver, ...]


@dataclass(frozen=True, slots=True)
class WaysOn:
    """What can be done at the desk about one entry."""

    entry: Entry
    #: The last filing of the scheme.
    filing: str
    mail_to: str
    told: tuple[Told, ...]


def ways_on(entries: Collection[Entry]) -> dict[int, WaysOn]:
    """By key of each entry; four queries, however many."""
    addresses = addresses_of({entry.organisation_id for entry in entries})
    filings = _last_filings(entries)
    told = _told_of(entries)
    return {
        entry.pk: WaysOn(
            entry,
            filings.get(entry.scheme_id, ""),
            mail_to(addresses[entry.organisation_id], f"{entry.number} {entry.rule_number}"),
            tuple(told[entry.pk]),
        )
        for entry in entries
    }


def addresses_of(organisations: Collection[int]) -> dict[int, list[str]]:
    """By key of each organisation, the mail addresses of those who write and sign for it."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Membership.objects.filter(
        organisation__in=organisations, role__in=CORRESPONDENTS, user__is_active=True
    )
    pairs = rows.order_by("user__email").values_list("organisation_id", "user__email").distinct()
    for organisation, address in pairs:
        found[organisation].append(address)
    return found


def mail_to(addresses: Collection[str], subject: str) -> str:
    """An address that opens a mail to these people (RFC 6068); empty where there is nobody."""
    if not addresses:
        return ""
    people = ",".join(quote(address, safe="@") for address in addresses)
    return f"mailto:{people}?subject={quote(subject)}"


def _last_filings(entries: Collection[Entry]) -> dict[int, str]:
    schemes = [entry.scheme_id for entry in entries]
    rows = Filing.objects.filter(scheme__in=schemes).order_by("submitted_at", "pk")
    return dict(rows.values_list("scheme_id", "number"))


def _told_of(entries: Collection[Entry]) -> dict[int, list[Told]]:
    """Newest first; of whom the portal has written, also where the caveat has ceased since."""
    told = CaveatNote.objects.filter(entry__in=entries, told_at__isnull=False)
    notes = list(told.order_by("-told_at", "-pk").prefetch_related("told_to"))
    keys = {key_for(note.told_as, person.email) for note in notes for person in note.told_to.all()}
    rows = OutboxMessage.objects.filter(key__in=keys)
    messages = {
        key: (state, at) for key, state, at in rows.values_list("key", "state", "delivered_at")
    }
    found: dict[int, list[Told]] = defaultdict(list)
    for note in notes:
        receivers = (
            Receiver(person.email, *messages.get(key_for(note.told_as, person.email), ("", None)))
            for person in note.told_to.all()
        )
        assert note.told_at is not None
        found[note.entry_id].append(Told(note.said, note.told_at, tuple(receivers)))
    return found
