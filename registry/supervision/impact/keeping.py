"""Writing down what was found: one hit per finding and per thing that a version stands as."""

from __future__ import annotations

from collections.abc import Iterable

from registry.models import ImpactHit, ImpactRun
from registry.supervision.impact.examining import Difference
from registry.supervision.impact.subjects import standings
from schemes.models import Version


def keep(run: ImpactRun, versions: list[Version], found: Iterable[Difference]) -> None:
    """Write the hits of some versions of a run."""
    places = standings(versions)
    hits = [
        ImpactHit(
            run=run,
            kind=standing.kind,
            version=difference.version,
            filing=standing.filing,
            entry=standing.entry,
            organisation=difference.version.scheme.organisation,
            appears=difference.appears,
            day=difference.day,
            code=difference.finding.code,
            severity=difference.finding.severity.value,
            address=difference.finding.address[:300],
            finding=difference.finding.as_json(),
        )
        for difference in found
        for standing in places[difference.version.pk]
    ]
    ImpactHit.objects.bulk_create(hits, batch_size=500)
