"""Rules that hold validity, surveillance and the end of certificates against limits."""

import csv
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest

from portal.reference.shipped import DATA
from schemes.documents import Document
from schemes.findings import Severity
from schemes.rules import Facts, Limits
from tests.schemes.rules.samples import FACTS, E, Found, W, edited, found, surveillance


def test_where_nobody_knows_better_the_limits_are_those_that_ship() -> None:
    with (DATA / "limits.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["name"]: int(row["value"]) for row in csv.DictReader(file)}
    assert asdict(Facts.unknown().limits) == shipped


def certificate(**parts: Any) -> Callable[[Document], None]:
    return lambda document: document["certificate"].update(parts)


VALIDITY = "/certificate/validity_months"


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        ("product", certificate(validity_months=1), None),
        ("product", certificate(validity_months=0), ("SCH-010 range", E)),
        ("product", certificate(validity_months=60), None),
        ("product", certificate(validity_months=61), ("SCH-010 range", E)),
        ("product", certificate(validity_months=None), ("SCH-010 missing", E)),
        ("product_batch_1b", certificate(validity_months=12), ("SCH-010 batch", E)),
        ("management_system", certificate(validity_months=24), ("SCH-010 management_system", W)),
        ("management_system", certificate(validity_months=61), ("SCH-010 range", E)),
        ("product", surveillance(interval_months=13), ("SCH-010 surveillance", W)),
    ],
)
def test_sch_010_weighs_the_validity(
    name: str, edit: Callable[[Document], None], expected: tuple[str, Severity] | None
) -> None:
    told = [(code, weight) for code, weight, at in found(edited(name, edit)) if at == VALIDITY]
    assert told == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("name", "edit", "expected"),
    [
        ("management_system", surveillance(first_within_months=13), ("SCH-011 first", E)),
        ("service", surveillance(first_within_months=13), ("SCH-011 first", W)),
        ("service", surveillance(interval_months=24), ("SCH-011 interval", W)),
        ("management_system", lambda d: d["process"].pop("surveillance"), ("SCH-011 missing", E)),
        ("product", lambda d: d["process"].pop("surveillance"), ("SCH-011 missing", W)),
        ("service", lambda d: d["process"].pop("surveillance"), ("SCH-011 missing", W)),
        ("product_batch_1b", lambda d: None, None),
    ],
)
def test_sch_011_weighs_the_interval_by_category(
    name: str, edit: Callable[[Document], object], expected: tuple[str, Severity] | None
) -> None:
    told = [(code, w) for code, w, _at in found(edited(name, edit)) if code.startswith("SCH-011")]
    assert told == ([expected] if expected else [])


def test_sch_011_counts_the_surveillances_where_the_limits_are_wider() -> None:
    facts = replace(FACTS, limits=Limits(surveillance_interval_months=24))
    document = edited("management_system", surveillance(interval_months=24))
    assert [code for code, _w, _a in found(document, facts)] == ["SCH-011 count"]
    document = edited("management_system", surveillance(interval_months=23))
    assert found(document, facts) == []


ENDINGS: list[tuple[str, Callable[[Document], object], Found]] = [
    (
        "long suspension",
        lambda d: d["certificate"]["suspension"].update(max_months=13),
        [("SCH-012 long", W, "/certificate/suspension/max_months")],
    ),
    (
        "suspension as long as the validity",
        lambda d: (
            d["certificate"].update(validity_months=12),
            d["certificate"]["suspension"].update(max_months=12),
        ),
        [("SCH-012 validity", W, "/certificate/suspension/max_months")],
    ),
    (
        "no revocation at all",
        lambda d: d["certificate"]["revocation"].update(conditions=[]),
        [("SCH-013 empty", E, "/certificate/revocation/conditions")],
    ),
    (
        "no suspension",
        lambda d: d["certificate"].pop("suspension"),
        [("SCH-013 empty", E, "/certificate/suspension")],
    ),
    (
        "no way back",
        lambda d: d["certificate"]["suspension"].pop("reinstatement"),
        [("SCH-013 reinstatement", E, "/certificate/suspension/reinstatement")],
    ),
    (
        "one reason with two consequences",
        lambda d: d["certificate"]["revocation"]["conditions"][2].update(code="not_renewed"),
        [("SCH-013 code", E, "/certificate/revocation/conditions/@re-3/code")],
    ),
    (
        "other reasons are not compared by code",
        lambda d: (
            d["certificate"]["revocation"]["conditions"][2].update(code="other"),
            d["certificate"]["deregistration"]["conditions"][0].update(code="other"),
        ),
        [],
    ),
    (
        "one text with two consequences",
        lambda d: d["certificate"]["revocation"]["conditions"][2].update(
            text={"zh": " 有效期届满，未申请再认证。"}
        ),
        [("SCH-013 text", E, "/certificate/revocation/conditions/@re-3/text")],
    ),
]


@pytest.mark.parametrize(
    ("edit", "expected"), [case[1:] for case in ENDINGS], ids=[case[0] for case in ENDINGS]
)
def test_how_certificates_end(edit: Callable[[Document], object], expected: Found) -> None:
    assert found(edited("product", edit)) == expected
