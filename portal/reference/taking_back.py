"""Taking a row back that holds from a day on: until that day is over, with a reason, on record.

Rows that are only ever followed by others say what held when, so what people acted by stays. Until
the end of its first day a row that was entered by mistake can be taken back all the same: whoever
enters one from today on would else be held to it for a day. It leaves the register; the history
keeps that it was there, who took it back, when and why.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.core.errors import RulesBroken, WrongState
from portal.reference.changes import acting, changes_of, one_writer_at_a_time
from portal.reference.models import ReferenceChange
from portal.reference.registers import FROM_DAY, Register

#: How the history says that a row came with the portal.
INSTALLATION = "installation"


def entered(register: Register, record: Any) -> ReferenceChange | None:
    """The line of history by which a row came in; None where nobody wrote it down."""
    changes = changes_of(register, register.row(record))
    return next((change for change in changes if change.before is None), None)


def last_day_to_take_back(register: Register, record: Any) -> date:
    """Its first day, or the day on which it was entered where that is later."""
    line = entered(register, record)
    first: date = getattr(record, FROM_DAY)
    return max(first, timezone.localdate(line.at)) if line is not None else first


def why_it_stays(register: Register, record: Any) -> str:
    """What keeps a row from being taken back today; empty where nothing does."""
    if not register.is_followed:
        return _("Rows of this register are not taken back.")
    line = entered(register, record)
    if line is not None and line.origin == INSTALLATION:
        return _("The row came with the portal, so nothing would hold without it.")
    last = last_day_to_take_back(register, record)
    if last < timezone.localdate():
        return _(
            "The row could be taken back until %(day)s. People have acted by it since; add a row "
            "that follows it."
        ) % {"day": date_format(last)}
    return register.stays_because(record, line.at if line is not None else None)


@transaction.atomic
def take_back(register: Register, record: Any, by: Any, reason: str) -> None:
    """Take a row out of the register as if it had not been; the history keeps both.

    Raises:
        RulesBroken: no reason is given.
        WrongState: its first day is over, or people have acted by it.
    """
    if not reason.strip():
        raise RulesBroken(_("Write why the row is taken back; the history keeps it."))
    one_writer_at_a_time()
    locked = register.model._default_manager.select_for_update().filter(pk=record.pk).first()
    if locked is None:
        raise WrongState(_("The row was changed or removed meanwhile."))
    if why := why_it_stays(register, locked):
        raise WrongState(why)
    with acting(by, "form", reason.strip()):
        locked.delete()
