"""The queue as a list: its columns, and the order in which filings wait."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import QuerySet

from portal.core.listing import Listing
from registry.models import Filing
from registry.procedure import filing_columns as of
from registry.tracks import BODY, state_choices, state_of

OLDEST = ("received_at", "pk")
NEWEST = ("-received_at", "-pk")
#: Columns of the table; what else can be an order is chosen in the form, and stands in files.
SHOWN = ("scheme", "state", "risk", "due", "received", "officer")

QUEUE = Listing(
    "filings",
    tuple(
        replace(column, is_shown=column.key in SHOWN)
        for column in (
            of.NUMBER,
            of.SCHEME,
            of.RULE,
            of.BODY,
            of.APPROVAL,
            of.TRACK,
            of.STATE,
            of.RISK,
            of.LANE,
            of.CLOCK,
            of.LAST_DAY,
            of.LEFT,
            of.RECEIVED,
            of.FIRST,
            of.SUBMISSION,
            of.OFFICER,
        )
    ),
    complete=of.with_clocks,
)


def as_it_waits(filings: Any, words: dict[str, Any]) -> QuerySet[Filing]:
    """What waits longest first; where nothing waits, the newest."""
    filings = filings.select_related("organisation", "scheme", "officer", "risk")
    state = str(words.get("state") or ("all" if words.get("q") else ""))
    if state in ("closed", "all"):
        newest: QuerySet[Filing] = filings.order_by(*NEWEST)
        return newest
    # What waits for the body has its own clock; all else has waited since it was received.
    waits_for_body = state == "silent" or (
        state in dict(state_choices()) and state_of(state).waits_for is BODY
    )
    oldest: QuerySet[Filing] = filings.order_by(*OLDEST)
    return filings.longest_turn_first() if waits_for_body else oldest
