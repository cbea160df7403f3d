"""Whatever change of a row moves a finding: impact tells of it, and the report is stale.

A text that rests on much is judged in the world before a change and in the one after, by all rules
and on many days. What differs there must be told; each register that rules read has its changes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.accounts.models import ApprovedField, Organisation
from portal.reference.models import (
    CertificateContent,
    CompulsoryItem,
    NationalScheme,
    NumberPattern,
    ProtectedMark,
    RegulatorText,
    RuleLimit,
    RuleWord,
    Standard,
    StandardTransition,
    Unit,
)
from registry.supervision.impact.touching import Touching
from registry.supervision.impact.worlds import steps_that_would_be
from schemes.models import Version
from schemes.reports import registers_read
from tests.registry.supervision.impact.judged import (
    LATER,
    OTHER_BODY,
    SOON,
    judged,
    signed_version,
    text,
    today,
    told_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version() -> Version:
    return signed_version()


# --- changes of every register --------------------------------------------------------------


def _set(model: Any, by: dict[str, Any], values: Callable[[], dict[str, Any]]) -> Callable[[], Any]:
    def change() -> None:
        row = model.objects.get(**by)
        for name, value in values().items():
            setattr(row, name, value)
        row.save()

    return change


def _add(model: Any, values: Callable[[], dict[str, Any]]) -> Callable[[], Any]:
    return lambda: model.objects.create(**values())


def _drop(model: Any, **by: Any) -> Callable[[], Any]:
    return lambda: [row.delete() for row in model.objects.filter(**by)]


def standard(number: str, /, **values: Any) -> Callable[[], Any]:
    return _set(Standard, {"number": number}, lambda: _on_their_days(values))


def _on_their_days(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: today() + value if isinstance(value, timedelta) else value
        for name, value in values.items()
    }


def approval(**values: Any) -> Callable[[], Any]:
    def change() -> None:
        for row in ApprovedField.objects.filter(organisation__approval_no=OTHER_BODY):
            for name, value in _on_their_days(values).items():
                setattr(row, name, value)
            row.save()

    return change


def _many_days() -> None:
    for n in range(1, LATER.days):
        day = today() + timedelta(days=n)
        RuleLimit.objects.create(name="review_years", value=5, valid_from=day)
    RuleLimit.objects.create(name="complaint_days", value=1, valid_from=today() + LATER)


def _end_items(number: str) -> None:
    for item in CompulsoryItem.objects.all():
        if any(number in each for each in item.standards):
            item.valid_until = today() + SOON
            item.save()


def transition(old: str, new: str, issue: timedelta, held: timedelta) -> Callable[[], Any]:
    def change() -> None:
        editions = {each.number: each for each in Standard.objects.filter(number__in=[old, new])}
        StandardTransition.objects.create(
            old_edition=editions[old],
            new_edition=editions[new],
            valid_from=today(),
            issue_until=today() + issue,
            valid_until=today() + held,
            duties_zh="换版",
            notice_no="公告",
            announced_on=today(),
        )

    return change


def _national_scheme() -> None:
    document = text()
    NationalScheme.objects.create(
        key="alike",
        title_zh=document["title"]["zh"],
        category="product",
        scope_zh=document["scope"]["included"]["zh"],
        objects_zh=[each["name"]["zh"] for each in document["scope"]["objects"]],
        bases=[each["ref"] for each in document["basis"]],
        valid_from=today() + SOON,
    )


ITEM = {"code": "9901", "name_zh": "某产品"}

CHANGES: list[tuple[str, str, Callable[[], Any]]] = [
    ("standards", "withdrawn at once", standard("GB/T 18801-2022", status="withdrawn")),
    (
        "standards",
        "replaced at once",
        standard("GB/T 18801-2022", status="replaced", replaced_by=["GB/T 18801-2026"]),
    ),
    (
        "standards",
        "withdrawn with a last day ahead",
        standard("GB/T 18801-2022", status="withdrawn", valid_until=SOON),
    ),
    (
        "standards",
        "a last day and no word for it",
        standard("GB/T 18801-2022", valid_until=LATER),
    ),
    ("standards", "comes into force later", standard("GB/T 18801-2022", valid_from=LATER)),
    ("standards", "of two numbers the second", standard("ISO 99999:2020", status="withdrawn")),
    ("standards", "of two numbers the first", standard("GB/T 4214.1-2017", status="withdrawn")),
    ("standards", "what an amendment amends", standard("GB 4943.1-2011", valid_until=SOON)),
    (
        "standards",
        "the amendment itself",
        _add(
            Standard,
            lambda: {
                "number": "GB 4943.1-2011/XG1-2012",
                "type": "GB",
                "title_zh": "修改单",
                "status": "withdrawn",
            },
        ),
    ),
    (
        "standards",
        "the only edition in force of an undated basis",
        standard("GB/T 27067-2017", status="withdrawn"),
    ),
    ("standards", "what the transition excuses", standard("GB 36893-2024", status="replaced")),
    ("standards", "is another number", standard("GB 4943.1-2011", number="GB 88888-2011")),
    (
        "standards",
        "a part with a number like a year",
        _add(
            Standard,
            lambda: {
                "number": "ISO 10303-2001:2004",
                "type": "ISO",
                "title_zh": "某标准",
                "status": "withdrawn",
            },
        ),
    ),
    ("standards", "is not in the register", _drop(Standard, number="GB 4943.1-2011")),
    (
        "standard-transitions",
        "from an edition that the text calls current",
        transition("GB 4943.1-2011", "GB 4943.1-2022", SOON, LATER),
    ),
    (
        "standard-transitions",
        "shorter than that of the text, from an edition that it calls ended",
        transition("GB 36893-2024", "GB 4943.1-2022", SOON, SOON),
    ),
    ("ccc-items", "another item", _add(CompulsoryItem, lambda: ITEM | {"standards": ["GB 36893"]})),
    (
        "ccc-items",
        "another item from a day on",
        _add(
            CompulsoryItem,
            lambda: ITEM | {"standards": ["GB/T 18801-2015"], "valid_from": today() + SOON},
        ),
    ),
    (
        "ccc-items",
        "another kind of national standard",
        _add(CompulsoryItem, lambda: ITEM | {"standards": ["GB 4214.1-2000"]}),
    ),
    (
        "ccc-items",
        "an amendment of another edition",
        _add(CompulsoryItem, lambda: ITEM | {"standards": ["GB 36893-2012/XG1-2014"]}),
    ),
    ("ccc-items", "all of a standard end", lambda: _end_items("GB 4943.1")),
    ("approvals", "ended", approval(status="withdrawn")),
    ("approvals", "ends", approval(valid_until=SOON)),
    ("approvals", "begins later", approval(valid_from=LATER)),
    ("approvals", "taken away", _drop(ApprovedField, organisation__approval_no=OTHER_BODY)),
    (
        "bodies",
        "another number",
        _set(Organisation, {"approval_no": OTHER_BODY}, lambda: {"approval_no": "CNCA-R-2098-008"}),
    ),
    (
        "limits",
        "another value",
        _set(RuleLimit, {"name": "complaint_days"}, lambda: {"value": 1}),
    ),
    (
        "limits",
        "another value from a day on",
        _add(
            RuleLimit,
            lambda: {"name": "complaint_days", "value": 1, "valid_from": today() + SOON},
        ),
    ),
    (
        "limits",
        "another value of a row that is announced",
        _set(RuleLimit, {"name": "appeal_days", "value": 61}, lambda: {"value": 1}),
    ),
    ("limits", "the last of many days", _many_days),
    (
        "rule-words",
        "a subject that is excluded",
        _add(RuleWord, lambda: {"list": "excluded_subject", "word": "净化器"}),
    ),
    (
        "certificate-contents",
        "more to be stated",
        _add(
            CertificateContent,
            lambda: {"category": "product", "code": "coverage", "valid_from": today() + SOON},
        ),
    ),
    ("units", "a unit ends", _set(Unit, {"code": "P1"}, lambda: {"valid_until": today() + SOON})),
    ("units", "a unit is taken out", _drop(Unit, code="MGM")),
    (
        "number-patterns",
        "a shape ends",
        _set(NumberPattern, {"key": "GB"}, lambda: {"valid_until": today() + SOON}),
    ),
    (
        "number-patterns",
        "another shape",
        _set(NumberPattern, {"key": "GB"}, lambda: {"pattern": r"^GB(?P<year>\d{4})(?P<code>X)$"}),
    ),
    (
        "texts",
        "a new commitment from a day on",
        _add(
            RegulatorText,
            lambda: {
                "kind": "public_commitment",
                "version": "2",
                "text_zh": "承诺",
                "valid_from": today() + SOON,
            },
        ),
    ),
    ("national-schemes", "one that is alike", _national_scheme),
    (
        "protected-marks",
        "a word of the mark",
        _add(
            ProtectedMark,
            lambda: {
                "key": "new",
                "kind": "national",
                "name_zh": "某标志",
                "owner_zh": "某部门",
                "words": ["净化性能认证"],
                "valid_from": today() + SOON,
            },
        ),
    ),
]


@pytest.mark.parametrize(
    ("register", "change"),
    [
        pytest.param(register, change, id=f"{register}: {what}")
        for register, what, change in CHANGES
    ],
)
def test_what_moves_a_finding_is_told_ahead_and_afterwards_and_makes_the_report_stale(
    version: Version, register: str, change: Callable[[], Any]
) -> None:
    assert {step.register for step in steps_that_would_be(change)} == {register}
    assert told_of(version, change), "a change that moves nothing shows nothing"


def _approvals_until_later() -> None:
    for row in ApprovedField.objects.filter(organisation__approval_no=OTHER_BODY):
        row.pk, row.valid_from, row.valid_until = None, today(), today() + LATER
        row.save()


def _a_limit_until_later() -> None:
    RuleLimit.objects.create(
        name="complaint_days", value=60, valid_from=today(), valid_until=today() + LATER
    )


@pytest.mark.parametrize(
    ("hide", "change"),
    [
        (
            _approvals_until_later,
            _drop(ApprovedField, organisation__approval_no=OTHER_BODY, valid_until=None),
        ),
        (
            _a_limit_until_later,
            _set(RuleLimit, {"name": "complaint_days", "valid_until": None}, lambda: {"value": 1}),
        ),
    ],
)
def test_what_another_row_hides_is_told_for_the_day_on_which_that_ends(
    version: Version, hide: Callable[[], None], change: Callable[[], Any]
) -> None:
    hide()
    before = judged(version)[today()]
    assert told_of(version, change)
    assert judged(version)[today()] == before


def test_steps_that_follow_a_change_of_name_are_taken_back_together(version: Version) -> None:
    def change() -> None:
        body = Organisation.objects.get(approval_no=OTHER_BODY)
        body.approval_no = "CNCA-R-2098-008"
        body.save()
        for row in ApprovedField.objects.filter(organisation=body):
            row.delete()

    assert told_of(version, change)


def test_a_body_is_touched_however_an_author_writes_its_number(version: Version) -> None:
    version.document["operators"][1]["approval_no"] = "ｃｎｃａ\u2212R\u22122098\u2212007 "
    steps = steps_that_would_be(approval(status="withdrawn"))
    assert Touching(steps).steps_for(version) == steps


def test_each_register_that_rules_read_has_its_changes() -> None:
    assert {register for register, _what, _change in CHANGES} == registers_read()
