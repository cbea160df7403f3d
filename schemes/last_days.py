"""The last days of a blueprint version: for beginning drafts with it, and for filing by it.

Days are those of the portal's time zone, and a last day counts itself. Who was asked to correct
what was filed goes on by the blueprint of the filing, also after its last days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.dispatch import Signal
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.core.errors import RulesBroken, WrongState
from portal.core.localised import sentences
from portal.reference.models import BlueprintPeriod
from schemes.models import BlueprintVersion, Version
from schemes.states import BlueprintState

#: Asks packages above, with `version`, whether it answers the regulator's request to correct
#: what was filed by the same blueprint; a receiver gives back true or false.
correction_asked = Signal()


class BlueprintOver(WrongState):
    """The last day of a blueprint version is over; the message names the day and the way on."""

    code = "blueprint_over"


@dataclass(frozen=True)
class LastDays:
    """A last day for beginning drafts and one for filing; None where there is none."""

    drafts: date | None = None
    filing: date | None = None

    def as_json(self) -> dict[str, str | None]:
        """Both days as a history keeps them."""
        return {
            "drafts": self.drafts.isoformat() if self.drafts else None,
            "filing": self.filing.isoformat() if self.filing else None,
        }


def last_days_of(blueprint: BlueprintVersion) -> LastDays:
    """Those that are set."""
    return LastDays(blueprint.drafts_until, blueprint.filing_until)


def periods_on(day: date) -> BlueprintPeriod:
    """The periods that the regulator has set for a day."""
    periods = BlueprintPeriod.objects.on(day)
    assert periods is not None, "The first periods ship with the portal."
    return periods


def usual_last_days(published_on: date) -> LastDays:
    """Those that a version gets when its successor is published."""
    periods = periods_on(published_on)
    return LastDays(
        published_on + timedelta(days=periods.drafts_days),
        published_on + timedelta(days=periods.filing_days),
    )


def require_lawful_change(before: LastDays, after: LastDays, today: date, reason: str) -> None:
    """Refuse last days of which the bodies would not be told in time.

    What was announced may be prolonged at any time; it is shortened with a reason alone, and
    never to less than the period of announcement from today.

    Raises:
        RulesBroken: says which day, and what is possible.
    """
    if after == before:
        raise RulesBroken(_("Nothing was changed."))
    if after.filing and not (after.drafts and after.drafts <= after.filing):
        raise RulesBroken(
            _("The last day for filing may not be before the last day for beginning drafts.")
        )
    for old, new in ((before.drafts, after.drafts), (before.filing, after.filing)):
        _require_lawful_day(old, new, today, reason)


def _require_lawful_day(old: date | None, new: date | None, today: date, reason: str) -> None:
    if new is None or new == old:
        return
    if old is not None and new > old:
        if new < today:
            raise RulesBroken(_("%(day)s is over.") % {"day": date_format(new)})
        return
    notice = periods_on(today).announcement_days
    earliest = today + timedelta(days=notice)
    if new < earliest:
        raise RulesBroken(
            ngettext(
                "Certification bodies are told of a last day at least %(days)d day before. The "
                "earliest that can be set today is %(day)s.",
                "Certification bodies are told of a last day at least %(days)d days before. The "
                "earliest that can be set today is %(day)s.",
                notice,
            )
            % {"days": notice, "day": date_format(earliest)}
        )
    if old is not None and not reason:
        raise RulesBroken(
            _("%(day)s was announced; say why it comes sooner now.") % {"day": date_format(old)}
        )


def successor_of(blueprint: BlueprintVersion, today: date | None = None) -> BlueprintVersion | None:
    """The newest version of the same blueprint to begin with, where it is newer than this one."""
    day = today or timezone.localdate()
    newest = BlueprintVersion.objects.newest_to_begin_with(blueprint.key, day)
    return newest if newest is not None and newest.version > blueprint.version else None


def require_to_begin(blueprint: BlueprintVersion) -> None:
    """Refuse to begin a draft with a version that is not published, or no longer to begin with.

    Raises:
        BlueprintOver: names the last day and the version to begin with.
    """
    today = timezone.localdate()
    if not blueprint.may_be_begun_with(today):
        way = _way_to_begin(blueprint, today)
        raise BlueprintOver(sentences(_why_not_to_begin(blueprint), way))


def _why_not_to_begin(blueprint: BlueprintVersion) -> str:
    if blueprint.drafts_until is not None:
        return _("Drafts could be begun with blueprint %(ref)s until %(day)s.") % {
            "ref": blueprint.ref,
            "day": date_format(blueprint.drafts_until),
        }
    if blueprint.state == BlueprintState.RETIRED:
        return _("Blueprint %(ref)s is retired.") % {"ref": blueprint.ref}
    return _("Blueprint %(ref)s is not published.") % {"ref": blueprint.ref}


def _way_to_begin(blueprint: BlueprintVersion, today: date) -> str:
    newer = successor_of(blueprint, today)
    if newer is not None:
        return _("Begin with blueprint %(ref)s instead.") % {"ref": newer.ref}
    return _("It has no successor; choose another blueprint under “New scheme”.")


def answers_a_correction(version: Version) -> bool:
    """Whether a version is the answer to a request to correct what was filed by its blueprint."""
    answers = correction_asked.send(sender=Version, version=version)
    return any(answer for _receiver, answer in answers)


def require_to_file(version: Version) -> None:
    """Refuse to sign or file what follows a blueprint whose last day for filing is over.

    Raises:
        BlueprintOver: names the last day, and what to do with the draft.
    """
    blueprint = version.blueprint
    if blueprint.may_be_filed_by(timezone.localdate()) or answers_a_correction(version):
        return
    assert blueprint.filing_until is not None
    said = {"ref": blueprint.ref, "day": date_format(blueprint.filing_until)}
    over = _("What follows blueprint %(ref)s could be filed until %(day)s.") % said
    raise BlueprintOver(sentences(over, _way_to_file(version)))


def _way_to_file(version: Version) -> str:
    newer = successor_of(version.blueprint)
    if newer is None:
        return _("It has no successor; choose another blueprint under “New scheme”.")
    if version.is_frozen:
        return _("Begin a new draft from this version: it follows blueprint %(ref)s.") % {
            "ref": newer.ref
        }
    return _("Move the draft to blueprint %(ref)s; what is written stays.") % {"ref": newer.ref}


@dataclass(frozen=True)
class Ending:
    """What the people of a version are told of the end of its blueprint."""

    version: Version
    newer: BlueprintVersion | None
    is_over: bool
    #: Whether so little time is left that the pages on which a draft is written say so as well.
    is_near: bool

    @property
    def blueprint(self) -> BlueprintVersion:
        """The blueprint that ends."""
        return self.version.blueprint


def ending_of(version: Version) -> Ending | None:
    """How the last day for filing concerns a version that is not submitted; None: not at all."""
    blueprint = version.blueprint
    if blueprint.filing_until is None or not version.is_open or answers_a_correction(version):
        return None
    today = timezone.localdate()
    near = today + timedelta(days=periods_on(today).announcement_days)
    return Ending(
        version,
        successor_of(blueprint, today),
        is_over=not blueprint.may_be_filed_by(today),
        is_near=blueprint.filing_until <= near,
    )
