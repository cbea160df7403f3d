"""Submitting as a pilot (试点): what is asked, and how long a pilot can be.

The longest time is the regulator's (`EntryTerms`). A pilot goes on for good by a submission that
names no last day; what is in force for good does not become a pilot.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from registry.models import Entry, EntryTerms, Filing
from registry.register.forms import day_field
from registry.tracks import Track
from schemes.models import Version

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def pilot_field(version: Version, track: Track) -> dict[str, forms.Field]:
    """The last day of a pilot, for the page before a submission; nothing where none can be.

    Of what is a pilot already the field has its day, and says what leaving it empty means: `Submit`
    takes an empty day for the end of the pilot, so a day that nobody noticed would end it.
    """
    entry, kept = _entry_of(version), _under_way(version)
    is_for_good = entry is not None and entry.pilot_until is None
    if is_for_good or not track.ends_pilots:
        return {}
    first, last = _earliest(version), _latest(version, entry)
    now = kept.pilot_until if kept is not None else entry.pilot_until if entry is not None else None
    field: Any = day_field(
        gettext_lazy("Last day of the pilot"),
        first,
        last,
        initial=now if now is not None and first <= now <= last else None,
        required=False,
        help_text=_what_empty_means(now, is_correction=kept is not None),
    )
    if now is not None:
        field.of_a_pilot = True
    return {"pilot_until": field}


def _what_empty_means(now: date | None, *, is_correction: bool) -> StrOrPromise:
    if now is None:
        return gettext_lazy(
            "Only if the scheme is to be tried out first: the pilot ends by itself with this day. "
            "Leave it empty for a scheme that is to be in force for good."
        )
    words = {"day": date_format(now)}
    if is_correction:
        return (
            _(
                "The filing that is corrected is a pilot until %(day)s, and stays one, also where "
                "the field is left empty. Another day moves its end."
            )
            % words
        )
    if now < timezone.localdate():
        return (
            _(
                "The pilot of the scheme ended on %(day)s. With a new day it is tried out again "
                "until then. If the field is left empty, the scheme is in force for good with this "
                "version, and cannot become a pilot again."
            )
            % words
        )
    return (
        _(
            "The scheme is a pilot until %(day)s. Leave the day as it is, or move it, if it is to "
            "stay one. If you empty the field, the scheme is in force for good with this version, "
            "and cannot become a pilot again."
        )
        % words
    )


def last_day_of_pilot(version: Version, track: Track, given: Mapping[str, Any]) -> date | None:
    """Until when the version is a pilot, or None.

    A corrected version stays what the filing was, unless another day is given.

    Raises:
        RulesBroken: the day is over, too late, of a scheme that is in force for good, or given on
            a track that leaves pilots as they are.
    """
    last = _read(given.get("pilot_until"))
    entry = _entry_of(version)
    if last is None:
        return _kept(version, track, entry)
    if not track.ends_pilots:
        raise RulesBroken(
            _("What is handed in on this track leaves a pilot as it is. Leave the last day empty.")
        )
    if entry is not None and entry.pilot_until is None:
        raise RulesBroken(
            _("The scheme is listed for good; it cannot be made a pilot. Leave the last day empty.")
        )
    first, latest = _earliest(version), _latest(version, entry)
    if not first <= last <= latest:
        raise RulesBroken(
            _("The last day of the pilot lies between %(first)s and %(latest)s.")
            % {"first": date_format(first), "latest": date_format(latest)}
        )
    return last


def _kept(version: Version, track: Track, entry: Entry | None) -> date | None:
    """The last day that stays without being given anew."""
    answered = _under_way(version)
    if answered is not None:
        return answered.pilot_until
    return entry.pilot_until if entry is not None and not track.ends_pilots else None


def _under_way(version: Version) -> Filing | None:
    """The filing that the version answers, if any."""
    own = version.scheme.filings.filter(organisation=version.scheme.organisation_id)
    return own.open().first()


def _earliest(version: Version) -> date:
    """Today, or the day on which the version comes into force; of a draft it may name none."""
    today, lifecycle = timezone.localdate(), version.document.get("lifecycle")
    try:
        return max(today, date.fromisoformat(lifecycle["effective"]))
    except (KeyError, TypeError, ValueError):
        return today


def _latest(version: Version, entry: Entry | None) -> date:
    """The last day possible, counted from when the pilot came into force."""
    begun = _earliest(version)
    if entry is not None:
        begun = min(event.effective_on for event in entry.events.all())
    terms = EntryTerms.objects.on(timezone.localdate())
    return begun + timedelta(days=terms.pilot_days)


def _read(value: Any) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as wrong:
        raise RulesBroken(_("Write the last day of the pilot as YYYY-MM-DD.")) from wrong


def _entry_of(version: Version) -> Entry | None:
    return version.scheme.entries.filter(organisation=version.scheme.organisation_id).first()
