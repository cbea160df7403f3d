"""The risk of a filing is a few counts, made into points as documented."""

from __future__ import annotations

import pytest

from registry.models import FilingRisk, RiskFactor, RiskLevel
from registry.procedure.risk import POINTS, complete_risks, judge_risk, level_of, points_of
from tests.factories import FilingFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("counts", "points", "level"),
    [
        ({}, 0, RiskLevel.LOW),
        ({"waivers": 1}, 1, RiskLevel.LOW),
        ({"waivers": 4, "new_field": 1}, 2, RiskLevel.MEDIUM),
        ({"waivers": 5, "corrections": 1}, 3, RiskLevel.MEDIUM),
        ({"similar": 9, "corrections": 3}, 4, RiskLevel.HIGH),
        ({"waivers": 5, "similar": 1, "new_field": 2, "corrections": 3}, 7, RiskLevel.HIGH),
    ],
)
def test_points_and_levels_are_as_documented(counts, points, level):
    assert points_of(counts) == points
    assert level_of(points) == level


def test_every_factor_has_points():
    assert set(POINTS) == set(RiskFactor)


def test_a_submission_is_judged_by_what_is_known_of_it():
    first = FilingFactory()
    warnings = [one for one in first.submissions.get().findings if one["severity"] == "warning"]
    assert first.risk.counts["waivers"] == len(warnings)
    assert first.risk.counts["new_field"] == len(first.version.document["domains"])
    again = FilingFactory(organisation=first.organisation)
    assert again.risk.counts["new_field"] == 0


def test_a_correction_counts_against_the_next_filing_of_the_body_alone():
    corrected = FilingFactory(correction_requested=True)
    assert corrected.risk.counts["corrections"] == 0
    assert FilingFactory(organisation=corrected.organisation).risk.counts["corrections"] == 1
    assert FilingFactory().risk.counts["corrections"] == 0


def test_a_neighbour_that_the_gate_named_counts(monkeypatch):
    filing = FilingFactory()
    found = {"severity": "warning", "code": "SCH-017", "address": "", "params": {}}
    monkeypatch.setattr("registry.models.Submission.findings", [found], raising=False)
    assert judge_risk(filing).counts["similar"] == 1


def test_filings_from_before_are_judged_after_an_upgrade():
    filing = FilingFactory()
    FilingRisk.objects.all().delete()
    assert complete_risks() == 1
    assert FilingRisk.objects.get().filing == filing
    assert complete_risks() == 0
