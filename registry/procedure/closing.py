"""Closing a track to new filings takes two people: one enters the row, another confirms it.

A closed track stops the filings of all bodies, so the row that closes it holds nothing until an
editor or administrator of the regulator confirms it who did not enter it. To open a track again
burdens nobody, and one person does it.

The history of the register says who entered the row and who confirmed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time

from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.mailing import people_of_regulator
from portal.accounts.models import User
from portal.accounts.permissions import may_publish
from portal.accounts.roles import Role
from portal.core.errors import WrongState
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from portal.reference.changes import acting, is_preview, one_writer_at_a_time, reference_changed
from portal.reference.models import ReferenceChange
from portal.reference.registers import find_register
from portal.reference.taking_back import entered
from registry.models import Interval, TimeLimit, TrackTerms
from registry.procedure.permissions import may_confirm_terms
from registry.tracks import track_of

KEY = "track-terms"
ASKED = "track_terms_to_confirm"


def entered_by(terms: TrackTerms) -> int | None:
    """The key of who entered a row; None where it came by a command, or nobody wrote it down."""
    register = find_register(KEY)
    assert register is not None, "Tracks have a register."
    line = entered(register, terms)
    return line.actor_id if line is not None else None


def to_confirm_by(user: User) -> list[TrackTerms]:
    """The rows that wait for a second person and that the person can confirm."""
    if not may_publish(user):
        return []
    rows = TrackTerms.objects.filter(is_open=False, confirmed_on=None).order_by("in_force_from")
    return [row for row in rows if may_confirm_terms(user, entered_by(row))]


@transaction.atomic
def confirm_terms(terms: TrackTerms, by: User) -> TrackTerms:
    """Agree as the second person: the track is closed from the day of the row on, at once if over.

    Raises:
        NotAllowed: it was entered by the same person, or by somebody who keeps no registers.
        WrongState: it does not wait any more.
    """
    one_writer_at_a_time()
    locked = TrackTerms.objects.select_for_update().filter(pk=terms.pk).first()
    if locked is None or not locked.awaits_confirmation:
        raise WrongState(_("The row does not wait for a second person any more."))
    may_confirm_terms(by, entered_by(locked)).require()
    locked.confirmed_on = timezone.localdate()
    with acting(by, "form"):
        locked.save(update_fields=["confirmed_on"])
    return locked


@receiver(reference_changed, dispatch_uid="registry.procedure.closing")
def ask_for_second_person(changes: Sequence[ReferenceChange], **_signal: object) -> None:
    """Mail to whoever can confirm a row that closes a track, by whatever way it came."""
    for change in changes:
        row = change.after
        if change.register != KEY or change.before is not None or row is None:
            continue
        if not row["is_open"] and not row["confirmed_on"] and not is_preview():
            _ask(change, row)


def _ask(change: ReferenceChange, row: dict[str, str]) -> None:
    people = set(people_of_regulator(Role.EDITOR, Role.ADMINISTRATOR))
    if change.actor is not None:
        people.discard(change.actor.email)
    words = {
        "track": in_both_languages(track_of(row["track"]).name),
        "since": row["in_force_from"],
        "source": row["source"],
        "by": str(change.actor or ""),
    }
    send_later(ASKED, sorted(people), words, key=f"{ASKED}:{change.token}")


# --- what keeps a row from being taken back -----------------------------------------------------


def terms_that_hold_open(terms: TrackTerms, entered_at: datetime | None) -> str:
    """Why a row stays that opens a track: without it one person would have closed the track."""
    if not terms.is_open:
        return ""
    day = max(timezone.localdate(), terms.in_force_from)
    others = TrackTerms.objects.filter(track=terms.track, in_force_from__lte=day)
    holding = [one for one in others.exclude(pk=terms.pk) if one.holds_from is not None]
    newest = max(holding, key=lambda one: one.in_force_from, default=None)
    if newest is None or newest.is_open or newest.in_force_from > terms.in_force_from:
        return ""
    return _(
        "Without this row the track “%(track)s” would be closed, which takes two people. Add a "
        "row that closes it; a second person confirms it."
    ) % {"track": track_of(terms.track).name}


def limit_that_ran(limit: TimeLimit, entered_at: datetime | None) -> str:
    """Why a time limit stays: clocks have begun by it, and people were told their last days."""
    first = timezone.make_aware(datetime.combine(limit.in_force_from, time.min))
    since = max(first, entered_at) if entered_at is not None else first
    begun = Interval.objects.filter(filing__track=limit.track, clock=limit.clock)
    if not begun.filter(began_at__gte=since).exists():
        return ""
    return _(
        "Filings have begun to run by this limit, and people were told their last days. Add a "
        "row from another day on."
    )
