"""The fast lane (绿色通道): asked for with a ground, granted or refused with reasons.

The regulator's clocks run for a shorter time in it (`TimeLimit.fast`), counted from when each
began. No law gives a right to it, and who does not get it has the ordinary time.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from registry.lettered import Lettered
from registry.models import FastLaneRequest, FastLaneRuling, Filing, ReasonCode
from registry.procedure.actions.reasoned import ByOfficer, BySignatory
from registry.procedure.actions.timing import OfTheClock
from registry.procedure.clock import Deadlines, clock_of, due_with
from registry.procedure.grounds import grounds_for_mail
from registry.register.grounds import ground_field
from registry.register.letters import LetterWords
from registry.register.telling import tell_act
from registry.states import ReasonPurpose
from registry.tracks import State, Track


def has_fast_lane(state: State) -> bool:
    """Whether a clock that can run for a shorter time runs in a state, by its declaration."""
    return state.clock is not None and state.clock.fast > 0


def shorter_time(filing: Filing) -> int:
    """How long the clock that runs has in the fast lane, by the limit in force for it; 0: none."""
    clock = clock_of(filing)
    if clock is None:
        return 0
    return Deadlines.read().terms(filing.track, clock.rule, clock.started).fast


class OfTheFastLane(OfTheClock):
    """What happens about the fast lane, in the states in which a clock has one."""

    grounds_for: ClassVar[tuple[ReasonPurpose, ...]] = (ReasonPurpose.FAST_LANE,)

    @classmethod
    def fits_state(cls, state: State) -> bool:
        """While a clock runs that has a shorter time."""
        return has_fast_lane(state)


class AskForFastLane(OfTheFastLane, BySignatory):
    """Ask that the filing goes in the fast lane, with a ground of the regulator's list."""

    name = "ask_for_fast_lane"
    label = gettext_lazy("Ask for the fast lane")
    event = "fast_lane_asked"
    asks_grounds = True
    explanation = gettext_lazy(
        "Say why it cannot wait, and what shows it. An officer grants or refuses it with reasons; "
        "it can be asked for once."
    )

    @classmethod
    def fits(cls, record: Filing) -> bool:
        """Once for each filing, while the limit in force for it has a shorter time."""
        return not hasattr(record, "fast_lane") and shorter_time(record) > 0

    def apply(self) -> None:
        """The request is a row of its own."""
        FastLaneRequest.objects.create(
            filing=self.record,
            reason_code=self.data["reason_code"],
            reason=self.reason,
            asked_by=self.user,
        )

    def tell(self) -> None:
        """To the officers, and to the body as a confirmation."""
        grounds = grounds_for_mail(self.reason_codes)
        tell_act(self.record, self.label, self.reason, grounds, by_body=True)


class RuleOnFastLane(OfTheFastLane, ByOfficer, Lettered):
    """What both rulings share."""

    is_granted: ClassVar[bool]

    @classmethod
    def fits(cls, record: Filing) -> bool:
        """A request waits."""
        return record.waits_for_fast_lane

    def apply(self) -> None:
        """The ruling is a row of its own; the filing says on which side it is."""
        super().apply()
        FastLaneRuling.objects.create(
            request=self.record.fast_lane,
            is_granted=self.is_granted,
            reason=self.reason,
            ruled_by=self.user,
        )
        self.record.in_fast_lane = self.is_granted

    def letter_words(self) -> LetterWords:
        """The ground that the body gave, what the officer says to it, and the new last day."""
        told = self.record.told_of_delegation(self.user)
        if self.is_granted:
            told["due_on"] = due_with(self.record, shorter_time(self.record))
        return LetterWords(
            reasons=self.reason,
            note=str(self.data.get("letter_note") or "").strip(),
            grounds=grounds_for_mail([self.record.fast_lane.reason_code]),
            told=told,
        )


class GrantFastLane(RuleOnFastLane):
    """Grant the fast lane: the regulator's clocks run for a shorter time from their beginning."""

    name = "grant_fast_lane"
    label = gettext_lazy("Grant the fast lane")
    event = "fast_lane_granted"
    is_granted = True
    explanation = gettext_lazy(
        "The shorter time counts from the day on which the clock began. Say what shows that the "
        "ground is there; the certification body is told."
    )

    def check(self) -> None:
        """What would be over at once helps nobody."""
        super().check()
        fast = shorter_time(self.record)
        if not fast:
            raise RulesBroken(_("The register of time limits gives this clock no shorter time."))
        clock = clock_of(self.record)
        if clock is not None and clock.used >= fast:
            raise RulesBroken(
                _("The shorter time would be over already. Refuse it, and decide soon.")
            )


class RefuseFastLane(RuleOnFastLane):
    """Refuse the fast lane with reasons; the ordinary time goes on."""

    name = "refuse_fast_lane"
    label = gettext_lazy("Refuse the fast lane")
    event = "fast_lane_refused"
    is_granted = False
    explanation = gettext_lazy(
        "The filing stays in the ordinary time. Say why the ground is not there; the certification "
        "body reads it."
    )


FAST_LANE_ACTS = (AskForFastLane, GrantFastLane, RefuseFastLane)


def fast_lane_fields(track: Track) -> dict[str, forms.Field]:
    """What the page before a submission asks, where a shorter time is in force; all optional."""
    rule = next(state.clock for state in track.states if state.key == track.initial)
    if rule is None or not Deadlines.read().terms(track.key, rule, timezone.localdate()).fast:
        return {}
    ground = ground_field(ReasonPurpose.FAST_LANE)
    ground.required, ground.label = False, _("Ask for the fast lane, since")
    words = forms.CharField(
        label=gettext_lazy("Why it cannot wait, and what shows it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    return {"fast_lane": ground, "fast_lane_reason": words}


def fast_lane_words(track: Track, given: Mapping[str, Any]) -> dict[str, str]:
    """What was asked for with a submission, as columns of the request; empty where nothing was.

    Raises:
        RulesBroken: the track has none, the ground is none of the list, or the reason is missing.
    """
    ground, reason = given.get("fast_lane") or "", str(given.get("fast_lane_reason") or "").strip()
    if not ground and not reason:
        return {}
    if not fast_lane_fields(track):
        raise RulesBroken(_("The track “%(track)s” has no fast lane.") % {"track": track.name})
    if not ReasonCode.objects.given_for(ReasonPurpose.FAST_LANE).filter(code=ground).exists():
        raise RulesBroken(_("Choose the ground on which you ask for the fast lane."))
    if not reason:
        raise RulesBroken(_("Say why the filing cannot wait, or do not ask for the fast lane."))
    return {"reason_code": ground, "reason": reason}
