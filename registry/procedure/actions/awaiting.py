"""What a proposal waits for, on every track: opinions that somebody was asked for."""

from __future__ import annotations

from django.utils.translation import ngettext

from portal.core.errors import RulesBroken
from registry.models import ExpertSeat, Filing


def require_opinions(filing: Filing) -> None:
    """Go on when the opinions of colleagues and experts are there, or let go with a reason.

    Raises:
        RulesBroken: some are waited for; says how many.
    """
    experts = ExpertSeat.objects.open().filter(panel__filing=filing).count()
    waiting = filing.opinion_requests.open().count() + experts
    if waiting:
        raise RulesBroken(
            ngettext(
                "The proposal waits for %(n)d opinion that was asked for. Say on the page of "
                "the case why you do not wait for it, or wait.",
                "The proposal waits for %(n)d opinions that were asked for. Say on the page of "
                "the case why you do not wait for them, or wait.",
                waiting,
            )
            % {"n": waiting}
        )
