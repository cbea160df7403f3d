from __future__ import annotations

import datetime
import threading

import pytest
from django.db import connection
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import DomainError, RulesBroken, WrongState
from portal.core.models import OutboxMessage
from portal.reference.models import RuleLimit
from registry.models import Entry, Filing, ListedVersion, Submission
from registry.procedure.actions import Submit, TakeUp
from registry.procedure.clock import clock_of
from registry.procedure.remarks import answer_remark
from registry.register.acts.deregistering import Deregister
from registry.register.listing import facts_in_force
from registry.states import AnswerKind, EntryState, FilingState
from schemes.drafts import begin_version
from schemes.models import Scheme, Version
from schemes.states import VersionState
from tests.factories import (
    EntryFactory,
    FilingFactory,
    OrganisationFactory,
    VersionFactory,
    member_of,
    officer,
    record_no_objection,
)
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db


def _signatory(version):
    return member_of(version.scheme.organisation, Role.SIGNATORY)


def test_a_complete_submission_takes_effect_at_once():
    version = VersionFactory(frozen=True)

    Submit(version, _signatory(version)).run()

    entry, filing = Entry.objects.get(), Filing.objects.get()
    assert (entry.state, entry.version, entry.scheme) == ("listed", version, version.scheme)
    assert (filing.state, filing.round, filing.is_amendment) == ("received", 1, False)
    assert entry.rule_number == version.document["rule_number"]
    assert [event.event for event in entry.events.all()] == ["filed"]


def test_what_is_submitted_is_what_was_signed():
    version = VersionFactory(frozen=True)
    Submit(version, _signatory(version)).run()
    assert Submission.objects.get().sha256 == version.digest == Entry.objects.get().version.digest


def test_the_check_report_of_the_day_is_kept_with_the_submission():
    version = VersionFactory(submitted=True)
    kept = version.submissions.get().findings
    assert all({"code", "severity", "address", "params"} <= finding.keys() for finding in kept)


def test_numbers_carry_the_year_of_the_regulators_clock(time_machine):
    time_machine.move_to(datetime.datetime(2026, 12, 31, 17, 30, tzinfo=datetime.UTC))
    version = VersionFactory(submitted=True)
    assert version.submissions.get().filing.number.split("-")[1] == "2027"
    assert timezone.localdate().year == 2027


def test_the_second_of_two_submissions_changes_nothing():
    version = VersionFactory(frozen=True)
    first, second = (Version.objects.get(pk=version.pk) for _ in range(2))
    Submit(first, _signatory(version)).run()

    with pytest.raises(WrongState, match="was not carried out"):
        Submit(second, _signatory(version)).run()

    assert (Filing.objects.count(), Entry.objects.count(), Submission.objects.count()) == (1, 1, 1)


def test_a_draft_cannot_be_submitted_unsigned():
    version = VersionFactory()
    with pytest.raises(WrongState, match="was not carried out"):
        Submit(version, _signatory(version)).run()


def test_a_document_that_is_not_the_signed_one_is_refused():
    version = VersionFactory(frozen=True)
    Version.objects.filter(pk=version.pk).update(state=VersionState.DRAFT)
    Version.objects.filter(pk=version.pk).update(
        document={**version.document, "title": {"zh": "另一个标题"}}
    )
    Version.objects.filter(pk=version.pk).update(state=VersionState.FROZEN)

    with pytest.raises(RulesBroken, match="differs from the one that was signed"):
        Submit(Version.objects.get(pk=version.pk), _signatory(version)).run()


def test_what_has_become_an_error_since_it_was_signed_is_not_filed():
    version = VersionFactory(frozen=True)
    limit = "certificate_months_most"
    RuleLimit.objects.create(name=limit, value=12, valid_from=timezone.localdate())

    with pytest.raises(RulesBroken, match="The document has errors") as refusal:
        Submit(version, _signatory(version)).run()

    assert [finding.code for finding in refusal.value.findings] == ["SCH-010"]
    assert not Filing.objects.exists()


