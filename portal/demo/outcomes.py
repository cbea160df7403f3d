"""How applications and promises of the demonstration came to their end, each on its own track."""

from __future__ import annotations

from datetime import date

from portal.accounts.models import User
from portal.demo.moments import moment, working_day_after
from portal.demo.plans import Plan
from registry.models import Filing
from registry.procedure.actions.applying import Accept
from registry.procedure.actions.permitting import Approve, ProposeApproval
from registry.procedure.actions.promising import ConfirmPromise
from registry.procedure.actions.registering import EnterInRegister

#: Plans whose filing goes by another track than that of filings, to its end.
ENDED_OTHERWISE = frozenset({Plan.ENTERED, Plan.PROMISE_KEPT, Plan.APPROVED})
COMPLETE = "材料齐全，符合法定形式。"


def bring_to_its_end(
    plan: Plan, filing: Filing, officer: User, decider: User, reasons: str
) -> None:
    """What the regulator does with what was handed in, on the days after it."""
    received = filing.received_at.date()
    if plan == Plan.ENTERED:
        with moment(working_day_after(received, 1), 11):
            EnterInRegister(filing, officer, reason=f"{COMPLETE}符合登记条件。").run()
    if plan == Plan.PROMISE_KEPT:
        with moment(working_day_after(received, 40), 15):
            ConfirmPromise(filing, officer, reason="现场核查与抽查档案，承诺属实。").run()
    if plan == Plan.APPROVED:
        _approve(filing, received, officer, decider, reasons)


def _approve(filing: Filing, received: date, officer: User, decider: User, reasons: str) -> None:
    with moment(working_day_after(received, 3), 10):
        Accept(filing, officer, reason=COMPLETE).run()
    with moment(working_day_after(received, 12), 11):
        ProposeApproval(filing, officer, reason=reasons).run()
    with moment(working_day_after(received, 14), 15):
        Approve(filing, decider, reason=reasons).run()
