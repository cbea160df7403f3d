"""The opinions that were asked for on a filing, as a person may see and answer them."""

from __future__ import annotations

from portal.accounts.models import User
from registry.models import ExpertSeat, Filing, OpinionRequest
from registry.procedure.cases import AskForOpinion
from registry.procedure.permissions import may_give_opinion


def requests_of(user: User, filing: Filing) -> list[tuple[OpinionRequest, bool, bool]]:
    """Each with whether this person can answer it, and whether let it go."""
    lets_go = AskForOpinion.is_available(user, filing)
    return [
        (asked, asked.is_open and bool(may_give_opinion(user, filing, asked)), lets_go)
        for asked in filing.opinion_requests.with_answers()
    ]


def seats_of(filing: Filing) -> list[ExpertSeat]:
    """Everybody who was asked on a filing, for the pages of proposal, decision and case."""
    seats = ExpertSeat.objects.filter(panel__filing=filing).with_answers()
    return list(seats.select_related("panel__filing__version__blueprint").order_by("pk"))
