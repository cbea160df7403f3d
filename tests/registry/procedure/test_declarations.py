"""The declaration track: a small amendment is in force as declared, and can be challenged."""

from __future__ import annotations

import pytest

from portal.accounts.roles import Role
from portal.core.errors import RulesBroken, WrongState
from registry.figures.medians import medians
from registry.models import Entry, Filing
from registry.procedure.actions import Submit, TakeUp
from registry.procedure.actions.declaring import Challenge, SmallAmendment
from registry.procedure.clock import clock_of
from tests.factories import (
    EntryFactory,
    VersionFactory,
    member_of,
    officer,
    record_no_objection,
    request_correction,
    write_remark,
)
from tests.registry.amending import next_version
from tests.regulation import open_track

pytestmark = pytest.mark.django_db

WRONG = {"reason": "修改涉及认证要求", "reason_code": "unclear_text"}


@pytest.fixture
def entry():
    """A listed scheme with nothing under way."""
    entry = EntryFactory()
    record_no_objection(TakeUp(Filing.objects.get(), officer()).run())
    return entry


def declare(entry, label="1.0.1", **parts):
    open_track("declaration")
    version = next_version(entry.scheme, label, **parts)
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    action = Submit(version, signatory, track="declaration")
    action.run()
    return Filing.objects.get(pk=action.filing.pk)


def test_a_small_amendment_is_listed_and_waits_for_nobody(entry):
    filing = declare(entry)
    entry.refresh_from_db()
    assert (filing.state, clock_of(filing), entry.version) == ("declared", None, filing.version)
    assert filing.closed_at is not None
    assert declare(entry, "1.0.2").state == "declared"


def test_a_material_amendment_is_not_declared(entry):
    version = next_version(entry.scheme, "2.0.0")
    version.document = {**version.document, "scope": {"zh": "全新的适用范围"}}
    [obstacle] = SmallAmendment.obstacles(version)
    assert "is material" in str(obstacle.message)


def test_what_is_not_listed_is_not_declared():
    open_track("declaration")
    version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    with pytest.raises(RulesBroken, match="not listed yet"):
        Submit(version, signatory, track="declaration").run()


def test_a_challenge_begins_a_review_whose_correction_is_reviewed_too(entry):
    person = officer()
    filing = Challenge(declare(entry), person, **WRONG).run()
    assert (filing.state, filing.officer, clock_of(filing).rule.key) == (
        "under_review",
        person,
        "review",
    )
    assert (filing.closed_at, Entry.objects.get().state) == (None, "listed")
    write_remark(filing, person, text="请恢复原文。", address="/scope")
    filing = request_correction(filing, person, reasons="修改不属于可以声明的范围")
    filing.remarks.update(state="answered", answer_kind="explained", answer="已说明")
    version = next_version(filing.scheme, "1.0.2")
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()
    filing.refresh_from_db()
    assert (filing.state, filing.round, filing.track) == ("received", 2, "declaration")


def test_only_the_text_in_force_is_challenged(entry):
    first = declare(entry)
    declare(entry, "1.0.2")
    with pytest.raises(WrongState, match="Another version is in force"):
        Challenge(first, officer(), **WRONG).run()


def test_a_challenge_does_not_cross_what_is_under_way(entry):
    first = declare(entry)
    open_track("approval")
    version = next_version(entry.scheme, "2.0.0")
    signatory = member_of(entry.organisation, Role.SIGNATORY)
    Submit(version, signatory, track="approval").run()
    with pytest.raises(WrongState, match="is under way"):
        Challenge(first, officer(), **WRONG).run()


def test_what_is_declared_is_no_case_in_the_medians(entry):
    declare(entry)
    assert {median.track for median in medians()} <= {"filing"}
