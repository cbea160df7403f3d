"""The last days of blueprint versions, and drafts that meet them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from portal.accounts.roles import Role
from schemes.blueprint_actions import SetLastDays
from schemes.last_days import LastDays
from schemes.models import BlueprintVersion
from tests.factories import (
    member_of,
    organisation_for,
)

#: The regulator's periods as they ship.
DRAFTS, FILING, NOTICE, REMINDER = 90, 180, 30, 14


DAY = dt.timedelta(days=1)


NOON = dt.time(12, 0)


def today() -> dt.date:
    return timezone.localdate()


def at(day: dt.date, time: dt.time = NOON) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=timezone.get_current_timezone())


def editor():
    return member_of(organisation_for(Role.EDITOR), Role.EDITOR)


def product(number: int = 1) -> BlueprintVersion:
    return BlueprintVersion.objects.by_ref(f"product/{number}")


def set_days(drafts, filing, reason: str = "", number: int = 1) -> BlueprintVersion:
    days = LastDays(drafts, filing)
    return SetLastDays(product(number), editor(), days=days, reason=reason).run()


# --- held to --------------------------------------------------------------------------------

#: Beijing's last second of a day, and the first of the next, are both in the afternoon by UTC.
LAST_SECOND, FIRST_SECOND = dt.time(23, 59, 59), dt.time(0, 0)


def signatory_of(version):
    return member_of(version.scheme.organisation, Role.SIGNATORY)
