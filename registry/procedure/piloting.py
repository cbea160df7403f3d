"""Submitting as a pilot (试点): what is asked, and how long a pilot can be.

The longest time is the regulator's (`EntryTerms`). A pilot goes on for good by a submission that
names no last day; what is in force for good does not become a pilot.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from registry.models import Entry, EntryTerms
from registry.register.forms import day_field
from registry.tracks import Track
from schemes.models import Version


def pilot_field(version: Version, track: Track) -> dict[str, forms.Field]:
    """The last day of a pilot, for the page before a submission; nothing where none can be."""
    entry = _entry_of(version)
    is_for_good = entry is not None and entry.pilot_until is None
    if is_for_good or not track.ends_pilots:
        return {}
    field = day_field(
        gettext_lazy("Last day of the pilot"),
        _earliest(version),
        _latest(version, entry),
        required=False,
        help_text=gettext_lazy(
            "Only if the scheme is to be tried out first: the pilot ends by itself with this day. "
            "Leave it empty for a scheme that is to be in force for good."
        ),
    )
    return {"pilot_until": field}


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
    under_way = version.scheme.filings.filter(organisation=version.scheme.organisation_id).open()
    answered = under_way.first()
    if answered is not None:
        return answered.pilot_until
    return entry.pilot_until if entry is not None and not track.ends_pilots else None


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
