"""What follows an act on an entry: its publication is made anew, and people hear of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.dispatch import Signal

from portal.accounts.mailing import people_of, people_of_regulator
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.core import outbox
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from registry.delegable import OF_OFFICERS_ON_ENTRIES
from registry.lifecycle import delegable_of
from registry.models import Entry, EntryCondition, EntryProposal, Filing, OwnerChange
from registry.models.delegations import people_given
from registry.register.told import facts_in_both_languages
from registry.states import EntryState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: A letter that named more schemes would not be read; the workspace lists all of them.
SHOWN = 20

#: Sent with `entries`, inside the transaction of the act that changed them.
entries_changed = Signal()
#: Sent with `events` of entries that were written together, of which `post_save` says nothing.
events_written = Signal()


def officers_for(body: Organisation) -> list[str]:
    """Whom of the regulator the entries of a body concern, with branches that act on them."""
    return [*people_of_regulator(Role.OFFICER), *people_given([body], *OF_OFFICERS_ON_ENTRIES)]


def publish(entry: Entry) -> None:
    """Show the public an act on an entry, in its transaction; what follows is for the worker."""
    entries_changed.send(sender=Entry, entries=[entry])
    outbox.put("publish", {"entry": entry.pk})


def tell_act(
    record: Entry | Filing,
    act: StrOrPromise,
    reason: str | Mapping[str, str],
    grounds: Sequence[Mapping[str, Any]] = (),
    *,
    by_body: bool = False,
    letter: str = "",
) -> None:
    """An act that needs no letter of its own, with its reason and facts, to the body.

    `grounds` are what it rests on, each with `name` and `basis` in both languages. What the body
    did itself, the officers hear as well. `letter` is the number of the letter about it.
    """
    event = record.events.latest("pk")
    words = {
        "number": record.number,
        "act": in_both_languages(act),
        "title": record.version.document.get("title", {}),
        "reasons": reason,
        "facts": facts_in_both_languages(event.data),
        "by_body": by_body,
        "grounds": list(grounds),
        "is_of_entry": isinstance(record, Entry),
        "letter_number": letter,
    }
    people = people_of(record.organisation, Role.AUTHOR, Role.SIGNATORY)
    if by_body:
        people += officers_for(record.organisation)
    send_later("act", people, words, key=f"act:{record.number}:{event.pk}")


def tell_act_proposed(proposal: EntryProposal, act: StrOrPromise) -> None:
    """Notice to the deciders, without the reasons: they read them at the desk."""
    entry = proposal.entry
    words = {
        "number": entry.number,
        "act": in_both_languages(act),
        "title": entry.version.document.get("title", {}),
        "body": entry.organisation.name_text,
        "by": proposal.proposed_by.name,
    }
    by = proposal.proposed_by.email
    step = delegable_of(proposal.act).of_decider
    of_branches = people_given([entry.organisation], step) if step is not None else []
    deciders = [*people_of_regulator(Role.DECIDER), *of_branches]
    others = [address for address in deciders if address != by]
    send_later("act_proposed", others, words, key=f"act_proposed:{proposal.pk}")


def tell_state_ends(entry: Entry, last_day: date) -> None:
    """Reminder to the desk and the body that the state of an entry ends by itself."""
    words = {
        "number": entry.number,
        "title": entry.version.document.get("title", {}),
        "body": entry.organisation.name_text,
        "state": in_both_languages(EntryState(entry.state).label),
        "last_day": last_day.isoformat(),
    }
    people = [
        *people_of(entry.organisation, Role.AUTHOR, Role.SIGNATORY),
        *officers_for(entry.organisation),
    ]
    send_later("state_ends", people, words, key=f"state_ends:{entry.number}:{last_day}")


def tell_frozen(
    entries: Sequence[Entry], act: StrOrPromise, *, is_frozen: bool, letter: str = ""
) -> None:
    """One letter to a body about all of its entries that were frozen, or go on, together."""
    organisation, last = entries[0].organisation, entries[0].events.latest("pk")
    words = {
        "body": organisation.name_text,
        "act": in_both_languages(act),
        "is_frozen": is_frozen,
        "cause": last.data.get("cause"),
        "schemes": [
            {"number": one.number, "title": one.version.document.get("title", {})}
            for one in entries[:SHOWN]
        ],
        "more": max(0, len(entries) - SHOWN),
        "letter_number": letter,
    }
    people = people_of(organisation, Role.AUTHOR, Role.SIGNATORY)
    send_later("entries_frozen", people, words, key=f"frozen:{entries[0].number}:{last.pk}")


def tell_expires(entry: Entry, last_day: date, days: int) -> None:
    """Reminder to the body that its scheme expires; once for each of the two reminders."""
    words = {
        "number": entry.number,
        "title": entry.version.document.get("title", {}),
        "rule_number": entry.rule_number,
        "last_day": last_day.isoformat(),
    }
    people = people_of(entry.organisation, Role.AUTHOR, Role.SIGNATORY)
    send_later("entry_expires", people, words, key=f"expires:{entry.number}:{last_day}:{days}")


def tell_pilot_ends(entry: Entry, last_day: date) -> None:
    """Reminder to the body that its pilot ends, and how it can go on."""
    words = {
        "number": entry.number,
        "title": entry.version.document.get("title", {}),
        "rule_number": entry.rule_number,
        "last_day": last_day.isoformat(),
    }
    people = people_of(entry.organisation, Role.AUTHOR, Role.SIGNATORY)
    send_later("pilot_ends", people, words, key=f"pilot:{entry.number}:{last_day}")


def tell_condition(condition: EntryCondition, *, is_overdue: bool) -> None:
    """Reminder of a condition to the body, and to the officers too once its day is over."""
    entry = condition.entry
    words = {
        "number": entry.number,
        "title": entry.version.document.get("title", {}),
        "condition": condition.text,
        "evidence_wanted": condition.evidence_wanted,
        "due_on": condition.due_on.isoformat(),
        "is_overdue": is_overdue,
    }
    people = people_of(entry.organisation, Role.AUTHOR, Role.SIGNATORY)
    if is_overdue:
        people += officers_for(entry.organisation)
    send_later("condition_due", people, words, key=f"condition:{condition.pk}:{is_overdue}")


def tell_deregistered(
    entry: Entry, *, owner: Mapping[str, str] | None = None, letter: str = ""
) -> None:
    """Confirmation to the body and notice to the officers.

    `owner` is named where the entry is a member's and the owner of the joint text has ended it.
    """
    words = {
        "entry": entry.number,
        "title": entry.version.document.get("title", {}),
        "rule_number": entry.rule_number,
        "body": entry.organisation.name_text,
        "ended_on": entry.ended_on.isoformat() if entry.ended_on else "",
        "reasons": entry.end_reason,
        "facts": facts_in_both_languages(entry.events.latest("pk").data),
        "owner": dict(owner or {}),
        "letter_number": letter,
    }
    people = [
        *people_of(entry.organisation, Role.AUTHOR, Role.SIGNATORY),
        *officers_for(entry.organisation),
    ]
    send_later("deregistered", people, words, key=f"deregistered:{entry.number}")


def _words_of_change(change: OwnerChange, **more: Any) -> dict[str, Any]:
    return {
        "number": change.entry.number,
        "title": change.entry.version.document.get("title", {}),
        "from_body": change.from_body.name_text,
        "to_body": change.to_body.name_text,
        "change": change.pk,
        **more,
    }


def tell_owner_asked(change: OwnerChange, reason: str) -> None:
    """To those who can answer for the body that is asked to take a scheme over."""
    words = _words_of_change(change, reasons=reason)
    people = people_of(change.to_body, Role.SIGNATORY)
    send_later("owner_asked", people, words, key=f"owner_asked:{change.pk}")


def tell_owner_answered(
    change: OwnerChange, act: StrOrPromise, reason: str = "", *, for_regulator: bool = False
) -> None:
    """What became of a request, to both bodies and, when it is to be decided on, the officers."""
    words = _words_of_change(change, act=in_both_languages(act), reasons=reason)
    people = [
        *people_of(change.from_body, Role.SIGNATORY),
        *people_of(change.to_body, Role.SIGNATORY),
    ]
    event = change.events.latest("pk")
    send_later("owner_answered", people, words, key=f"owner_answered:{event.pk}")
    if for_regulator:
        officers = people_of_regulator(Role.OFFICER)
        send_later("owner_to_decide", officers, words, key=f"owner_to_decide:{change.pk}")


def tell_owner_decided(entry: Entry, act: StrOrPromise, reason: str, change: OwnerChange) -> None:
    """The decision, to the body of the two that the act on the entry does not tell."""
    other = change.from_body if entry.organisation_id == change.to_body_id else change.to_body
    words = _words_of_change(change, act=in_both_languages(act), reasons=reason)
    people = people_of(other, Role.AUTHOR, Role.SIGNATORY)
    send_later("owner_answered", people, words, key=f"owner_decided:{change.pk}")