def test_a_rule_number_names_one_scheme_of_a_body():
    body = OrganisationFactory()
    VersionFactory(submitted=True, organisation=body, number=1)
    same = VersionFactory(frozen=True, organisation=body, number=1)

    with pytest.raises(RulesBroken, match="already registered for another scheme"):
        Submit(same, _signatory(same)).run()

    assert Entry.objects.count() == 1


def test_two_bodies_may_use_the_same_rule_number():
    VersionFactory(submitted=True, number=1)
    VersionFactory(submitted=True, number=1)
    assert Entry.objects.count() == 2


def test_a_version_number_is_listed_once():
    filing = FilingFactory(no_objection=True)
    second = next_version(filing.scheme, "1.1.0")
    Submit(second, _signatory(second)).run()
    amendment = TakeUp(Filing.objects.get(is_amendment=True), officer()).run()
    record_no_objection(amendment)
    # Said to follow the first version, with which SCH-036 compares it: a step, but of one listed.
    again = next_version(filing.scheme, "1.1.0")
    with pytest.raises(RulesBroken, match="is in the register already"):
        Submit(again, _signatory(again)).run()


@pytest.mark.parametrize("state", [FilingState.RECEIVED, FilingState.UNDER_REVIEW])
def test_a_filing_under_review_takes_no_other_version(state):
    filing = FilingFactory(reached=state)
    version = next_version(filing.scheme, "1.1.0")
    with pytest.raises(WrongState, match="still under review"):
        Submit(version, _signatory(version)).run()


def test_an_amendment_opens_a_new_filing_of_the_same_entry():
    filing = FilingFactory(no_objection=True)
    version = next_version(filing.scheme, "1.1.0")

    Submit(version, _signatory(version)).run()

    entry = Entry.objects.get()
    assert Filing.objects.filter(scheme=filing.scheme, is_amendment=True).count() == 1
    assert entry.version == version
    assert [event.event for event in entry.events.all()] == ["filed", "reviewed", "amended"]
    superseded = ListedVersion.objects.exclude(version=version).get()
    assert superseded.superseded_at is not None


@pytest.fixture
def carries(monkeypatch):
    """Make a text say from which day on the scheme is in force."""

    def say(day):
        monkeypatch.setattr(
            "registry.register.listing.facts_in_force",
            lambda version: {**facts_in_force(version), "effective_from": day},
        )

    return say


@pytest.mark.parametrize("ago", [200, -90])
def test_an_amendment_changes_nothing_before_it_is_listed(ago, carries):
    """A new version carries the old day over; the scheme is in force since then, not the change."""
    today = timezone.localdate()
    day = today - datetime.timedelta(days=ago)
    filing = FilingFactory(no_objection=True)
    Entry.objects.update(effective_from=day)
    version = next_version(filing.scheme, "1.1.0")
    carries(day)

    Submit(version, _signatory(version)).run()

    entry = Entry.objects.get()
    amended = entry.events.get(event="amended")
    assert (entry.effective_from, amended.effective_on) == (day, max(day, today))


def test_an_amendment_puts_nothing_in_force_before_it_was(carries):
    today = timezone.localdate()
    filing = FilingFactory(no_objection=True)
    Entry.objects.update(effective_from=today + datetime.timedelta(days=30))
    version = next_version(filing.scheme, "1.1.0")
    carries(today - datetime.timedelta(days=60))

    Submit(version, _signatory(version)).run()

    assert Entry.objects.get().effective_from == today


def test_a_correction_is_refused_while_a_remark_has_no_answer():
    filing = FilingFactory(correction_requested=True)
    version = next_version(filing.scheme, "1.0.1")
    with pytest.raises(RulesBroken, match="without an answer"):
        Submit(version, _signatory(version)).run()


