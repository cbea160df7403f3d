"""Check reports are kept, compared with the one before, and known to be stale."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from portal.accounts.models import ApprovedField
from portal.reference.models import RuleLimit, Standard
from schemes.findings import Finding, Severity
from schemes.models import StoredReport, Version
from schemes.reports import (
    KEPT_OF_A_DRAFT,
    as_of,
    gone,
    identity_of,
    latest,
    make,
    newly_found,
    registers_read,
    report_of,
    signed_report,
    staleness,
    state_of,
)
from schemes.rules import ALL_RULES, Facts, run
from tests.factories import VersionFactory, approve, valid_document
from tests.schemes.warned import RETENTION, warned_version

pytestmark = pytest.mark.django_db


def changed(version: Version, **parts: object) -> Version:
    version.document = {**version.document, **parts}
    version.save(update_fields=["document"])
    return version


def codes(identities: frozenset[tuple[str, str, str, str]]) -> set[str]:
    return {code for code, *_rest in identities}


def limit(name: str) -> RuleLimit:
    return RuleLimit.objects.filter(name=name).latest("pk")


# --- keeping --------------------------------------------------------------------------------


def test_looking_twice_keeps_one_report() -> None:
    version = VersionFactory()
    assert make(version).pk == make(version).pk
    assert version.reports.count() == 1


def test_a_report_is_read_as_it_was_made() -> None:
    stored = make(warned_version())
    report = report_of(StoredReport.objects.get(pk=stored.pk))
    assert [(f.code, "", f.address) for f in report.warnings] == [RETENTION]
    assert (stored.errors, stored.warnings) == (0, 1)


def test_a_draft_keeps_its_newest_reports_only() -> None:
    version = VersionFactory()
    for n in range(KEPT_OF_A_DRAFT + 3):
        make(changed(version, short_title={"zh": f"第{n}稿"}))
    assert version.reports.count() == KEPT_OF_A_DRAFT
    newest = latest(version)
    assert newest is not None
    assert newest.document_digest == state_of(version).document_digest


def test_a_frozen_version_keeps_the_report_of_its_signature() -> None:
    version = VersionFactory(frozen=True)
    signed = signed_report(version)
    assert signed is not None
    assert signed.document_digest == version.digest
    for n in range(KEPT_OF_A_DRAFT + 3):
        row = limit("remote_audit_percent")
        row.value += n + 1
        row.save()
        make(version)
    assert signed_report(version) == signed
    assert version.reports.count() > KEPT_OF_A_DRAFT


def test_a_submission_rests_on_a_report_that_is_kept() -> None:
    version = VersionFactory(submitted=True)
    filed = as_of(version, version.submissions.get().submitted_at)
    assert filed is not None
    assert filed.findings == version.submissions.get().findings


def test_the_database_refuses_to_change_a_report() -> None:
    stored = make(VersionFactory())
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredReport.objects.filter(pk=stored.pk).update(findings=[])


# --- comparing ------------------------------------------------------------------------------


def test_what_is_new_and_what_is_gone_is_told_against_the_report_before() -> None:
    version = VersionFactory()
    make(version)
    fees = version.document.pop("fees")
    version.document["records"]["retention_months"] = 1
    version.save(update_fields=["document"])
    assert "SCH-026" in codes(newly_found(make(version)))

    stored = make(changed(version, fees=fees))
    assert newly_found(stored) == frozenset()
    assert [finding.address for finding in gone(stored)] == ["/fees"]


def test_moving_an_item_makes_no_finding_new() -> None:
    version = VersionFactory()
    version.document["basis"][2].pop("availability")
    version.save(update_fields=["document"])
    make(version)
    version.document["basis"].reverse()
    version.save(update_fields=["document"])
    stored = make(version)
    assert stored.errors
    assert (newly_found(stored), gone(stored)) == (frozenset(), ())


@pytest.mark.parametrize(
    ("params", "is_same"),
    [
        ({"word": "最佳"}, False),
        ({"word": "第一", "limit": 12}, True),
        ({"word": "第一", "place": {"zh": "别处"}}, True),
        ({"word": "第一", "case": "mark"}, False),
    ],
)
def test_texts_tell_findings_of_one_place_apart_and_numbers_do_not(
    params: dict[str, object], is_same: bool
) -> None:
    one = Finding("SCH-018", Severity.WARNING, "/title", {"word": "第一", "limit": 10})
    other = Finding("SCH-018", Severity.WARNING, "/title", params)
    assert (identity_of(one) == identity_of(other)) is is_same


def test_a_frozen_version_is_compared_with_what_was_signed() -> None:
    version = VersionFactory(frozen=True)
    row = limit("retention_months_after_validity")
    row.value += 600
    row.save()
    assert codes(newly_found(make(version))) == {"SCH-026"}


# --- staleness ------------------------------------------------------------------------------


def test_a_report_is_not_stale_while_nothing_moved() -> None:
    stored = make(VersionFactory(frozen=True))
    assert not staleness(stored).is_stale


def test_every_register_that_a_rule_reads_exists() -> None:
    assert registers_read() <= set(state_of(VersionFactory()).reference)
    assert registers_read()


def test_a_changed_document_makes_the_report_of_a_draft_stale() -> None:
    version = VersionFactory()
    stored = make(version)
    changed(version, short_title={"zh": "改"})
    assert staleness(stored).document_changed


def test_a_changed_limit_makes_reports_stale_and_is_named() -> None:
    stored = make(VersionFactory(frozen=True))
    row = limit("suspension_months")
    row.value += 1
    row.save()
    (change,) = staleness(stored).changes
    assert (change.register, change.record.split(" / ")[0]) == ("limits", "suspension_months")
    assert ("value", str(row.value - 1), str(row.value)) in change.changed_columns


def test_a_rule_that_judges_differently_makes_reports_stale(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stored = make(VersionFactory(frozen=True))
    rule = next(rule for rule in ALL_RULES if rule.id == "SCH-026")
    monkeypatch.setattr(type(rule), "version", rule.version + 1)
    assert staleness(stored).rules == ("SCH-026",)


def _standard(number: str) -> Standard:
    row, _created = Standard.objects.get_or_create(
        number=number, defaults={"type": "GB/T", "title_zh": "标准"}
    )
    return row


@pytest.mark.parametrize(
    ("number", "matters"),
    [
        ("GB/T 18801-2022", True),
        ("GB/T 18801-2030", True),
        ("GB/T 99999-2022", False),
        ("GB 18801-2015", True),  # another kind of national standard, of the same number
        ("GB/T 1880-2022", False),  # the beginning of a number is that of another standard
    ],
)
def test_only_standards_that_the_document_names_make_its_report_stale(
    number: str, matters: bool
) -> None:
    row = _standard(number)
    stored = make(VersionFactory(frozen=True))
    row.title_zh = "改名的标准"
    row.save()
    assert staleness(stored).is_stale is matters


def test_approvals_of_other_bodies_do_not_matter() -> None:
    version = VersionFactory(frozen=True)
    stored = make(version)
    approve(VersionFactory().scheme.organisation, "质量")
    assert not staleness(stored).is_stale
    own = ApprovedField.objects.filter(organisation=version.scheme.organisation).latest("pk")
    own.full_time_staff = 3
    own.save()
    assert [change.register for change in staleness(stored).changes] == ["approvals"]


def test_a_row_that_begins_by_itself_makes_reports_stale(time_machine) -> None:
    today = timezone.localdate()
    RuleLimit.objects.create(
        name="suspension_months", value=6, valid_from=today + dt.timedelta(days=3)
    )
    stored = make(VersionFactory(frozen=True))
    assert not staleness(stored).is_stale
    time_machine.move_to(timezone.now() + dt.timedelta(days=4))
    found = staleness(stored)
    assert found.passed == ("limits",)
    assert [(came.day, came.has_ended) for came in found.days] == [
        (today + dt.timedelta(days=3), False)
    ]


def _checked_on(name: str, day: dt.date, **lifecycle: str) -> list[str]:
    document = valid_document(name)
    document["basis"][0]["status"] = "withdrawn"
    document["lifecycle"].pop("transition_until", None)
    document["lifecycle"].update(lifecycle)
    facts = Facts.unknown(day)
    return [f"{f.code} {f.severity} {f.address}" for f in run(ALL_RULES, document, facts)]


def _dates_in(part: object) -> set[str]:
    if isinstance(part, dict):
        return set().union(*map(_dates_in, part.values())) if part else set()
    if isinstance(part, list):
        return set().union(*map(_dates_in, part)) if part else set()
    return {part} if isinstance(part, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", part) else set()


@pytest.mark.parametrize("name", ["product", "service", "management_system"])
def test_of_the_dates_of_a_document_only_the_watched_ones_change_what_is_found(name: str) -> None:
    dates = {dt.date.fromisoformat(day) for day in _dates_in(valid_document(name))}
    beside = {day + dt.timedelta(days=n) for day in dates for n in (-1, 0, 1, 400)}
    found = {tuple(_checked_on(name, day)) for day in beside}
    assert len(beside) > 10
    assert len(found) == 1
    kept, ended = (
        _checked_on(name, dt.date(2030, 1, day), transition_until="2030-01-02") for day in (2, 3)
    )
    weighs = "SCH-014 {} /basis/@bs-1/status"
    assert weighs.format("warning") in kept
    assert weighs.format("error") in ended


def test_a_transition_that_ends_makes_the_report_stale(time_machine) -> None:
    today = timezone.localdate()
    lifecycle = valid_document()["lifecycle"] | {"transition_until": today.isoformat()}
    stored = make(VersionFactory(frozen=True, parts={"lifecycle": lifecycle}))
    assert not staleness(stored).is_stale
    time_machine.move_to(timezone.now() + dt.timedelta(days=1))
    assert staleness(stored).clock_moved


def test_a_draft_is_checked_as_if_signed_today_so_its_report_lasts_a_day(time_machine) -> None:
    stored = make(VersionFactory())
    time_machine.move_to(timezone.now() + dt.timedelta(days=1))
    assert staleness(stored).clock_moved


def test_equal_states_have_equal_keys() -> None:
    version = VersionFactory(frozen=True)
    today = timezone.localdate()
    assert state_of(version, today).key == state_of(version, today).key == make(version).key
    row = limit("suspension_months")
    row.value += 1
    row.save()
    assert state_of(version, today).key != make(VersionFactory(frozen=True)).key
