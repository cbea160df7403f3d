"""The words in which a track is declared, and the tracks that this portal has.

A track is one procedure that a filing can follow. One module declares it as its `TRACK`, with its
states, clocks and acts; the settings name the modules (`TRACKS`). Pages, acts, clock and
documentation ask here, so none of them names a track. The key of a state or a clock means the same
on every track that has it: tracks share the object.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.roles import OrganisationKind
from portal.core.actions import Action
from portal.core.errors import DomainError
from registry.wording import PARTS, STATE, TRACK, row_of, row_to_come, worded

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True, eq=False)
class Party:
    """Somebody for whom a filing can wait."""

    key: str
    name: StrOrPromise


REGULATOR = Party("regulator", gettext_lazy("regulator"))
BODY = Party("body", gettext_lazy("certification body"))


def _take_words(declared: State | Track, of: str) -> None:
    for part in PARTS[of]:
        words = worded(of, declared.key, part, getattr(declared, part))
        object.__setattr__(declared, part, words)


IN_TIME = gettext_lazy("The time for it is %(time)s.")


@dataclass(frozen=True, slots=True, eq=False)
class ClockRule:
    """A clock: who has how long, as the portal ships it, and how its last day is told.

    `amount` and its `source` in the law begin the regulator's register of time limits, which says
    what is in force; the unit is the clock's. A clock that `resumes` goes on where it was stopped
    when it is the party's turn again; any other begins anew. `deemed` names the act of the track
    that the law carries out when the time is over, in nobody's name, such as that silence is
    acceptance.
    """

    key: str
    party: Party
    name: StrOrPromise
    amount: int
    until: StrOrPromise
    source: str = ""
    #: Who does what in that time, as it is told before anything runs.
    within: StrOrPromise = IN_TIME
    in_working_days: bool = False
    resumes: bool = False
    #: By how much it may be extended once, and so long before its end people are reminded.
    extension: int = 0
    reminder: int = 0
    #: How long it runs in the fast lane; 0 where it has none.
    fast: int = 0
    #: The act that the law carries out at the end, and so many calendar days later.
    deemed: str = ""
    grace: int = 0
    #: Whether it is carried out; a limit of the regulator may say that it is not.
    is_deemed: bool = True
    #: What `until` says to the body itself, where it says something else.
    until_to_body: StrOrPromise = ""

    @property
    def in_words(self) -> str:
        """What is limited and in which unit, as the register of limits says it."""
        if self.in_working_days:
            return _("%(clock)s, in working days") % {"clock": self.name}
        return _("%(clock)s, in calendar days") % {"clock": self.name}


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A state of a filing in the words of the officer and of the body, and the clock that runs."""

    key: str
    label: StrOrPromise
    to_body: StrOrPromise
    clock: ClockRule | None = None
    is_closed: bool = False
    #: Whether it closed without an outcome: taken back, silent, or overtaken by its entry's end.
    without_outcome: bool = False
    #: What the desk may think of after a filing has come to it; it is told beside the entry.
    afterwards: StrOrPromise = ""
    #: Whether an outcome is proposed in it, on which another person decides.
    awaits_decision: bool = False
    #: What the body reads of it on days on which the register does not have the text in effect,
    #: behind which stands why; empty where it says nothing of effect.
    without_effect: StrOrPromise = ""

    def __post_init__(self) -> None:
        """Its words are the regulator's, where it has set any."""
        _take_words(self, STATE)

    @property
    def waits_for(self) -> Party | None:
        """Whose turn it is."""
        return self.clock.party if self.clock is not None else None

    def told_to_body(self, effect: StrOrPromise = "") -> StrOrPromise:
        """Its words for the body; `effect` is why the text is not in effect today, if it is not."""
        if not effect or not self.without_effect:
            return self.to_body
        return format_lazy(
            gettext_lazy("{state}; {effect}"), state=self.without_effect, effect=effect
        )


HAND_IN = gettext_lazy("Submit the filing")


