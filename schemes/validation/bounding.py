"""Where a check stops, and how it says that there is more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schemes.documents.budget import BUDGET, Budget, overrun
from schemes.findings import Finding, Severity

#: The code of every finding that says that a check has stopped. It is an error: what nobody has
#: looked at to the end cannot be filed.
BOUNDS = "BLUEPRINT-bounds"


def beyond(case: str, limit: int, address: str = "") -> Finding:
    """The finding that a cap, by its name in `Budget`, was reached."""
    return Finding(BOUNDS, Severity.ERROR, address, {"case": case, "limit": limit})


def too_large(document: Any, budget: Budget = BUDGET) -> Finding | None:
    """What is said of a document that is too large to be checked, None of any other."""
    found = overrun(document, budget)
    return beyond(found.case, found.limit, found.address) if found is not None else None


def capped(findings: Sequence[Finding], budget: Budget = BUDGET) -> tuple[Finding, ...]:
    """The first findings, as many as a report may have, and last that there are more."""
    told = [finding for finding in findings if finding.code != BOUNDS]
    stopped = [finding for finding in findings if finding.code == BOUNDS]
    if len(told) > budget.findings:
        stopped = [beyond("findings", budget.findings)]
    return (*told[: budget.findings], *stopped)
