"""The check report: the same in the designer, at the desk, in the API and on the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemes.blueprints import Blueprint
from schemes.documents.progress import part_of
from schemes.findings import Finding, Severity


@dataclass(frozen=True)
class CheckReport:
    """All findings about one document, in the document's order."""

    blueprint: str
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> list[Finding]:
        """What blocks filing."""
        return self._of(Severity.ERROR)

    @property
    def warnings(self) -> list[Finding]:
        """What needs a written reason."""
        return self._of(Severity.WARNING)

    @property
    def unchecked(self) -> list[Finding]:
        """What could not be judged."""
        return self._of(Severity.UNCHECKED)

    @property
    def is_clear(self) -> bool:
        """Whether nothing blocks filing."""
        return not self.errors

    def by_section(self, blueprint: Blueprint) -> dict[str, list[Finding]]:
        """The findings under the keys of the sections, those of no section under ""."""
        section_of = {part: section.key for section in blueprint.sections for part in section.parts}
        sections: dict[str, list[Finding]] = {section.key: [] for section in blueprint.sections}
        for finding in self.findings:
            sections.setdefault(section_of.get(part_of(finding), ""), []).append(finding)
        return sections

    def at(self, address: str) -> list[Finding]:
        """The findings at a place and below it."""
        return [
            finding
            for finding in self.findings
            if finding.address == address or finding.address.startswith(f"{address}/")
        ]

    def as_json(self) -> dict[str, Any]:
        """The report as JSON values, for storage with a filing."""
        return {
            "blueprint": self.blueprint,
            "findings": [finding.as_json() for finding in self.findings],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> CheckReport:
        """The report that `as_json` made."""
        return cls(value["blueprint"], tuple(map(Finding.from_json, value["findings"])))

    def _of(self, severity: Severity) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is severity]
