"""A text that rests on much, and what is found in it on many days."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.reference.models import RuleLimit, Standard, Unit
from registry.supervision.impact.changes import Change
from registry.supervision.impact.worlds import steps_that_would_be
from schemes.documents import digest
from schemes.findings import Finding
from schemes.models import StoredReport, Version
from schemes.reports import check_version, identity_of, make, staleness, state_of
from schemes.states import VersionState
from tests.factories import OrganisationFactory, VersionFactory, approve, valid_document

OTHER_BODY = "CNCA-R-2098-007"
SOON, TRANSITION, LATER = (timedelta(days=n) for n in (10, 15, 20))
Judged = dict[date, dict[Any, str]]
Known = tuple[StoredReport, Judged]
Find = Callable[[Version, date], Iterable[Finding]]
#: Whether a finding appears or goes, and which.
Told = tuple[bool, tuple[str, str, str, str]]


def today() -> date:
    return timezone.localdate()


def days() -> list[date]:
    """Today, and just past each day on which something begins or ends here."""
    return [today(), *(today() + end + timedelta(days=1) for end in (SOON, TRANSITION, LATER))]


def basis(number: int, ref: str, **parts: Any) -> dict[str, Any]:
    made = valid_document("product_alliance")["basis"][0]
    made |= {"id": f"bs-{number}", "ref": ref, "year": int(ref[-4:]), **parts}
    return {name: value for name, value in made.items() if value is not None}


def text() -> dict[str, Any]:
    """A text that rests on standards of every kind, written as people write them."""
    document = valid_document("product_alliance")
    document["basis"] = [
        basis(1, "GB/T18801—2022"),
        basis(2, "GB/T 21551.3-2024", status="upcoming", effective="2027-01-01"),
        basis(3, "GB 4943.1-2011/XG1-2012", type="GB", year=2011),
        basis(4, "GB/T 4214.1-2017/ISO 99999:2020"),
        basis(5, "GB/T 27067-2017", dated=False, year=None) | {"ref": "GB/T 27067"},
        basis(6, "GB 36893-2024", type="GB", status="replaced"),
        basis(7, "ISO 10303-2001:2004", type="ISO"),
    ]
    document["operators"][1]["approval_no"] = OTHER_BODY
    document["lifecycle"]["transition_until"] = (today() + TRANSITION).isoformat()
    overlap = {"in_ccc_catalogue": True, "items": ["0801"], "justification": {"zh": "另有要求。"}}
    document["scope"]["ccc_overlap"] = overlap
    return document


def signed_version() -> Version:
    """Signed, so that no report is stale merely because a day has passed."""
    _keep_few_units()
    other = OrganisationFactory(approval_no=OTHER_BODY)
    for field in text()["domains"]:
        approve(other, field)
    Standard.objects.create(number="ISO 99999:2020", type="ISO", title_zh="某标准")
    RuleLimit.objects.create(name="appeal_days", value=61, valid_from=today() + SOON)
    parts = {name: text()[name] for name in ("basis", "lifecycle", "scope", "operators")}
    own = VersionFactory(document=text(), parts={**parts, "operators": text()["operators"]})
    document = {**own.document, "commitment": text()["commitment"]}
    document["operators"][0]["approval_no"] = own.scheme.organisation.approval_no
    del document["owner"]["approval_no"]
    Version.objects.filter(pk=own.pk).update(
        document=document,
        digest=digest(document),
        state=VersionState.FROZEN,
        frozen_at=timezone.now(),
    )
    return Version.objects.get(pk=own.pk)


def _keep_few_units() -> None:
    """Of two thousand units, which are read again for each day of each world, some few."""
    few = set(re.findall(r"\b[A-Z0-9]{2,3}\b", str(text())))
    Unit.objects.exclude(code__in=few)._raw_delete("default")


def by_all(version: Version, day: date) -> Iterable[Finding]:
    """What the whole check finds; a portal's signature is no matter here."""
    return check_version(version, day).findings


def told_of(
    version: Version, change: Callable[[], Any], find: Find = by_all, known: Known | None = None
) -> set[Told]:
    """What a change moves: impact tells of it ahead and afterwards, and the report is stale."""
    stored, before = known or known_of(version, find)
    steps = steps_that_would_be(change)
    ahead = told_by(Change(steps, is_made=False), version)
    with transaction.atomic():
        change()
    after = judged(version, find)
    expected = moved(before, after)
    assert ahead == expected
    assert told_by(Change(steps, is_made=True), version) == expected
    fresh = [day for day in after if not staleness(stored, state_of(version, day)).is_stale]
    assert {day for day in fresh if after[day] != before[min(before)]} == set()
    return expected


def known_of(version: Version, find: Find = by_all) -> Known:
    """The report that is kept of a version, and what is found in it before a change."""
    return make(version), judged(version, find)


def judged(version: Version, find: Find = by_all) -> Judged:
    """By day, the weight of what is found."""
    return {
        day: {identity_of(finding): finding.severity.value for finding in find(version, day)}
        for day in days()
    }


def moved(before: Judged, after: Judged) -> set[Told]:
    """What appears on some day and what goes away on some day."""
    return {told for day in before for told in _moved(before[day], after[day])}


def _moved(before: dict[Any, str], after: dict[Any, str]) -> Iterator[Told]:
    yield from ((True, one) for one, weight in after.items() if before.get(one) != weight)
    yield from ((False, one) for one in before if one not in after)


def told_by(change: Change, version: Version) -> set[Told]:
    return {(one.appears, identity_of(one.finding)) for one in change.examine([version])}
