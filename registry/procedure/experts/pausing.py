"""The clock stands while experts are heard and goes on by itself, where the officer says so.

Source: Administrative Licensing Law, article 45: the time of an expert review does not count, and
the applicant is told how long it will take.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from portal.core.localised import in_both_languages
from registry.models import ExpertPanel, ExpertSeat, Filing
from registry.models.intervals import turn_aside
from registry.procedure.actions.timing import PauseForExperts, Resume
from registry.register.telling import tell_act
from registry.states import PauseCause

HEARD = gettext_lazy("Experts are heard on the document.")
ALL_ANSWERED = gettext_lazy("The expert review has ended.")


def pause_for(panel: ExpertPanel, user: User) -> None:
    """Let the regulator's clock stand, unless it stands already; the body is told until when."""
    filing = panel.filing
    if not (PauseForExperts.fits_state(filing.standing) and PauseForExperts.fits(filing)):
        return
    turn_aside(filing, PauseCause.EXPERT_REVIEW, PauseForExperts.event)
    told = {"cause": str(PauseCause.EXPERT_REVIEW), "until": panel.due_on}
    _record(filing, PauseForExperts.event, user, {"reason": in_both_languages(HEARD), **told})
    tell_act(filing, PauseForExperts.label, in_both_languages(HEARD))


def go_on_after(panel: ExpertPanel) -> None:
    """Let the clock go on when the last expert for whom it stands has answered."""
    filing = panel.filing
    waited_for = ExpertSeat.objects.open().filter(panel__filing=filing, panel__pauses=True)
    stands = filing.intervals.running().filter(pause=PauseCause.EXPERT_REVIEW)
    if not panel.pauses or waited_for.exists() or not stands.exists():
        return
    turn_aside(filing, "", Resume.event)
    _record(filing, Resume.event, None, {"reason": in_both_languages(ALL_ANSWERED)})
    tell_act(filing, Resume.label, in_both_languages(ALL_ANSWERED))


def _record(filing: Filing, event: str, actor: User | None, data: dict[str, Any]) -> None:
    state = {"from_state": filing.state, "to_state": filing.state}
    filing.record_event(event=event, actor=actor, data=data, **state)
