"""Check reports: made the same way everywhere, kept, found again, compared, known to be stale.

A draft keeps its newest reports only (`KEPT_OF_A_DRAFT`); a frozen version keeps all, because
the one that the signatory saw is part of what was filed.
"""

from __future__ import annotations

from schemes.reports.checking import (
    check_version,
    obstacles_asked,
    obstacles_outside,
    report_before_signing,
    report_on,
)
from schemes.reports.comparing import News, gone, identity_of, newly_found, news_of
from schemes.reports.given import document_to_check, given_to, without_signature
from schemes.reports.looking import Look, look_at
from schemes.reports.staleness import Staleness, staleness
from schemes.reports.states import (
    ReportState,
    days_that_count,
    reference_states,
    registers_read,
    state_of,
)
from schemes.reports.storing import (
    KEPT_OF_A_DRAFT,
    as_of,
    latest,
    make,
    prepare,
    report_of,
    signed_report,
)

__all__ = [
    "KEPT_OF_A_DRAFT",
    "Look",
    "News",
    "ReportState",
    "Staleness",
    "as_of",
    "check_version",
    "days_that_count",
    "document_to_check",
    "given_to",
    "gone",
    "identity_of",
    "latest",
    "look_at",
    "make",
    "newly_found",
    "news_of",
    "obstacles_asked",
    "obstacles_outside",
    "prepare",
    "reference_states",
    "registers_read",
    "report_before_signing",
    "report_of",
    "report_on",
    "signed_report",
    "staleness",
    "state_of",
    "without_signature",
]
