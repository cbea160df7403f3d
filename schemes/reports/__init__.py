"""Check reports: made the same way everywhere, kept, compared, and known to be stale.

A draft keeps its newest reports only (`KEPT_OF_A_DRAFT`); a frozen version keeps all, because
the one that the signatory saw is part of what was filed.
"""

from __future__ import annotations

from schemes.reports.checking import (
    check_version,
    document_to_check,
    obstacles_asked,
    obstacles_outside,
    report_before_signing,
    report_on,
    without_signature,
)
from schemes.reports.comparing import Identity, News, gone, identity_of, newly_found, news_of
from schemes.reports.reach import Reach, reach_of
from schemes.reports.staleness import DayCame, Staleness, staleness
from schemes.reports.states import ReportState, reference_states, registers_read, state_of
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
    "DayCame",
    "Identity",
    "News",
    "Reach",
    "ReportState",
    "Staleness",
    "as_of",
    "check_version",
    "document_to_check",
    "gone",
    "identity_of",
    "latest",
    "make",
    "newly_found",
    "news_of",
    "obstacles_asked",
    "obstacles_outside",
    "prepare",
    "reach_of",
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
