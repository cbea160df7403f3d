"""The columns of filings, for every list of them: at the desk, of a branch, of a body."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.core.listing import Column, Worked, by_name
from registry.models import Filing
from registry.procedure.clock import Deadlines, clocks_of
from registry.procedure.running_clock import Clock

#: So many clocks are worked out at once.
PORTION = 2000
#: What of a filing its clock is worked out from.
ASKED_OF_CLOCKS = ("pk", "track", "in_fast_lane", "led_by", "closed_at")


class FilingRow(NamedTuple):
    """A filing with the clock that runs on it."""

    filing: Filing
    clock: Clock | None


def with_clocks(filings: Sequence[Filing]) -> list[FilingRow]:
    """The filings of a page, or of a portion of a file."""
    clocks = clocks_of(filings)
    return [FilingRow(filing, clocks.get(filing.pk)) for filing in filings]


def by_last_day(filings: QuerySet[Filing], falls: bool) -> list[int]:
    """By the last day of the clock; what has none comes last, this way round and that.

    Last days are computed and stand in no column (`registry.procedure.clock`), so that this order
    reads the clock of every filing that is listed.
    """
    ordered = filings.order_by("received_at", "pk")
    rows = list(ordered.select_related(None).only(*ASKED_OF_CLOCKS))
    today, deadlines = timezone.localdate(), Deadlines.read()
    clocks: dict[int, Clock] = {}
    for start in range(0, len(rows), PORTION):
        clocks.update(clocks_of(rows[start : start + PORTION], today, deadlines))
    running = [row.pk for row in rows if row.pk in clocks]
    running.sort(key=lambda pk: clocks[pk].due, reverse=falls)
    return [*running, *(row.pk for row in rows if row.pk not in clocks)]


def _risk(row: FilingRow) -> Any:
    return row.filing.risk.get_level_display() if hasattr(row.filing, "risk") else None


def _lane(row: FilingRow) -> str:
    yes, no = pgettext("answer", "yes"), pgettext("answer", "no")
    return yes if row.filing.in_fast_lane else no


NUMBER = Column("number", _("Filing number"), lambda row: row.filing.number, "number")
SCHEME = Column("scheme", _("Scheme"), lambda row: row.filing.scheme, by_name("scheme__"))
RULE = Column(
    "rule", _("Rule number"), lambda row: row.filing.scheme.rule_number, "scheme__rule_number"
)
BODY = Column(
    "body", _("Certification body"), lambda row: row.filing.organisation, by_name("organisation__")
)
APPROVAL = Column(
    "approval",
    _("Approval number"),
    lambda row: row.filing.organisation.approval_no,
    "organisation__approval_no",
)
TRACK = Column("track", _("Track"), lambda row: row.filing.procedure.name, "track")
STATE = Column("state", _("State"), lambda row: row.filing.get_state_display(), "state")
TO_BODY = Column("state", _("State"), lambda row: row.filing.applicant_label, "state")
RISK = Column("risk", _("Risk"), _risk, "risk__points")
LANE = Column("lane", _("Fast lane"), _lane, "in_fast_lane")
CLOCK = Column("due", _("Clock"), None, Worked(by_last_day))
LAST_DAY = Column("last_day", _("Last day"), lambda row: row.clock.due if row.clock else None)
LEFT = Column("left", _("Working days left"), lambda row: row.clock.left if row.clock else None)
FIRST = Column(
    "first",
    _("First submitted"),
    lambda row: timezone.localdate(row.filing.submitted_at),
    "submitted_at",
)
RECEIVED = Column(
    "received",
    _("Last submitted"),
    lambda row: timezone.localdate(row.filing.received_at),
    "received_at",
)
SUBMISSION = Column("submission", _("Submission"), lambda row: row.filing.round, "round")
OFFICER = Column("officer", _("Officer"), lambda row: row.filing.officer, by_name("officer__"))
