"""A check report as data: the same for a document that is tried and for one that is filed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemes.documents import Document, Numbering, to_pointer
from schemes.findings import Finding, Severity


def finding_rows(document: Document, findings: Iterable[Finding]) -> list[dict[str, str]]:
    """The findings, each with the JSON Pointer of its place in the document that was sent."""
    numbering = Numbering()
    return [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "pointer": to_pointer(document, finding.address, numbering),
            "message": str(finding.message),
            "help": str(finding.help),
            "source": str(finding.source),
        }
        for finding in findings
    ]


def report_record(document: Document, findings: Iterable[Finding]) -> dict[str, Any]:
    """How many findings of each weight, and the findings."""
    rows = finding_rows(document, findings)
    counts = {each.value: sum(row["severity"] == each.value for row in rows) for each in Severity}
    return {**counts, "findings": rows}
