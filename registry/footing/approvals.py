"""When a body is not approved for a field, and what the register of approvals says of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from portal.accounts.models import ApprovalStatus
from registry.footing.days import FIRST, Span, after, before, gaps_between, open_side, span
from registry.states import CaveatKind

OF_STATUS = {
    ApprovalStatus.IN_FORCE: CaveatKind.APPROVAL_ENDED,
    ApprovalStatus.SUSPENDED: CaveatKind.APPROVAL_SUSPENDED,
    ApprovalStatus.WITHDRAWN: CaveatKind.APPROVAL_WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Approval:
    """A row of the register: an approval of a body for a field, from a day to a day.

    A status has no day of its own in the register; it counts from the day on which it was
    recorded (`recorded_on`), as the history of the register has it.
    """

    valid_from: date
    valid_until: date | None
    status: str
    row: str = ""
    recorded_on: date | None = None

    @property
    def usable(self) -> Span | None:
        """The days on which the body may certify by it."""
        if self.status == ApprovalStatus.IN_FORCE:
            return span(self.valid_from, self.valid_until)
        if self.recorded_on is None:
            return None
        ends = before(self.recorded_on)
        return span(self.valid_from, min(ends, self.valid_until or ends))


@dataclass(frozen=True, slots=True)
class Lack:
    """Days without an approval, and why; `resumes` is the first day with one again."""

    days: Span
    kind: CaveatKind
    row: str = ""
    #: The last day of an approval that ended; the day on which another status was recorded.
    day: date | None = None
    resumes: date | None = None


def lacks_in(approvals: Sequence[Approval]) -> Iterator[Lack]:
    """The days on which none of the approvals of a body for one field can be used."""
    usable = [days for each in approvals if (days := each.usable) is not None]
    for gap in gaps_between(usable):
        yield _explained(gap, approvals)


def _explained(gap: Span, approvals: Sequence[Approval]) -> Lack:
    cause = _cause(gap, approvals)
    resumes = open_side(after(gap.ends)) if open_side(gap.ends) else None
    if cause is None:
        return Lack(gap, CaveatKind.APPROVAL_MISSING, resumes=resumes)
    kind = OF_STATUS[ApprovalStatus(cause.status)]
    ended = kind == CaveatKind.APPROVAL_ENDED
    day = cause.valid_until if ended else cause.recorded_on
    return Lack(gap, kind, cause.row, day, resumes)


def _cause(gap: Span, approvals: Sequence[Approval]) -> Approval | None:
    """The approval that went when the gap began; of a gap from the first day, one never usable."""
    went = [
        each
        for each in approvals
        if ((days := each.usable) is not None and after(days.ends) == gap.begins)
        or (days is None and gap.begins == FIRST)
    ]
    return max(went, key=lambda each: each.valid_from, default=None)
