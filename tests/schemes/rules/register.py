"""What the rules find where the register knows something."""

import datetime as dt
from dataclasses import replace

from schemes.documents import Document
from schemes.findings import Finding, Severity
from schemes.rules import ALL_RULES, Facts, run

FACTS = replace(Facts.unknown(dt.date(2026, 11, 20)), neighbours=(), similar_marks=())


E, W, U = Severity.ERROR, Severity.WARNING, Severity.UNCHECKED


def findings(code: str, document: Document, facts: Facts) -> list[Finding]:
    return [finding for finding in run(ALL_RULES, document, facts) if finding.code == code]


def found(code: str, document: Document, facts: Facts) -> list[tuple[str, Severity, str]]:
    """Case, weight and place of what a rule finds."""
    return [
        (str(f.params.get("case", "")), f.severity, f.address)
        for f in findings(code, document, facts)
    ]
