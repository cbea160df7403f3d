"""The wizard before submission: by which track, why, what that means, and what else is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from portal.accounts.models import CertificationField
from portal.reference.sources import said_source
from registry.models import Filing, TimeLimit, TrackRule
from registry.procedure.actions.by_law import ByLaw
from registry.procedure.clock import clock_going_on, clock_of
from registry.procedure.readiness import TrackNotAllowed, filing_under_way, way_of_submission
from registry.procedure.running_clock import Clock
from registry.procedure.track_cases import SAYABLE, obstacles_of, what_is_asked
from registry.procedure.track_choice import Case, Way
from registry.tracks import ClockRule, Track
from registry.workspace.forms import AmendmentForm
from schemes.models import Version

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class TimeTold:
    """How long somebody has on a track, in a sentence, and where else it is more or less."""

    what: str
    extension: str
    fast: str
    source: str


@dataclass(frozen=True, slots=True)
class WayTold:
    """An open way in words, with the address at which it is chosen."""

    way: Way
    href: str
    is_asked_for: bool
    times: tuple[TimeTold, ...]
    #: What keeps this version from the track.
    obstacles: tuple[StrOrPromise, ...] = ()
    #: The names of the acts that the limits of today have carried out when a time is over.
    deemed: frozenset[str] = frozenset()

    @property
    def track(self) -> Track:
        """The track."""
        return self.way.track

    @property
    def row(self) -> TrackRule | None:
        """The row that opens it."""
        return self.way.row

    @property
    def why(self) -> StrOrPromise:
        """Why it is open: the row's reason, or that of the track itself."""
        return self.row.why if self.row is not None else self.track.why

    @property
    def basis(self) -> StrOrPromise:
        """The clause of the law for that."""
        return self.row.basis if self.row is not None else self.track.legal_basis

    @property
    def by_regulator(self) -> list[StrOrPromise]:
        """What the regulator may do on it, in sentences; one that two acts share once."""
        others = (act for act in self.track.acts if not issubclass(act, ByLaw))
        return list(dict.fromkeys(act.beforehand for act in others if act.beforehand))

    @property
    def by_law(self) -> list[StrOrPromise]:
        """What the law carries out itself when a time is over."""
        acts = (act for act in self.track.acts if act.name in self.deemed)
        return [act.beforehand or act.label for act in acts]


@dataclass(frozen=True, slots=True)
class Wizard:
    """What the page before submission tells of the procedure."""

    chosen: WayTold
    #: The way that the law asks for, where another was chosen.
    asked: WayTold | None = None
    others: tuple[WayTold, ...] = ()
    facts: tuple[str, ...] = ()
    #: Where the answer of the body is needed before anything can be submitted, or was given.
    question: AmendmentForm | None = None
    said: str = ""
    correction_of: Filing | None = None
    refusal: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether a track is known."""
        return self.question is None or bool(self.said)


def wizard_for(version: Version, query: Mapping[str, str]) -> Wizard:
    """What the law asks for a version, and what of it the body has chosen so far.

    `query` may have `track`, and `occasion` where the body is asked for it.
    """
    filing, limits = filing_under_way(version), _limits_today()
    if filing is not None:
        chosen = _told(Way(filing.procedure), version, limits)
        return Wizard(replace(chosen, times=tuple(_times_of(filing))), correction_of=filing)
    said = query.get("occasion", "")
    asked = what_is_asked(version, said)
    said = said if asked.depends_on_body and said in SAYABLE else ""
    refusal = ""
    try:
        way = way_of_submission(version, query.get("track", ""), said)
    except TrackNotAllowed as refused:
        way, refusal = asked.choice.asked, str(refused.message)
    told = [_told(each, version, limits, said, asked.choice.asked) for each in asked.choice.ways]
    chosen = next(each for each in told if each.track is way.track)
    return Wizard(
        chosen,
        asked=None if chosen.is_asked_for else told[0],
        others=tuple(each for each in told if each is not chosen and not each.is_asked_for),
        facts=tuple(_facts(asked.choice.case, version)),
        question=AmendmentForm(initial={"occasion": said}) if asked.depends_on_body else None,
        said=said,
        refusal=refusal,
    )


def _told(
    way: Way, version: Version, limits: list[TimeLimit], said: str = "", asked: Way | None = None
) -> WayTold:
    """A way in words; what is under way is not asked again whether it may go its way."""
    query = {"track": way.track.key, **({"occasion": said} if said else {})}
    times = tuple(_time(way.track, rule, limits) for rule in way.track.clocks)
    found = obstacles_of(way.track, version) if asked is not None else ()
    in_the_way = tuple(one.message for one in found)
    deemed = {rule.deemed for rule in way.track.clocks if _limit(way.track, rule, limits).is_deemed}
    place = f"?{urlencode(query)}#procedure"
    return WayTold(way, place, way == asked, times, in_the_way, frozenset(deemed))


def _limits_today() -> list[TimeLimit]:
    """The limits that clocks have which begin today, the newest of each first."""
    return list(TimeLimit.objects.filter(in_force_from__lte=timezone.localdate()))


def _limit(track: Track, rule: ClockRule, limits: list[TimeLimit]) -> TimeLimit | ClockRule:
    """The regulator's limit of a clock, else what ships."""
    own = (one for one in limits if (one.track, one.clock) == (track.key, rule.key))
    return next(own, rule)


def _time(track: Track, rule: ClockRule, limits: list[TimeLimit]) -> TimeTold:
    """How long a clock runs that begins today, with the clause of the law."""
    limit = _limit(track, rule, limits)

    def told(words: StrOrPromise, amount: int) -> str:
        return str(words) % {"time": _days(amount, rule)} if amount else ""

    return TimeTold(
        told(rule.within, limit.amount),
        told(gettext("It may be extended once, with reasons, by %(time)s."), limit.extension),
        told(gettext("In the fast lane it is %(time)s."), limit.fast),
        said_source(limit.source),
    )


def _times_of(filing: Filing) -> Iterator[TimeTold]:
    """Of a correction, what runs for the case: until when its body answers, and what goes on."""
    runs = clock_of(filing)
    if runs is not None and runs.waits_for_body:
        yield _time_of(runs, gettext("Your answer is due on %(day)s. %(sentence)s."))
    goes_on = clock_going_on(filing, filing.procedure.corrected_to)
    if goes_on is not None:
        words = gettext("If you submit it today: %(until)s %(day)s. %(sentence)s.")
        yield _time_of(goes_on, words)


def _time_of(clock: Clock, words: str) -> TimeTold:
    told = {"until": clock.rule.until, "day": date_format(clock.due)}
    return TimeTold(words % {**told, "sentence": clock.to_body.sentence}, "", "", "")


def _days(amount: int, rule: ClockRule) -> str:
    """An amount in the unit of a clock."""
    words = (
        ngettext("%(n)d working day", "%(n)d working days", amount)
        if rule.in_working_days
        else ngettext("%(n)d day", "%(n)d days", amount)
    )
    return words % {"n": amount}


def _facts(case: Case, version: Version) -> Iterator[str]:
    """What the portal has looked at, in words."""
    yield str(case.occasion.label)
    yield version.scheme.get_category_display()
    yield from CertificationField.labels_of(case.fields)