def test_a_correction_with_all_answers_continues_the_same_filing():
    filing = FilingFactory(correction_requested=True)
    author = member_of(filing.organisation, Role.AUTHOR)
    answer_remark(filing.remarks.get(), author, kind=AnswerKind.EXPLAINED, answer="无需修改")
    version = next_version(filing.scheme, "1.0.1")

    Submit(version, _signatory(version)).run()

    filing.refresh_from_db()
    assert (filing.state, filing.round, filing.version) == ("received", 2, version)
    assert clock_of(filing).waits_for == "regulator"
    assert Entry.objects.get().events.last().event == "corrected"


def test_a_deregistered_scheme_is_not_filed_again():
    entry = EntryFactory()
    Deregister(
        entry, member_of(entry.organisation, Role.SIGNATORY), plan="none_issued", reason="不再开展"
    ).run()
    version = next_version(entry.scheme, "1.1.0")
    with pytest.raises(WrongState, match="The entry of this scheme has ended"):
        Submit(version, _signatory(version)).run()


def test_deregistering_ends_the_filing_under_way_and_dates_the_end():
    filing = FilingFactory(correction_requested=True)
    entry = Entry.objects.get()

    Deregister(
        entry,
        member_of(entry.organisation, Role.SIGNATORY),
        plan="none_issued",
        reason=" 不再开展 ",
    ).run()

    filing.refresh_from_db()
    entry.refresh_from_db()
    assert (filing.state, clock_of(filing)) == (FilingState.ENDED, None)
    assert filing.closed_at is not None
    assert filing.events.last().event == "ended"
    assert (entry.state, entry.end_reason) == (EntryState.DEREGISTERED, "不再开展")
    assert entry.ended_on == timezone.localdate()


def test_deregistering_needs_a_reason_for_the_public():
    entry = EntryFactory()
    with pytest.raises(RulesBroken, match="Say why the scheme ends"):
        Deregister(
            entry, member_of(entry.organisation, Role.SIGNATORY), plan="none_issued", reason="  "
        ).run()


def test_submission_asks_for_publication_and_print_in_both_languages():
    version = VersionFactory(submitted=True)
    kinds = list(OutboxMessage.objects.exclude(kind="mail").values_list("kind", "payload"))
    assert ("publish", {"entry": Entry.objects.get().pk}) in kinds
    assert [p["language"] for k, p in kinds if k == "render"] == ["zh", "en"]
    assert all(p["version"] == version.pk for k, p in kinds if k == "render")


def test_a_failed_submission_gives_its_numbers_back(monkeypatch):
    version = VersionFactory(frozen=True)

    def fail(*args):
        raise RuntimeError("the last step fails")

    with monkeypatch.context() as patched:
        patched.setattr("registry.procedure.actions.submission.tell_submitted", fail)
        with pytest.raises(RuntimeError):
            Submit(version, _signatory(version)).run()
    assert not Entry.objects.exists()

    Submit(Version.objects.get(pk=version.pk), _signatory(version)).run()
    assert "-000001-" in Entry.objects.get().number


@pytest.mark.django_db(transaction=True)
def test_a_double_click_files_once():
    version = VersionFactory(frozen=True)
    signatory = _signatory(version)
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def click() -> None:
        together.wait(timeout=10)
        try:
            Submit(Version.objects.get(pk=version.pk), signatory).run()
            outcomes.append("filed")
        except DomainError as refusal:
            outcomes.append(refusal.code)
        finally:
            connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join(timeout=30)

    assert sorted(outcomes) == ["filed", "wrong_state"]
    assert (Filing.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_scheme_may_be_begun_anew_while_another_is_signed():
    version = VersionFactory(frozen=True)
    author = member_of(version.scheme.organisation, Role.AUTHOR)

    begin_version(Scheme.objects.get(pk=version.scheme_id), author)

    version.refresh_from_db()
    assert version.state == VersionState.SET_ASIDE
    with pytest.raises(WrongState, match="was not carried out"):
        Submit(version, _signatory(version)).run()
