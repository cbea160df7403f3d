"""The registers of procedure: working days, reasons, time limits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# Those of the package below come first in every list of registers.
from portal.reference import declarations  # noqa: F401
from portal.reference.registers import Register, declare
from portal.reference.words import name_codes
from registry.models import CalendarDay, ReasonCode, StatutoryHoliday, TimeLimit
from registry.tracks import TRACKS

CALENDAR = declare(
    Register(
        "calendar",
        CalendarDay,
        _("Working-day calendar"),
        _("Days that differ from the ordinary week: holidays, and days worked instead (调休)."),
        ("day", "is_working", "name"),
        ("day",),
        filters=("is_working",),
        search=("name",),
    )
)
HOLIDAYS = declare(
    Register(
        "statutory-holidays",
        StatutoryHoliday,
        _("Statutory holidays"),
        _("Holidays that hold each year by law, before the calendar of the year is published."),
        (
            "key",
            "name_zh",
            "name_en",
            "anchor",
            "month",
            "day",
            "starts_before",
            "days",
            "valid_from",
            "valid_until",
            "source",
            "verified",
        ),
        ("key", "valid_from"),
        label_zh="name_zh",
        label_en="name_en",
        filters=("anchor",),
        search=("key", "name_zh", "name_en"),
    )
)
REASONS = declare(
    Register(
        "reasons",
        ReasonCode,
        _("Reasons"),
        _("Reasons that remarks and decisions rest on, with their clause of the law."),
        ("code", "name_zh", "name_en", "basis_zh", "basis_en", "order", "is_used"),
        ("code",),
        notation="code",
        label_zh="name_zh",
        label_en="name_en",
        filters=("is_used",),
        search=("code", "name_zh", "name_en"),
    )
)
TIME_LIMITS = declare(
    Register(
        "time-limits",
        TimeLimit,
        _("Time limits of procedure"),
        _("How long the regulator has for a review, and a body for an answer, from a day on."),
        ("track", "in_force_from", "review_working_days", "answer_days", "source"),
        ("track", "in_force_from"),
        filters=("track",),
        only_added=True,
    )
)
name_codes("time-limits", "track", lambda: {key: track.name for key, track in TRACKS.items()})
