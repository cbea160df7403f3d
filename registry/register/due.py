"""What falls due for entries each day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, timedelta

from django.db import transaction

from portal.accounts.roles import OrganisationKind
from portal.core.daily import each_day
from portal.core.errors import WrongState
from portal.core.portions import keys_of
from registry.models import Entry, EntryCondition, EntryTerms
from registry.models.spans import without_approval
from registry.register.acts.freezing import Freeze, Thaw
from registry.register.acts.licence_over import EndWithLicence
from registry.register.acts.piloting import EndPilot
from registry.register.acts.suspending import Lapse
from registry.register.letters import send_letter
from registry.register.telling import (
    tell_condition,
    tell_expires,
    tell_frozen,
    tell_pilot_ends,
    tell_state_ends,
)


@each_day("suspensions")
def end_suspensions(day: date) -> None:
    """End the suspensions whose last day is over, and remind of those that end soon."""
    suspended = Entry.objects.filter(state__in=Lapse.from_states)
    for pk in keys_of(suspended.filter(state_until__lt=day)):
        try:
            Lapse(Entry.objects.get(pk=pk), None).run()
        except WrongState:  # somebody ended it meanwhile
            continue
    soon = day + timedelta(days=EntryTerms.objects.on(day).suspension_warning_days)
    for entry in suspended.filter(state_until__range=(day, soon)).select_related(
        "organisation", "version"
    ):
        assert entry.state_until is not None, "The filter asked for it."
        tell_state_ends(entry, entry.state_until)


@each_day("freezing")
def freeze_all(day: date) -> None:
    """Freeze and unfreeze what the register of approvals asks for, where no change did it."""
    freeze_and_thaw(day)


def freeze_and_thaw(day: date, publications: Collection[int] | None = None) -> None:
    """Freeze the entries whose body is approved for none of their fields, and let others go on.

    `publications` are those to look at, else all. Each body gets one letter.
    """
    entries = Entry.objects.exclude(publication=None).exclude(expires_on__lt=day)
    if publications is not None:
        entries = entries.filter(publication__in=publications)
    without = without_approval(day, "publication")
    for act, rows in ((Freeze, entries.filter(without)), (Thaw, entries.exclude(without))):
        by_body: dict[int, list[Freeze | Thaw]] = defaultdict(list)
        for entry in rows.filter(state__in=act.from_states).order_by("pk"):
            action = act(entry, None)
            try:
                action.run()
            except WrongState:  # somebody acted on it meanwhile
                continue
            by_body[entry.organisation_id].append(action)
        for together in by_body.values():
            _tell_frozen(together)


@transaction.atomic
def _tell_frozen(together: Sequence[Freeze | Thaw]) -> None:
    """One letter to a body about all of its entries."""
    first, entries = together[0], [action.record for action in together]
    letter = send_letter(first.name, entries, first.letter_words())
    number = letter.number if letter else ""
    tell_frozen(entries, first.label, is_frozen=isinstance(first, Freeze), letter=number)


@each_day("expiries")
def remind_of_expiries(day: date) -> None:
    """Remind bodies of their schemes that expire soon: early, and once more shortly before."""
    terms = EntryTerms.objects.on(day)
    first, last = sorted((terms.expiry_first_days, terms.expiry_last_days), reverse=True)
    soon = Entry.objects.listed().filter(
        expires_on__range=(day, day + timedelta(days=first)), effective_from__lte=day
    )
    for entry in soon.select_related("organisation", "version"):
        assert entry.expires_on is not None, "The filter asked for it."
        is_last = entry.expires_on <= day + timedelta(days=last)
        tell_expires(entry, entry.expires_on, last if is_last else first)


@each_day("pilots")
def end_pilots(day: date) -> None:
    """Put on the record that pilots have ended, and remind of those that end soon."""
    listed = Entry.objects.listed()
    for pk in keys_of(listed.filter(pilot_until__lt=day)):
        try:
            EndPilot(Entry.objects.get(pk=pk), None).run()
        except WrongState:  # it is on the record, or the scheme has gone on meanwhile
            continue
    soon = day + timedelta(days=EntryTerms.objects.on(day).pilot_warning_days)
    for entry in listed.filter(pilot_until__range=(day, soon)).select_related(
        "organisation", "version"
    ):
        assert entry.pilot_until is not None, "The filter asked for it."
        tell_pilot_ends(entry, entry.pilot_until)


@each_day("licences")
def end_with_licences(day: date) -> None:
    """End the entries whose body's licence of a scheme owner is over."""
    licensed = Entry.objects.listed().filter(
        scheme__organisation__kind=OrganisationKind.SCHEME_OWNER, no_new_after__lt=day
    )
    for pk in keys_of(licensed):
        try:
            EndWithLicence(Entry.objects.get(pk=pk), None).run()
        except WrongState:  # another licence follows, or somebody ended it meanwhile
            continue


@each_day("conditions")
def remind_of_conditions(day: date) -> None:
    """Remind bodies of conditions that are due soon, and the desk as well of those overdue."""
    soon = day + timedelta(days=EntryTerms.objects.on(day).condition_warning_days)
    due = EntryCondition.objects.unanswered().filter(due_on__lte=soon)
    for condition in due.select_related("entry__organisation", "entry__version"):
        tell_condition(condition, is_overdue=condition.due_on < day)
