"""What the pages of a draft show of its check: kept as long as nothing has moved.

A page is opened far more often than a draft, a register or what the gates search changes. What was
found is kept in the cache under the name of all that the check was given (docs/adr/0030); no act
rests on it, since an act looks into the stored reports or checks anew.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.core.cache import cache

from schemes.documents import SectionProgress, section_progress
from schemes.models import Version
from schemes.reports.given import given_to
from schemes.reports.storing import has_failed, judge
from schemes.validation import CheckReport

#: Seconds for which what was found is kept.
KEPT = 24 * 60 * 60


@dataclass(frozen=True)
class Look:
    """The check report of a version, and how far each section of its document is."""

    report: CheckReport
    progress: list[SectionProgress]


def look_at(version: Version) -> Look:
    """What the check of a version says today."""
    given = given_to(version)
    key = f"look:{given.name}"
    kept = cache.get(key)
    if kept is not None:
        report, progress = kept
        return Look(CheckReport.from_json(report), [SectionProgress(**one) for one in progress])
    report = judge(given)
    progress = section_progress(version.blueprint.blueprint, version.document, report.findings)
    if not has_failed(report):
        cache.set(key, (report.as_json(), [asdict(one) for one in progress]), KEPT)
    return Look(report, progress)
