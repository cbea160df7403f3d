"""Who stands in for whom: new cases and reminders of somebody who is away go to the deputy."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.accounts.permissions import may_review
from portal.core.errors import RulesBroken, WrongState
from registry.models import Absence, Filing
from registry.procedure.permissions import may_have_case, may_note_absence


def acting(person: Any, day: date | None = None) -> Any:
    """The person, or who stands in for them on a day (today); a deputy who is away has one, too."""
    day = day or timezone.localdate()
    deputies = dict(Absence.objects.on(day).order_by("pk").values_list("person", "deputy"))
    key, passed = person.pk, {person.pk}
    while key in deputies and deputies[key] not in passed:
        key = deputies[key]
        passed.add(key)
    return person if key == person.pk else User.objects.get(pk=key)


def acting_officer(filing: Filing) -> Any:
    """Who hears of a case today: its officer or the deputy, if they can still have it."""
    if filing.officer is None:
        return None
    stands_in = acting(filing.officer)
    candidates = (stands_in, filing.officer)
    return next((each for each in candidates if may_have_case(each, filing)), None)


@transaction.atomic
def note_absence(person: User, by: User, first: date, last: date, deputy: User) -> Absence:
    """Write down that somebody is away and who stands in.

    Raises:
        NotAllowed: it is not one's own, and one does not decide.
        RulesBroken: the days or the deputy cannot be.
    """
    may_note_absence(by, person).require()
    if last < first or last < timezone.localdate():
        raise RulesBroken(_("The last day is before the first, or has passed."))
    if deputy.pk == person.pk or not may_review(deputy):
        raise RulesBroken(_("Choose another officer as the deputy."))
    others = Absence.objects.filter(person=person, ended_at__isnull=True)
    if others.filter(first_day__lte=last, last_day__gte=first).exists():
        raise RulesBroken(_("An absence on some of these days is noted already."))
    return Absence.objects.create(
        person=person, deputy=deputy, first_day=first, last_day=last, noted_by=by
    )


@transaction.atomic
def end_absence(absence: Absence, by: User) -> None:
    """The person is back, or does not go away after all; the line stays.

    Raises:
        NotAllowed: it is not one's own, and one does not decide.
        WrongState: it was ended before.
    """
    absence = Absence.objects.select_for_update(of=("self",)).get(pk=absence.pk)
    may_note_absence(by, absence.person).require()
    if absence.ended_at is not None:
        raise WrongState(_("This absence was ended already."))
    absence.ended_at, absence.ended_by = timezone.now(), by
    absence.save(update_fields=["ended_at", "ended_by"])
