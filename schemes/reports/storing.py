"""Keeping check reports and finding the right one again."""

from __future__ import annotations

from datetime import date, datetime

from schemes.models import StoredReport, Version
from schemes.reports.given import Given, given_to
from schemes.reports.states import ReportState
from schemes.rules.base import RAISED
from schemes.validation import CheckReport

#: A draft is checked at every look; its older reports answer no question any more.
KEPT_OF_A_DRAFT = 20


def make(version: Version, day: date | None = None) -> StoredReport:
    """Check a version and keep the report, unless it says and rests on the same as the newest."""
    given = given_to(version, day)
    report = judge(given)
    fresh = prepare(version, report, given.state)
    fresh.given = "" if has_failed(report) else given.name
    newest = latest(version)
    if newest is not None and (newest.key, newest.findings) == (fresh.key, fresh.findings):
        return _given_anew(newest, fresh.given)
    fresh.save()
    if not version.is_frozen:
        _forget_old(version)
    return fresh


def judge(given: Given) -> CheckReport:
    """What the check says: of the report that is kept under its name, else made anew."""
    kept = given.version.reports.filter(given=given.name).order_by("-pk").first()
    return report_of(kept) if kept is not None else given.checked()


def has_failed(report: CheckReport) -> bool:
    """Whether a rule could not be carried out, which another time it may be."""
    return any(finding.params.get("case") == RAISED for finding in report.unchecked)


def _given_anew(stored: StoredReport, name: str) -> StoredReport:
    """The report under the name of what has led to the same findings since."""
    if stored.given != name:
        stored.given = name
        stored.save(update_fields=["given"])
    return stored


def prepare(version: Version, report: CheckReport, state: ReportState) -> StoredReport:
    """A report ready to be stored, for those who store many at once."""
    return StoredReport(
        version=version,
        day=state.day,
        document_digest=state.document_digest,
        blueprint_ref=state.blueprint_ref,
        blueprint_digest=state.blueprint_digest,
        rules=dict(state.rules),
        reference=dict(state.reference),
        key=state.key,
        findings=report.as_json()["findings"],
        errors=len(report.errors),
        warnings=len(report.warnings),
    )


def latest(version: Version) -> StoredReport | None:
    """The newest report of a version."""
    return version.reports.order_by("-pk").first()


def as_of(version: Version, moment: datetime) -> StoredReport | None:
    """The report that was the newest at a moment."""
    return version.reports.filter(made_at__lte=moment).order_by("-pk").first()


def signed_report(version: Version) -> StoredReport | None:
    """The report that was made with the signature; None for a draft."""
    if version.frozen_at is None:
        return None
    return version.reports.filter(made_at__gte=version.frozen_at).order_by("pk").first()


def report_of(stored: StoredReport) -> CheckReport:
    """The report itself; its words are made in the reader's language."""
    return CheckReport.from_json({"blueprint": stored.blueprint_ref, "findings": stored.findings})


def _forget_old(version: Version) -> None:
    kept = version.reports.order_by("-pk").values_list("pk", flat=True)[:KEPT_OF_A_DRAFT]
    version.reports.exclude(pk__in=list(kept)).delete()
