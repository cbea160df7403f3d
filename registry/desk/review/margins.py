"""What is known of each place of a filed text: findings, changes, remarks, neighbours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from portal.accounts.models import User
from registry.desk.filing import remarks_of
from registry.desk.report import report_as_filed
from registry.models import Filing, Remark
from registry.procedure.comparing import changes_between, version_before
from registry.procedure.filed_places import place_name
from schemes.comparing import ReadableChange
from schemes.designer.views.report_rows import Row, shown

#: What the text can be narrowed down to.
FILTERS = ("changed", "findings", "remarks")


@dataclass
class Margin:
    """What stands beside one place."""

    address: str
    place: str = ""
    findings: list[Row] = field(default_factory=list)
    changes: list[ReadableChange] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    #: Schemes and marks that resemble what stands here; looked for only where a chapter is open.
    neighbours: list[Any] = field(default_factory=list)
    artworks: list[Any] = field(default_factory=list)

    @property
    def findings_by_rule(self) -> list[tuple[Row, list[Row]]]:
        """Of each rule and severity the first finding, and the others, which are folded."""
        by_rule: dict[tuple[str, str], list[Row]] = {}
        for row in self.findings:
            by_rule.setdefault((row.finding.code, row.finding.severity.value), []).append(row)
        return [(first, rest) for first, *rest in by_rule.values()]

    def has(self, only: str) -> bool:
        """Whether the place belongs to what was asked for; to everything when nothing was."""
        parts = {"changed": self.changes, "findings": self.findings, "remarks": self.remarks}
        return bool(parts[only]) if only in parts else True


def margins_of(filing: Filing, user: User) -> dict[str, Margin]:
    """Everything that is known of places of the filed text, by address; the report's order first.

    Remarks of earlier rounds stand where their place is now.
    """
    margins: dict[str, Margin] = {}

    def at(address: str) -> Margin:
        return margins.setdefault(address, Margin(address))

    report = shown(report_as_filed(filing), lambda _key, _finding: "")
    for group in report.groups:
        for row in (*group.gaps, *group.rows):
            at(row.finding.address).findings.append(row)
    for change in _changes(filing):
        at(change.address).changes.append(change)
    for remark in remarks_of(filing, user):
        at(remark.address).remarks.append(remark)
    _name(filing, margins.values())
    return margins


def _changes(filing: Filing) -> list[ReadableChange]:
    before = version_before(filing.version)
    return changes_between(before, filing.version) if before is not None else []


def _name(filing: Filing, margins: Iterable[Margin]) -> None:
    """What was taken out is called as the change calls it, since the text has it no more."""
    for margin in margins:
        gone = [change.place for change in margin.changes if change.op == "remove"]
        margin.place = gone[0] if gone else place_name(filing.version, margin.address)
