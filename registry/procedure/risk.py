"""The risk of a filing: a few counts of what is known when it is handed in, made into points.

| What is counted | Points |
|---|---|
| warnings of the check, which stand with a written reason | 1; from five on 2 |
| findings of the gates for similar schemes and marks | 2 |
| fields in which the body has nothing listed yet | 1 |
| corrections requested of the body in the two years before | 1; from three on 2 |

Two points are a medium risk, four a high one. It orders the work of the desk and decides nothing:
no act asks for it, the body is not told, and it is never published.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from registry.models import Decision, Filing, FilingRisk, PublishedField, RiskFactor, RiskLevel
from registry.states import Outcome

#: Rules whose findings name schemes or marks that are alike.
GATES = frozenset({"SCH-017", "SCH-020", "SCH-021"})
#: What counts against a body no longer after so many days.
REMEMBERED = timedelta(days=730)
#: From how many on there are how many points, the most first.
POINTS: dict[RiskFactor, tuple[tuple[int, int], ...]] = {
    RiskFactor.WAIVERS: ((5, 2), (1, 1)),
    RiskFactor.SIMILAR: ((1, 2),),
    RiskFactor.NEW_FIELD: ((1, 1),),
    RiskFactor.CORRECTIONS: ((3, 2), (1, 1)),
}
LEVELS = ((4, RiskLevel.HIGH), (2, RiskLevel.MEDIUM), (0, RiskLevel.LOW))


def points_of(counts: dict[str, int]) -> int:
    """The points of what was counted."""
    return sum(_points(RiskFactor(key), number) for key, number in counts.items())


def level_of(points: int) -> RiskLevel:
    """How much attention so many points ask for."""
    return next(level for least, level in LEVELS if points >= least)


def judge_risk(filing: Filing) -> FilingRisk:
    """Count anew, with each version that is handed in."""
    counts = {str(factor.value): number for factor, number in _counts(filing).items()}
    points = points_of(counts)
    risk, _created = FilingRisk.objects.update_or_create(
        filing=filing,
        defaults={
            "points": points,
            "level": level_of(points),
            "counts": counts,
            "judged_at": timezone.now(),
        },
    )
    return risk


def complete_risks() -> int:
    """After an upgrade: the risk of filings from before it. Safe to interrupt."""
    keys = list(Filing.objects.filter(risk__isnull=True).values_list("pk", flat=True))
    for pk in keys:
        judge_risk(Filing.objects.select_related("version").get(pk=pk))
    return len(keys)


def _points(factor: RiskFactor, number: int) -> int:
    return next((points for least, points in POINTS[factor] if number >= least), 0)


def _counts(filing: Filing) -> dict[RiskFactor, int]:
    submission = filing.submissions.order_by("-round").first()
    findings = submission.findings if submission else []
    corrections = Decision.objects.filter(
        filing__organisation=filing.organisation_id,
        outcome=Outcome.CORRECTION_REQUESTED,
        decided_at__gte=filing.received_at - REMEMBERED,
    )
    return {
        RiskFactor.WAIVERS: sum(each["severity"] == "warning" for each in findings),
        RiskFactor.SIMILAR: sum(each["code"] in GATES for each in findings),
        RiskFactor.NEW_FIELD: len(_new_fields(filing)),
        RiskFactor.CORRECTIONS: corrections.exclude(filing=filing).count(),
    }


def _new_fields(filing: Filing) -> set[str]:
    fields = set(filing.version.document.get("domains", ()))
    known = PublishedField.objects.filter(
        publication__entry__organisation=filing.organisation_id, key__in=fields
    ).exclude(publication__entry__scheme=filing.scheme_id)
    return fields - set(known.values_list("key", flat=True))