class Entrance:
    """What a track asks of whoever submits on it; nothing, unless the track brings its own."""

    @classmethod
    def fields(cls, version: Any) -> Mapping[str, Any]:
        """Form fields, by the name under which `Submit` is given what was typed."""
        return {}

    @classmethod
    def obstacles(cls, version: Any) -> Iterable[DomainError]:
        """What keeps a version from this track, as errors that the submission would end with."""
        return ()

    @classmethod
    def words(cls, version: Any, given: Mapping[str, Any]) -> dict[str, Any]:
        """What the submission keeps of it for ever; raises `RulesBroken` for what is missing."""
        return {}

    @classmethod
    def begin(cls, filing: Any, words: Mapping[str, Any]) -> None:
        """What follows from these words beside the filing, in the transaction of the submission."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One procedure: what it is in law, when it takes effect, and all that can happen on it."""

    key: str
    name: StrOrPromise
    nature: StrOrPromise
    #: Why a scheme goes this way, before it is submitted.
    why: StrOrPromise
    takes_effect: StrOrPromise
    legal_basis: StrOrPromise
    #: What is handed in on it, as its number and its receipt call it.
    matter: StrOrPromise
    #: What the body is told when it has submitted, and what comes then.
    received: StrOrPromise
    afterwards: StrOrPromise
    states: tuple[State, ...]
    #: The state that a submission leads to; closed where nobody has anything to do then.
    initial: str
    #: The states in which the body is asked for a corrected version.
    corrected_from: frozenset[str]
    #: The state of a filing whose entry ended before its outcome.
    overtaken: str
    acts: tuple[type[Action[Any]], ...]
    #: What the history says, by event.
    events: Mapping[str, StrOrPromise]
    #: Events that the body is not told.
    inside: frozenset[str] = frozenset()
    #: Whether the body is told once all that it has to correct; a further notice says why.
    corrected_once: bool = True
    #: Whether a submission lists the scheme; on other tracks an act does that has to.
    lists_on_submission: bool = True
    #: Whether one review serves the filings of all members of an alliance, each listed at once.
    serves_members: bool = False
    #: Whether the regulator permits something on it; on any other, nobody has to say yes.
    is_licence: bool = False
    #: What the button says by which a version is submitted on it.
    hand_in: StrOrPromise = HAND_IN
    #: Whether a pilot that is handed in on it anew, without a last day, goes on for good; on any
    #: other, what is tried out stays so until its day.
    ends_pilots: bool = True
    #: What whoever submits on it is asked, and what keeps a version from it.
    entrance: type[Entrance] = Entrance
    #: The state after a correction, where it is another than the initial one.
    goes_on_in: str = ""
    #: Whose schemes go by it, as kinds of organisations: the rules on tracks are about bodies.
    kinds: frozenset[str] = frozenset({OrganisationKind.BODY})

    def __post_init__(self) -> None:
        """Its words are the regulator's, where it has set any."""
        _take_words(self, TRACK)

    @property
    def closed_since(self) -> date | None:
        """From which day on it takes no new filings; None while it does."""
        row = row_of(TRACK, self.key)
        return row.since if row is not None and not row.is_open else None

    @property
    def opens_on(self) -> date | None:
        """From which day on a closed track takes filings again; None where no row says so."""
        row = row_to_come(TRACK, self.key)
        return row.since if row is not None and row.is_open else None

    @property
    def corrected_to(self) -> str:
        """The state that a corrected version leads to."""
        return self.goes_on_in or self.initial

    @property
    def clocks(self) -> tuple[ClockRule, ...]:
        """Its clocks, each once, in the order of the states."""
        return tuple(dict.fromkeys(state.clock for state in self.states if state.clock is not None))

    @property
    def open_states(self) -> frozenset[str]:
        """The states in which a filing has no outcome yet."""
        return frozenset(str(state.key) for state in self.states if not state.is_closed)


def all_tracks() -> tuple[Track, ...]:
    """The tracks of this portal, in the order of the settings."""
    return _tracks_in(tuple(settings.TRACKS))


@cache
def _tracks_in(modules: tuple[str, ...]) -> tuple[Track, ...]:
    """What the modules declare as their `TRACK`.

    Raises:
        ImproperlyConfigured: two tracks mean different things by one key, or one names a state
            that it does not have.
    """
    tracks = tuple(import_module(module).TRACK for module in modules)
    for track in tracks:
        _judge(track)
    states = [state for track in tracks for state in track.states]
    clocks = [state.clock for state in states if state.clock is not None]
    for named in (tracks, states, clocks):
        known: dict[str, Any] = {}
        for one in named:
            if known.setdefault(one.key, one) is not one:
                raise ImproperlyConfigured(f"Two tracks mean different things by {one.key!r}.")
    return tracks


def _judge(track: Track) -> None:
    """What a track names is its own: states, of which the overtaken one is closed, and acts."""
    named = {track.corrected_to, *track.corrected_from} if track.corrected_from else set()
    closed = {str(state.key) for state in track.states} - track.open_states
    is_known = track.initial in closed | track.open_states
    if not is_known or not named <= track.open_states or track.overtaken not in closed:
        raise ImproperlyConfigured(f"The track {track.key!r} names a state that is not as it says.")
    deemed = {rule.deemed for rule in track.clocks} - {""}
    if not deemed <= {act.name for act in track.acts}:
        raise ImproperlyConfigured(f"A clock of {track.key!r} ends in an act that it lacks.")


