"""What a proposal waits for, on every track: opinions that somebody was asked for."""

from __future__ import annotations

from django.utils.translation import ngettext

from portal.core.errors import RulesBroken
from registry.models import ExpertSeat, Filing


def opinions_awaited(filing: Filing) -> str:
    """What a proposal waits for, with the way out; empty where it waits for nothing."""
    experts = ExpertSeat.objects.open().filter(panel__filing=filing).count()
    waiting = filing.opinion_requests.open().count() + experts
    if not waiting:
        return ""
    return ngettext(
        "The proposal waits for %(n)d opinion that was asked for. Say on the page of "
        "the case why you do not wait for it, or wait.",
        "The proposal waits for %(n)d opinions that were asked for. Say on the page of "
        "the case why you do not wait for them, or wait.",
        waiting,
    ) % {"n": waiting}


def require_opinions(filing: Filing) -> None:
    """Go on when the opinions of colleagues and experts are there, or let go with a reason.

    Raises:
        RulesBroken: some are waited for; says how many.
    """
    awaited = opinions_awaited(filing)
    if awaited:
        raise RulesBroken(awaited)
