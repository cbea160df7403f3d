"""What a check may cost, counted in steps: the worst documents that we know, in growing sizes."""

from __future__ import annotations

import json

import pytest

from schemes.documents.budget import BUDGET
from tests.schemes.validation.worst_documents import WORST, empty_items
from tests.steps import steps_of

pytestmark = pytest.mark.django_db

#: Of the whole request, everything included. The sample costs a tenth of it.
MOST_STEPS = 1_500_000


def sent(client, document):
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return client.post("/api/v1/check", body, content_type="application/json")


@pytest.fixture
def cost(client):
    """The steps of a check by the API, when what is made once has been made."""
    sent(client, empty_items(1))
    return lambda document: steps_of(lambda: sent(client, document))


@pytest.mark.parametrize("make", WORST, ids=lambda make: make.__name__)
def test_the_cost_of_a_check_grows_with_the_document_and_no_quicker(cost, make):
    cost(make(4))
    small, large = cost(make(40)), cost(make(160))
    assert large <= min(MOST_STEPS, 4 * small)


@pytest.mark.parametrize(
    ("document", "case"),
    [
        (empty_items(150_000), "items"),
        (
            {"blueprint": "product/1", **{f"{n:x}": 0 for n in range(BUDGET.nodes + 1)}},
            "nodes",
        ),
        (
            {"blueprint": "product/1", **{f"u-{n}": [0] * 500 for n in range(BUDGET.nodes // 490)}},
            "nodes",
        ),
    ],
)
def test_a_document_beyond_its_budget_is_not_looked_at(client, cost, document, case):
    report = sent(client, document).json()
    assert [row["code"] for row in report["findings"]] == ["BLUEPRINT-bounds"]
    assert str(getattr(BUDGET, case)) in report["findings"][0]["message"].replace(",", "")
    assert cost(document) <= MOST_STEPS


def test_the_check_report_names_the_list_that_is_too_long(client):
    (row,) = sent(client, empty_items(BUDGET.items + 1)).json()["findings"]
    assert row["pointer"] == "/basis"


@pytest.mark.parametrize(
    ("document", "cap"),
    [
        (empty_items(BUDGET.items), BUDGET.findings),
        ({"blueprint": "product/1", **{f"u-{n}": 0 for n in range(300)}}, BUDGET.unknown_parts),
    ],
)
def test_a_report_that_ends_early_says_that_there_is_more(client, document, cap):
    findings = sent(client, document).json()["findings"]
    assert findings[-1]["code"] == "BLUEPRINT-bounds"
    assert str(cap) in findings[-1]["message"]
    assert sum(row["code"] == "BLUEPRINT-bounds" for row in findings) == 1
    assert len(findings) <= BUDGET.findings + 1
