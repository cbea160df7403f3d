"""A text is checked once for each state of all that its check is given, and anew for the next."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import override_settings
from django.utils import timezone

from portal.accounts.models import ApprovedField
from portal.accounts.roles import Role
from portal.core.errors import RulesBroken
from portal.reference.models import RuleLimit, Standard, StandardTransition
from portal.reference.registers import registers
from registry.models import Entry
from registry.procedure.actions import Submit
from registry.publication.publishing import rebuild
from registry.register.acts.deregistering import Deregister
from schemes.actions import Sign
from schemes.blueprints.building.steps import renumbered
from schemes.drafts import begin_version
from schemes.files.uploads import keep
from schemes.marks.filed import keep_filed_marks
from schemes.models import BlueprintVersion, GateState, StoredFile, Version
from schemes.reports import (
    check_version,
    given_to,
    latest,
    make,
    registers_read,
    report_before_signing,
    report_of,
    report_on,
)
from schemes.reports import given as given_module
from schemes.rules import ALL_RULES
from schemes.states import BlueprintState, VersionState
from schemes.waivers import answer, answers_of, withdraw
from tests.factories import EntryFactory, OrganisationFactory, VersionFactory, approve, member_of
from tests.schemes.files.svgs import ONE, OTHER
from tests.schemes.marks.test_gate import document_with
from tests.schemes.warned import REASON, RETENTION, author_of, signatory_of, warned_version

pytestmark = pytest.mark.django_db

Runs = list[Any]


def stored(version: Version) -> Version:
    """The version as another request finds it."""
    return Version.objects.get(pk=version.pk)


def is_checked_anew(version: Version, runs: Runs) -> bool:
    """Whether the next report of a version takes another run of the rules."""
    before = len(runs)
    make(stored(version))
    return len(runs) > before


# --- found again ----------------------------------------------------------------------------


def test_a_text_is_checked_once_while_nothing_moves(runs: Runs) -> None:
    version = VersionFactory()
    runs.clear()
    report = make(version)
    assert report_before_signing(version) == check_version(version) == report_of(report)
    assert make(stored(version)) == report
    assert len(runs) == 1


def test_what_is_found_again_is_what_was_found() -> None:
    version = warned_version()
    found = given_to(version).checked()
    make(version)
    assert check_version(stored(version)) == found
    assert [(one.code, "", one.address) for one in found.warnings] == [RETENTION]


def test_a_text_that_comes_back_is_not_checked_again(runs: Runs) -> None:
    version = VersionFactory()
    first, text = make(version), version.document
    Version.objects.filter(pk=version.pk).update(document={**text, "short_title": {"zh": "简称"}})
    assert is_checked_anew(version, runs)
    Version.objects.filter(pk=version.pk).update(document=text)
    assert not is_checked_anew(version, runs)
    newest = latest(version)
    assert newest is not None
    assert (newest.pk > first.pk, newest.findings) == (True, first.findings)


def test_what_moves_without_consequence_is_checked_once_and_keeps_the_report(runs: Runs) -> None:
    version = VersionFactory()
    report = make(version)
    GateState.move()
    assert is_checked_anew(version, runs)
    assert not is_checked_anew(version, runs)
    assert list(version.reports.all()) == [report]


def test_a_rule_that_failed_is_asked_again(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    version = VersionFactory()
    with monkeypatch.context() as broken:
        broken.setattr(type(ALL_RULES[0]), "check", lambda *given: iter([1 // 0]))
        assert report_of(make(version)).unchecked
    assert is_checked_anew(version, runs)
    assert not is_checked_anew(version, runs)


# --- checked anew ---------------------------------------------------------------------------


def _announce_transition() -> None:
    old, new = Standard.objects.order_by("pk")[:2]
    StandardTransition.objects.create(
        old_edition=old,
        new_edition=new,
        valid_from=timezone.localdate(),
        issue_until=timezone.localdate(),
        valid_until=timezone.localdate(),
        duties_zh="换版",
        notice_no="公告",
        announced_on=timezone.localdate(),
    )


def test_a_changed_row_of_whatever_register_counts(runs: Runs) -> None:
    version = VersionFactory()
    _announce_transition()
    make(version)
    seen = set()
    for register in registers():
        row = register.records.first()
        if row is None:  # Nothing of it is shipped.
            continue
        if "verified" in register.columns:
            row.verified = not row.verified
        elif register.key == "bodies":
            row.name_zh = f"{row.name_zh}（改名）"
        row.save()
        if is_checked_anew(version, runs):
            seen.add(register.key)
    assert seen > registers_read()


@dataclass
class Case:
    """A draft, another body that operates its scheme, a listed scheme, and one about to be."""

    version: Version
    partner: Any
    entry: Entry
    signed: Version
    patch: pytest.MonkeyPatch
    clock: Any


def _text(case: Case) -> None:
    document = {**case.version.document, "short_title": {"zh": "另一个"}}
    Version.objects.filter(pk=case.version.pk).update(document=document)


def _blueprint(case: Case) -> None:
    before = case.version.blueprint
    other = BlueprintVersion.objects.create(
        key=before.key,
        version=7,
        category=before.category,
        state=BlueprintState.PUBLISHED,
        schema=renumbered(before.schema, before.key, 7),
        digest="7" * 64,
    )
    Version.objects.filter(pk=case.version.pk).update(blueprint=other)


def _approval_that_no_history_tells_of(case: Case) -> None:
    own = ApprovedField.objects.filter(organisation=case.version.scheme.organisation)
    own.update(valid_until=timezone.localdate() - dt.timedelta(days=1))


def _approval_of_an_operator(case: Case) -> None:
    approve(case.partner, "质量")


def _scheme_is_listed(case: Case) -> None:
    Submit(case.signed, signatory_of(case.signed)).run()
    rebuild(Entry.objects.get(scheme=case.signed.scheme))


def _scheme_ends(case: Case) -> None:
    Deregister(
        case.entry, signatory_of(case.entry.version), plan="none_issued", reason="不再开展"
    ).run()
    rebuild(case.entry)


def _mark_is_filed(case: Case) -> None:
    scheme = case.entry.scheme
    body = scheme.organisation
    keep(body, member_of(body, Role.AUTHOR), "mark.svg", OTHER)
    document = document_with(body, OTHER)
    keep_filed_marks(scheme, body, document, number="N", since=dt.date(2026, 1, 1), ended_on=None)


def _artwork_is_uploaded(case: Case) -> None:
    body = case.version.scheme.organisation
    keep(body, member_of(body, Role.AUTHOR), "mark.svg", ONE)


def _day(case: Case) -> None:
    case.clock.move_to(timezone.now() + dt.timedelta(days=1))


def _rule(case: Case) -> None:
    case.patch.setattr(type(ALL_RULES[0]), "version", ALL_RULES[0].version + 1)


def _code(case: Case) -> None:
    case.patch.setattr(given_module, "release", lambda: "another")


def _fonts(case: Case) -> None:
    name = "schemes.facts_source.gathering.printable_code_points"
    case.patch.setattr(name, lambda: {1, 2, 3})


MOVES: tuple[Callable[[Case], None], ...] = (
    _text,
    _blueprint,
    _approval_that_no_history_tells_of,
    _approval_of_an_operator,
    _scheme_is_listed,
    _scheme_ends,
    _mark_is_filed,
    _artwork_is_uploaded,
    _day,
    _rule,
    _code,
    _fonts,
)


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_whatever_a_check_is_given_counts(
    move: Callable[[Case], None], runs: Runs, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> None:
    entry, signed = EntryFactory(), VersionFactory(frozen=True, category="service")
    partner, version = OrganisationFactory(), VersionFactory()
    rebuild(entry)
    body, document = version.scheme.organisation, version.document
    artwork = keep(body, member_of(body, Role.AUTHOR), "mark.svg", ONE)
    StoredFile.objects.all().delete()
    document["mark"]["artwork"] = artwork
    operator = {"id": "op-2", "cb": partner.name_text, "approval_no": partner.approval_no}
    document["operators"].append(operator)
    version.save(update_fields=["document"])
    make(version)
    assert not is_checked_anew(version, runs)
    move(Case(version, partner, entry, signed, monkeypatch, time_machine))
    assert is_checked_anew(version, runs)
    assert not is_checked_anew(version, runs)


def test_a_body_that_was_read_before_it_was_renamed_counts(runs: Runs) -> None:
    version = VersionFactory()
    version.scheme.organisation.name_zh = "改名之前的机构"
    make(version)
    assert is_checked_anew(version, runs)


def test_what_is_signed_is_checked_anew_on_another_day(runs: Runs, time_machine: Any) -> None:
    version = VersionFactory(frozen=True)
    assert not is_checked_anew(version, runs)
    time_machine.move_to(timezone.now() + dt.timedelta(days=1))
    assert is_checked_anew(version, runs)


def test_the_version_before_counts(runs: Runs) -> None:
    first = VersionFactory(submitted=True)
    second = begin_version(first.scheme, author_of(first))
    make(second)
    assert not is_checked_anew(second, runs)
    Version.objects.filter(pk=first.pk).update(state=VersionState.SET_ASIDE)
    assert is_checked_anew(second, runs)


def test_a_signature_of_a_key_that_nobody_knows_counts(runs: Runs) -> None:
    version = VersionFactory(frozen=True)
    assert not is_checked_anew(version, runs)
    other = base64.b64encode(bytes(32)).decode()
    with override_settings(REGISTER_SIGNING_KEY=other):
        assert is_checked_anew(version, runs)
        assert "SCH-035" in {finding.code for finding in report_on(stored(version)).errors}


@pytest.mark.parametrize("name", ["reference_facts", "with_searches"])
def test_what_moves_while_a_check_is_made_is_seen_by_the_next(
    name: str, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = VersionFactory()
    limit = RuleLimit.objects.filter(name="retention_months_after_validity").latest("pk")

    def meanwhile(*given: Any) -> Any:
        moved.undo()
        limit.value += 600
        limit.save()
        GateState.move()
        return getattr(given_module, name)(*given)

    with monkeypatch.context() as moved:
        moved.setattr(given_module, name, meanwhile)
        make(version)
    assert is_checked_anew(version, runs)
    assert RETENTION[0] in {finding.code for finding in report_before_signing(version).warnings}


# --- acts -----------------------------------------------------------------------------------


def test_nobody_signs_by_a_report_that_no_longer_holds() -> None:
    version = VersionFactory()
    assert report_of(make(version)).is_clear
    approved = ApprovedField.objects.filter(organisation=version.scheme.organisation)
    approved.update(valid_until=timezone.localdate() - dt.timedelta(days=1))
    with pytest.raises(RulesBroken, match="mend them before signing") as refused:
        Sign(version, signatory_of(version)).run()
    assert {finding.code for finding in refused.value.findings} == {"SCH-001"}


def test_nobody_submits_by_a_report_that_no_longer_holds() -> None:
    version = VersionFactory(frozen=True)
    assert report_on(version).is_clear
    number = version.document["basis"][0]["ref"]
    Standard.objects.filter(number=number).delete()
    Standard.objects.create(number=number, type="GB/T", title_zh="标准", status="withdrawn")
    with pytest.raises(RulesBroken, match="The document has errors"):
        Submit(version, signatory_of(version)).run()


def test_an_answer_that_was_taken_back_is_missed_though_the_report_is_kept() -> None:
    version = warned_version()
    author = author_of(version)
    given = answer(version, author, RETENTION, REASON)
    make(version)
    withdraw(version, author, given.pk)
    assert answers_of(version) == {}
    with pytest.raises(RulesBroken, match="need a written reason"):
        Sign(version, signatory_of(version)).run()