def track_of(key: str) -> Track:
    """A track by its key.

    Raises:
        ImproperlyConfigured: filings follow it, or the settings ask for it, and it is not there.
    """
    return _known({track.key: track for track in all_tracks()}, "track", key)


def _states() -> dict[str, State]:
    return {str(state.key): state for track in all_tracks() for state in track.states}


def _clocks() -> dict[str, ClockRule]:
    return {rule.key: rule for track in all_tracks() for rule in track.clocks}


def state_of(key: str) -> State:
    """A state by its key; raises as `track_of` does."""
    return _known(_states(), "state", key)


def clock_rule(key: str) -> ClockRule:
    """A clock by its key; raises as `track_of` does."""
    return _known(_clocks(), "clock", key)


def clocks_in_words() -> dict[str, str]:
    """What each clock limits, and its unit, by key."""
    return {key: rule.in_words for key, rule in _clocks().items()}


def _known(named: Mapping[str, Named], kind: str, key: str) -> Named:
    if key not in named:
        raise ImproperlyConfigured(f"No track that TRACKS names has the {kind} {key!r}.")
    return named[key]


def states_where(holds: Callable[[State], bool]) -> list[str]:
    """The keys of the states of which something holds, for a query."""
    return sorted(key for key, state in _states().items() if holds(state))


def state_choices() -> list[tuple[str, StrOrPromise]]:
    """The states with the officer's words, for forms and for the field of the model."""
    return [(key, state.label) for key, state in _states().items()]


def states_told_apart() -> list[tuple[str, StrOrPromise]]:
    """The same for a list to choose from: of states called alike, with the tracks that have each.

    Beside a filing the track stands anyhow; in a list two equal words would be a riddle.
    """
    choices = [(key, str(label)) for key, label in state_choices()]
    count = Counter(label for _key, label in choices)
    return [(key, _with_tracks(key, x) if count[x] > 1 else x) for key, x in choices]


def _with_tracks(state: str, label: str) -> str:
    having = [track for track in all_tracks() if state in {str(one.key) for one in track.states}]
    tracks = _(", ").join(str(track.name) for track in having)
    return _("%(state)s (%(tracks)s)") % {"state": label, "tracks": tracks}


def track_choices() -> list[tuple[str, StrOrPromise]]:
    """The tracks with their names, for forms and for fields of models."""
    return [(track.key, track.name) for track in all_tracks()]


#: What happens to a case on any track: between the people of the desk alone.
CASE_EVENTS: Mapping[str, StrOrPromise] = {
    "assigned": gettext_lazy("Assigned"),
    "taken_over": gettext_lazy("Taken over"),
    "released": gettext_lazy("Released"),
    "officer_left": gettext_lazy("Handed over, since the officer’s role ended"),
    "opinion_asked": gettext_lazy("Opinion asked for"),
    "opinion_given": gettext_lazy("Opinion given"),
    "opinion_released": gettext_lazy("Opinion not waited for any more"),
    "opinions_merged": gettext_lazy("Joint opinion written"),
    "experts_drawn": gettext_lazy("Experts drawn"),
    "expert_seated": gettext_lazy("Expert chosen by hand"),
    "expert_replaced": gettext_lazy("Reserve of the draw asked"),
    "expert_declared": gettext_lazy("Expert declared to have no conflict of interest"),
    "expert_recused": gettext_lazy("Expert recused"),
    "expert_released": gettext_lazy("Expert not waited for any more"),
    "expert_link_renewed": gettext_lazy("Expert sent a new link"),
    "expert_opinion": gettext_lazy("Opinion of an expert given"),
}
#: The same, where the body is told.
CASE_EVENTS_TOLD: Mapping[str, StrOrPromise] = {
    "body_reminded": gettext_lazy("Body reminded that an answer is waited for"),
}
#: What histories say of what happens to clocks, on every track.
EVENTS_OF_CLOCKS: Mapping[str, StrOrPromise] = {
    "paused": gettext_lazy("Clock stopped"),
    "clock_resumed": gettext_lazy("Clock goes on"),
    "clock_extended": gettext_lazy("Time limit extended"),
    "fast_lane_asked": gettext_lazy("Fast lane asked for"),
    "fast_lane_granted": gettext_lazy("Fast lane granted"),
    "fast_lane_refused": gettext_lazy("Fast lane refused"),
}


def events_of_tracks() -> dict[str, StrOrPromise]:
    """What histories say, by event; a word of an earlier track is kept."""
    of_tracks = {
        event: words for track in reversed(all_tracks()) for event, words in track.events.items()
    }
    return {**CASE_EVENTS, **CASE_EVENTS_TOLD, **EVENTS_OF_CLOCKS, **of_tracks}


def events_inside() -> frozenset[str]:
    """The events that no body is told."""
    return frozenset(CASE_EVENTS).union(*(track.inside for track in all_tracks()))
