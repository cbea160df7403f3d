"""Facts are what the registers say on a day."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.models import ApprovalStatus, ApprovedField
from portal.accounts.roles import Role
from portal.reference.changes import record_changes
from portal.reference.models import (
    CertificateContent,
    CompulsoryItem,
    NumberPattern,
    ProtectedMark,
    RegulatorText,
    RuleLimit,
    RuleWord,
    Standard,
    Unit,
)
from portal.reference.registers import find_register
from portal.reference.units import shipped_units
from schemes.actions import Sign
from schemes.facts_source import (
    facts_for,
    facts_for_approval,
    limits_of,
    reference,
    reference_facts,
)
from schemes.models import Version
from schemes.rules import ALL_RULES
from schemes.rules.facts import (
    Limits,
    default_certificate_fields,
    default_number_patterns,
    default_words,
)
from schemes.states import VersionState
from tests.factories import OrganisationFactory, VersionFactory, approve, member_of, valid_document

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 11, 20)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)
EMPTIED = (
    CertificateContent,
    CompulsoryItem,
    NumberPattern,
    RuleLimit,
    RuleWord,
    Standard,
    Unit,
)


@pytest.fixture
def _no_content() -> None:
    """All rows at once; the one change that is recorded makes the state another."""
    for model in EMPTIED:
        model.objects.all()._raw_delete("default")
    units = find_register("units")
    assert units is not None
    record_changes(units, [({"code": "KGM"}, None)])


@pytest.mark.usefixtures("_no_content")
class TestWithoutContent:
    """The registers have no rows until the test adds some."""

    def test_what_ships_applies_where_a_register_has_no_rows(self) -> None:
        facts = reference_facts(DAY)
        assert facts.limits == Limits()
        assert facts.words == default_words()
        assert facts.units == shipped_units()
        assert facts.number_patterns == default_number_patterns()
        assert facts.certificate_fields == default_certificate_fields()
        assert facts.ccc_standards is None
        assert facts.standards == {}

    def test_a_limit_has_the_value_that_began_last(self) -> None:
        RuleLimit.objects.create(name="suspension_months", value=10)
        RuleLimit.objects.create(name="suspension_months", value=9, valid_from=DAY)
        assert reference_facts(BEFORE).limits.suspension_months == 10
        assert reference_facts(DAY).limits.suspension_months == 9
        assert reference_facts(DAY).limits.review_years == Limits().review_years

    def test_words_that_have_ended_do_not_bring_the_shipped_ones_back(self) -> None:
        RuleWord.objects.create(list="superlative", word="顶级", valid_until=DAY)
        assert reference_facts(DAY).words.superlatives == ("顶级",)
        assert reference_facts(AFTER).words.superlatives == ()
        assert reference_facts(AFTER).words.complaint == ()

    def test_units_and_contents_are_those_of_the_day(self) -> None:
        Unit.objects.create(code="KGM", name_zh="千克", valid_from=DAY)
        CertificateContent.objects.create(category="product", code="client", valid_from=DAY)
        assert reference_facts(BEFORE).units == {}
        assert set(reference_facts(DAY).units or ()) == {"KGM"}
        assert reference_facts(BEFORE).certificate_fields == {}
        assert reference_facts(DAY).certificate_fields == {"product": ("client",)}

    def test_shapes_of_numbers_are_compiled_once_for_all_their_types(self) -> None:
        NumberPattern.objects.create(
            key="X", name_zh="某", types=["A", "B"], pattern=r"X-\d+", examples=["X-1"]
        )
        patterns = reference_facts(DAY).number_patterns
        assert patterns["A"] is patterns["B"]
        assert patterns["A"].pattern.fullmatch("X-12")
        assert "GB" not in patterns

    def test_standards_are_known_by_normal_form_with_their_status_of_the_day(self) -> None:
        Standard.objects.create(
            number="GB/T 1—2020",
            type="GB/T",
            title_zh="某",
            status="replaced",
            replaced_by=["GB/T 1-2026"],
            valid_from=BEFORE - dt.timedelta(days=1),
            valid_until=BEFORE,
        )
        early, before, today = (
            reference_facts(day).standards["GB/T1-2020"]
            for day in (dt.date(2020, 1, 1), BEFORE, DAY)
        )
        assert (early.status, early.starts) == ("upcoming", BEFORE - dt.timedelta(days=1))
        assert (before.status, before.since) == ("current", BEFORE - dt.timedelta(days=1))
        assert (today.status, today.since) == ("replaced", DAY)
        assert today.replaced_by == ("GB/T 1-2026",)

    def test_compulsory_standards_are_those_of_the_items_of_the_day(self) -> None:
        CompulsoryItem.objects.create(
            code="0101", name_zh="某", standards=["GB 1—2020"], valid_until=DAY
        )
        assert reference_facts(DAY).ccc_standards == {"GB1"}
        assert reference_facts(AFTER).ccc_standards == frozenset()


def test_the_commitment_is_that_of_the_day() -> None:
    RegulatorText.objects.create(
        kind="public_commitment", version="2", text_zh="新承诺", valid_from=DAY
    )
    assert reference_facts(BEFORE).commitment_version == "1"
    assert reference_facts(DAY).commitment_version == "2"


def test_words_of_protected_marks_are_known_in_plain_form() -> None:
    ProtectedMark.objects.create(key="x", kind="public_symbol", name_zh="某标志", words=["ＡＢＣ"])
    assert reference_facts(DAY).mark_words["abc"] == {"zh": "某标志"}


def test_reference_facts_cost_one_query_until_a_register_moves(
    django_assert_num_queries: Any,
) -> None:
    first = reference_facts(DAY)
    with django_assert_num_queries(1):
        assert reference_facts(DAY) is first
    standard = Standard.objects.create(number="X 1-2020", type="GB", title_zh="某")
    assert "X1-2020" in reference_facts(DAY).standards
    standard.delete()
    assert "X1-2020" not in reference_facts(DAY).standards


def test_what_was_rolled_back_is_not_remembered() -> None:
    def try_out(number: str) -> None:
        with transaction.atomic():
            Standard.objects.create(number=number, type="GB", title_zh="某")
            assert number.replace(" ", "") in reference_facts(DAY).standards
            transaction.set_rollback(True)

    try_out("X 1-2020")
    assert "X1-2020" not in reference_facts(DAY).standards
    try_out("X 2-2020")
    assert "X1-2020" not in reference_facts(DAY).standards


# --- bodies ------------------------------------------------------------------------------------


def test_a_body_is_known_by_its_approvals_of_the_day() -> None:
    body = OrganisationFactory(fields=["质量", "环境"])
    ApprovedField.objects.filter(field="环境").update(
        full_time_staff=9, status=ApprovalStatus.SUSPENDED
    )
    ApprovedField.objects.filter(field="质量").update(full_time_staff=12)
    facts = facts_for(body, DAY)
    assert facts.approved_fields == {"质量"}
    assert facts.full_time_staff == {"质量": 12}
    assert facts.neighbours is None
    assert facts_for_approval(body.approval_no, DAY).approved_fields == {"质量"}


def test_a_body_that_nobody_knows_is_unknown() -> None:
    assert facts_for_approval("CNCA-R-2099-999", DAY).approved_fields is None
    assert facts_for_approval("", DAY).approved_fields is None


def test_a_body_without_approvals_has_none() -> None:
    facts = facts_for(OrganisationFactory(), DAY)
    assert facts.approved_fields == frozenset()


def test_operators_are_known_by_their_approvals() -> None:
    document = valid_document("product_alliance")
    first, second = (operator["approval_no"] for operator in document["operators"])
    body = OrganisationFactory(approval_no=first, fields=["电子设备及零部件"])
    facts = facts_for(body, DAY, document)
    assert facts.own_approval_no == first
    assert facts.fields_of_bodies == {first: {"电子设备及零部件"}}
    approve(OrganisationFactory(approval_no=second), "质量")
    assert facts_for(body, DAY, document).fields_of_bodies[second] == {"质量"}


def test_a_single_operator_is_looked_up_where_it_is_another_body() -> None:
    document = valid_document()
    (operator,) = document["operators"]
    other = OrganisationFactory(approval_no=operator["approval_no"], fields=["质量"])
    facts = facts_for(OrganisationFactory(), DAY, document)
    assert facts.fields_of_bodies[other.approval_no] == {"质量"}
    assert facts_for(other, DAY, document).fields_of_bodies == {}
    assert facts_for(None, DAY, document).fields_of_bodies == {other.approval_no: {"质量"}}
    assert facts_for(None, DAY, document).own_approval_no is None


def test_the_facts_of_one_document_cost_few_queries(django_assert_max_num_queries: Any) -> None:
    version = VersionFactory()
    organisation = version.scheme.organisation
    facts_for(organisation, DAY, version.document, version)
    with django_assert_max_num_queries(10):
        facts_for(organisation, DAY, version.document, version)
    with django_assert_max_num_queries(2):
        facts_for(organisation, DAY, version.document, version, registers={"limits"})


# --- the scheme itself -------------------------------------------------------------------------


def _of(version: Version, document: Any = None) -> Any:
    version = Version.objects.get(pk=version.pk)
    return facts_for(
        version.scheme.organisation, timezone.localdate(), document or version.document, version
    )


def test_a_signature_holds_for_what_was_signed_alone() -> None:
    version = VersionFactory()
    assert _of(version).signature_holds is None
    Sign(version, member_of(version.scheme.organisation, Role.SIGNATORY)).run()
    version.refresh_from_db()
    assert _of(version).signature_holds is True
    changed = {**version.document, "rule_number": "X"}
    assert _of(version, changed).signature_holds is False
    forged = {**version.document["commitment"], "signature": "A" * 86 + "=="}
    assert _of(version, {**version.document, "commitment": forged}).signature_holds is False
    del changed["commitment"]
    assert _of(version, changed).signature_holds is False


def test_the_version_before_is_the_submitted_one_that_the_document_names() -> None:
    before = VersionFactory(frozen=True)
    later = Version.objects.create(
        scheme=before.scheme,
        sequence=before.sequence + 1,
        blueprint=before.blueprint,
        document={**before.document, "version": "2.0.0"},
        updated_by=before.updated_by,
    )
    number = before.document["version"]
    named = {**later.document, "previous_version": f"https://x.example/versions/{number}"}
    assert _of(later, named).previous is None
    Version.objects.filter(pk=before.pk).update(state=VersionState.SUBMITTED)
    facts = _of(later, named)
    assert facts.previous == before.document
    assert facts.blueprint is not None
    assert facts.blueprint.ref == before.blueprint.ref
    Version.objects.filter(pk=later.pk).update(state=VersionState.SUBMITTED, digest=before.digest)
    third = Version.objects.create(
        scheme=before.scheme,
        sequence=later.sequence + 1,
        blueprint=before.blueprint,
        document={**before.document, "version": "3.0.0"},
        updated_by=before.updated_by,
    )
    unknown = {**named, "previous_version": "https://x.example/9.9.9"}
    assert _of(third, named).previous == before.document
    assert _of(third, unknown).previous == later.document
    assert _of(third).previous == later.document
    assert _of(later).previous == before.document
    assert _of(before).previous is None
    named.pop("commitment", None)
    without_version = facts_for(before.scheme.organisation, DAY, named)
    assert without_version.previous == before.document
    assert facts_for(OrganisationFactory(), DAY, named).previous is None
    assert facts_for(None, DAY, named).previous is None


def test_the_limits_of_a_rule_say_whether_they_were_verified() -> None:
    rule = next(rule for rule in ALL_RULES if rule.id == "SCH-038")
    RuleLimit.objects.filter(name="remote_audit_percent").delete()
    (shipped,) = limits_of(rule, DAY)
    assert (shipped.value, shipped.is_verified) == (Limits().remote_audit_percent, False)
    RuleLimit.objects.create(
        name="remote_audit_percent", value=20, source="公告", verified=True, valid_from=DAY
    )
    (limit,) = limits_of(rule, DAY)
    assert (limit.value, limit.source, limit.is_verified) == (20, "公告", True)
    assert limits_of(rule, BEFORE) == (shipped,)
    assert limits_of(next(rule for rule in ALL_RULES if not rule.limits), DAY) == ()


def test_every_register_that_is_read_is_one_whose_changes_count():
    with CaptureQueriesContext(connection) as asked:
        reference._read(timezone.localdate())
    tables = {table for query in asked for table in re.findall(r'FROM "(\w+)"', query["sql"])}
    assert tables == {kind._meta.db_table for kind in reference.READ}


def test_an_approval_alone_has_nothing_read_anew():
    before = reference_facts(timezone.localdate())
    approve(OrganisationFactory(), "A01")
    assert reference_facts(timezone.localdate()) is before
