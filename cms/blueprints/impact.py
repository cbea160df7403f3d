"""What a blueprint version would break: every document of its kind, tried against it.

It looks at as many as one request can; the desk's impact runs look at all of them.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from registry.supervision.impact.subjects import Standing, batches, standings, subjects
from schemes.drafts import new_findings
from schemes.findings import Finding
from schemes.models import BlueprintVersion, Version

#: So many documents are tried while a person waits, and for so many seconds; telling what is
#: wrong with a document takes far longer than telling that nothing is.
AT_ONCE = 500
PATIENCE = 2.0


@dataclass(frozen=True)
class Affected:
    """One version that the blueprint would refuse, with what is found that was not before."""

    version: Version
    standings: list[Standing]
    findings: list[Finding]

    @property
    def is_draft(self) -> bool:
        """Whether it is a body's own unfinished work, of which only the places are shown."""
        return not self.version.is_frozen


@dataclass(frozen=True)
class Impact:
    """What was tried, and what would break."""

    affected: list[Affected]
    examined: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether every document of the kind was tried."""
        return self.examined == self.total


def impact_of(
    blueprint: BlueprintVersion, at_once: int = AT_ONCE, patience: float = PATIENCE
) -> Impact:
    """Try the newest documents in use that follow another version of the same blueprint."""
    versions = subjects().filter(blueprint__key=blueprint.key)
    total = versions.count()
    affected: list[Affected] = []
    examined = 0
    started = time.monotonic()
    for portion in batches(versions):
        known = standings(portion)
        for version in portion:
            if examined >= at_once or (examined and time.monotonic() - started > patience):
                return Impact(affected, examined, total)
            findings = new_findings(version, blueprint)
            examined += 1
            if findings:
                affected.append(Affected(version, known[version.pk], findings))
    return Impact(affected, examined, total)
